/* SPDX-License-Identifier: MIT
 *
 * bench.c: what a block costs in each domain, and what tracemalloc sees of it.
 *
 * `make bench25` runs it with Python's own allocators, not with leaklab's families.
 */
#include <Python.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    LIVE = 100,       /* blocks that are alive at the same time */
    ROUNDS = 1000,    /* so often all of them are made and freed */
    ATTEMPTS = 9,     /* so often everything is measured */
    STEPS = 45,       /* the width of the plot */
    BLOCK = 400,      /* bytes of each block for tracemalloc */
    SMALL_MOST = 512, /* pymalloc's pools serve blocks of up to so many bytes */
};

static const size_t sizes[] = {16, 32, 64, 128, 256, 384, 512, 513, 640, 768, 1024};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

static const struct domain {
    const char *name;
    void *(*allocate)(size_t size);
    void (*release)(void *block);
} domains[] = {
    {"malloc", malloc, free},
    {"PyMem_RawMalloc", PyMem_RawMalloc, PyMem_RawFree},
    {"PyMem_Malloc", PyMem_Malloc, PyMem_Free},
    {"PyObject_Malloc", PyObject_Malloc, PyObject_Free},
};
enum { C, RAW, MEM, OBJ, DOMAINS };

static void *blocks[LIVE];

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(EXIT_FAILURE);
}

/* ---- how fast ---------------------------------------------------------------- */

/* The processor time of this program, in nanoseconds. */
static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Allocate LIVE blocks, write to each, and free them in another order. */
static void make_and_free(const struct domain *domain, size_t size)
{
    for (size_t i = 0; i < LIVE; i++) {
        blocks[i] = domain->allocate(size);
        if (blocks[i] == NULL)
            fail("no memory");
        *(char *)blocks[i] = 1;
    }
    for (size_t i = 0; i < LIVE; i++)
        domain->release(blocks[i * 7 % LIVE]);
}

/* How long one block takes from its allocation to its free, in nanoseconds. */
static double measure(const struct domain *domain, size_t size)
{
    double began = now();

    for (int round = 0; round < ROUNDS; round++)
        make_and_free(domain, size);
    return (now() - began) / ROUNDS / LIVE;
}

/* Measure everything several times: the fastest counts, as it was disturbed least. */
static void measure_all(double times[SIZES][DOMAINS])
{
    for (int attempt = 0; attempt < ATTEMPTS; attempt++)
        for (size_t i = 0; i < SIZES; i++)
            for (size_t k = 0; k < DOMAINS; k++) {
                double took = measure(&domains[k], sizes[i]);

                if (attempt == 0 || took < times[i][k])
                    times[i][k] = took;
            }
}

static void print_times(double times[SIZES][DOMAINS])
{
    printf("Nanoseconds from a block's allocation to its free; %d blocks are alive at "
           "a time\n\n  bytes",
           LIVE);
    for (size_t i = 0; i < DOMAINS; i++)
        printf("  %15s", domains[i].name);
    putchar('\n');
    for (size_t i = 0; i < SIZES; i++) {
        printf("%7zu", sizes[i]);
        for (size_t k = 0; k < DOMAINS; k++)
            printf("  %15.1f", times[i][k]);
        putchar('\n');
    }
}

/* A line for each size, with a mark for each of the two domains. */
static void print_plot(double times[SIZES][DOMAINS])
{
    double most = 0;

    for (size_t i = 0; i < SIZES; i++) {
        most = times[i][C] > most ? times[i][C] : most;
        most = times[i][MEM] > most ? times[i][MEM] : most;
    }
    printf("\n  bytes   P = PyMem_Malloc, m = malloc, * = both; the right end is %.1f "
           "ns\n",
           most);
    for (size_t i = 0; i < SIZES; i++) {
        char line[STEPS + 2] = "";
        size_t at_malloc = (size_t)(times[i][C] / most * STEPS);
        size_t at_pymem = (size_t)(times[i][MEM] / most * STEPS);

        memset(line, ' ', sizeof line - 1);
        line[at_malloc] = 'm';
        line[at_pymem] = at_pymem == at_malloc ? '*' : 'P';
        printf("%7zu  |%.*s\n", sizes[i],
               (int)(at_malloc > at_pymem ? at_malloc : at_pymem) + 1, line);
    }
}

/* The mean time of PyMem_Malloc over that of malloc, for the sizes in [first, end). */
static double ratio(double times[SIZES][DOMAINS], size_t first, size_t end)
{
    double sum = 0;

    for (size_t i = first; i < end; i++)
        sum += times[i][MEM] / times[i][C];
    return sum / (double)(end - first);
}

static void print_sums(double times[SIZES][DOMAINS])
{
    size_t larger = 0, slower = SIZES;

    while (sizes[larger] <= SMALL_MOST)
        larger++;
    while (slower > 0 && times[slower - 1][MEM] > times[slower - 1][C])
        slower--;
    printf(
        "\nPyMem_Malloc took %.2f times as long as malloc up to %d bytes, %.2f times "
        "above.\n",
        ratio(times, 0, larger), SMALL_MOST, ratio(times, larger, SIZES));
    if (slower < SIZES)
        printf("From %zu bytes on, it was the slower one.\n", sizes[slower]);
}

static void compare_speed(void)
{
    double times[SIZES][DOMAINS];

    measure_all(times);
    print_times(times);
    print_plot(times);
    print_sums(times);
}

/* ---- what tracemalloc counts -------------------------------------------------- */

/* Call a function of Python's; returns its result, a new reference. */
static PyObject *call(PyObject *function)
{
    PyObject *result = function != NULL ? PyObject_CallNoArgs(function) : NULL;

    if (result == NULL) {
        PyErr_Print();
        fail("tracemalloc does not answer");
    }
    return result;
}

/* The bytes that tracemalloc knows of now. `get` is its get_traced_memory(). */
static long traced(PyObject *get)
{
    PyObject *both = call(get);
    long bytes = PyLong_AsLong(PyTuple_GetItem(both, 0));

    Py_DECREF(both);
    return bytes;
}

/* How many bytes more tracemalloc counts while LIVE blocks of the domain are alive.
 * With `told`, the program tells it of each block. */
static long count(PyObject *get, const struct domain *domain, int told)
{
    long before = traced(get), after;

    for (size_t i = 0; i < LIVE; i++) {
        blocks[i] = domain->allocate(BLOCK);
        if (blocks[i] == NULL)
            fail("no memory");
        if (told)
            PyTraceMalloc_Track(0, (uintptr_t)blocks[i], BLOCK);
    }
    after = traced(get);
    for (size_t i = 0; i < LIVE; i++) {
        if (told)
            PyTraceMalloc_Untrack(0, (uintptr_t)blocks[i]);
        domain->release(blocks[i]);
    }
    return after - before;
}

static void print_counted(const char *name, long counted)
{
    printf("  %-31s %6d  %8ld\n", name, LIVE * BLOCK, counted);
}

static void compare_counts(void)
{
    PyObject *tracemalloc = PyImport_ImportModule("tracemalloc");

    if (tracemalloc == NULL) {
        PyErr_Print();
        fail("cannot import tracemalloc");
    }
    PyObject *start = PyObject_GetAttrString(tracemalloc, "start");
    PyObject *get = PyObject_GetAttrString(tracemalloc, "get_traced_memory");
    Py_DECREF(call(start));
    printf("\nBytes of %d blocks that tracemalloc counts\n\n"
           "  %-31s  asked   counted\n",
           LIVE, "");
    for (size_t i = 0; i < DOMAINS; i++)
        print_counted(domains[i].name, count(get, &domains[i], 0));
    print_counted("malloc, PyTraceMalloc_Track", count(get, &domains[C], 1));
    Py_DECREF(get);
    Py_DECREF(start);
    Py_DECREF(tracemalloc);
}

int main(void)
{
    if (!Py_IsInitialized())
        fail("run it with LEAKLAB_PYTHONMALLOC=pymalloc");
    printf("Python %.*s\n\n", (int)strcspn(Py_GetVersion(), " "), Py_GetVersion());
    compare_speed();
    compare_counts();
    return EXIT_SUCCESS;
}
