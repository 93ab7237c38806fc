/* SPDX-License-Identifier: MIT
 *
 * Changes memory in many ways, and prints what it holds. check_values compares that
 * with the log of events:
 *
 *   tell ADDRESS BYTES       when this line's call of tell() began, the bytes were
 * there unset ADDRESS SIZE       likewise of unset(): nothing was written there line
 * NUMBER ADDRESS BYTES  when that line began first, the bytes were there never ADDRESS
 * SIZE       the log tells nothing of these bytes
 */
#include <alloca.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct point {
    char tag;
    int x, y;
    double weight;
};

static int counter = 7;
static const short odd[] = {1, 3, 5};
static char words[2][8] = {"one", "two"};
static unsigned char large[10000];
static jmp_buf back;

static void print_bytes(const void *at, size_t size)
{
    const unsigned char *bytes = at;

    for (size_t i = 0; i < size; i++)
        printf("%02x", bytes[i]);
    putchar('\n');
}

static void tell(const void *at, size_t size)
{
    printf("tell %lx ", (unsigned long)at);
    print_bytes(at, size);
}

static void unset(const void *at, size_t size)
{
    printf("unset %lx %zu\n", (unsigned long)at, size);
}

static void tell_line(int line, const void *at, const void *bytes, size_t size)
{
    printf("line %d %lx ", line, (unsigned long)at);
    print_bytes(bytes, size);
}

#define TELL(variable) tell(&(variable), sizeof(variable))
#define UNSET(variable) unset(&(variable), sizeof(variable))

/* --- what the program's own code writes --- */

static int triple(int number)
{
    int unused[4];

    UNSET(unused);
    unused[0] = number;
    TELL(unused[0]);
    return 3 * number;
}

static struct point make(char tag, int x, int y)
{
    struct point point = {tag, x, y, x / 2.0};

    TELL(point.weight);
    return point;
}

static void locals(int parameter, double second)
{
    int line, number = 5, before = 5;
    char *text = words[1];
    struct point point;
    long double wide = second;

    TELL(parameter);
    TELL(second);
    TELL(text);
    tell(&wide, 10);
    UNSET(point);
    for (int i = 0; i < 3; i++)
        TELL(i);
    line = __LINE__ + 1;
    number = 2 * number + triple(number);
    TELL(number);
    tell_line(line, &number, &before, sizeof before);
    point = make('p', 1, 2);
    TELL(point.tag);
    TELL(point.x);
    TELL(point.weight);
    point.y++;
    TELL(point.y);
}

static long many(long a, long b, long c, long d, long e, long f, long g, short h)
{
    TELL(a);
    TELL(g);
    TELL(h);
    return a + b + c + d + e + f + g + h;
}

static int sum(int count, ...)
{
    va_list list;
    int total = 0;

    va_start(list, count);
    while (count--)
        total += va_arg(list, int);
    va_end(list);
    TELL(total);
    return total;
}

static void arrays(int count)
{
    int variable[count];
    char *piece = alloca((size_t)count);

    for (int i = 0; i < count; i++) {
        variable[i] = i * i;
        piece[i] = (char)('a' + i);
    }
    tell(variable, sizeof variable);
    tell(piece, (size_t)count);
}

static void deep(int depth)
{
    long local;

    UNSET(local);
    local = depth;
    TELL(local);
    if (depth == 3)
        longjmp(back, 1);
    deep(depth + 1);
}

static void globals(void)
{
    static int calls;

    TELL(counter);
    TELL(odd);
    TELL(words);
    TELL(calls);
    tell(large, 4096);
    unset(large + 5000, 100);
    calls++;
    counter *= 2;
    words[0][1] = 'N';
    large[9999] = 9;
    TELL(calls);
    TELL(counter);
    TELL(words);
    TELL(large[9999]);
}

static void blocks(void)
{
    struct point *point = malloc(sizeof *point);
    int *zeros = calloc(5, sizeof *zeros);
    char *long_one = malloc(6000);
    char *freed = malloc(100);

    point->x = 17;
    UNSET(point->y);
    TELL(point->x);
    tell(zeros, 5 * sizeof *zeros);
    zeros[2] = 2;
    point = realloc(point, 10 * sizeof *point);
    zeros = realloc(zeros, 30 * sizeof *zeros);
    TELL(point->x);
    UNSET(point->y);
    tell(zeros, 5 * sizeof *zeros);
    unset(zeros + 5, 25 * sizeof *zeros);
    memset(long_one, 'l', 6000);
    tell(long_one, 4096);
    unset(long_one + 4096, 6000 - 4096);
    strcpy(freed, "freed");
    free(freed);
    free(point);
    free(zeros);
    free(long_one);
}

/* Memory is used again, with the same bytes: of freed blocks, 20 MB are kept at most.
 */
static void again(void)
{
    for (int i = 0; i < 30; i++) {
        char *block = malloc(1 << 20);

        unset(block, 64);
        memset(block, 'a', 64);
        tell(block, 64);
        free(block);
    }
}

/* --- what libraries and the system write --- */

static char *low; /* the lowest byte of the frame that calls libraries */

static int compare(const void *a, const void *b)
{
    char *end = (char *)__builtin_frame_address(0) + 16;
    int first = *(const int *)a, second = *(const int *)b;

    TELL(first);
    TELL(second);
    unset(end, (size_t)(low - 32 - end)); /* the frames of qsort */
    return first - second;
}

static void libraries(void)
{
    char text[300], copy[300], *same, *made = NULL;
    int numbers[] = {5, 3, 4, 1, 2}, scanned, ends[2];

    low = alloca(16);
    snprintf(text, sizeof text, "%d and %s", 12, "more");
    unset(low - 2000, 1800); /* the frames that snprintf had */
    tell(text, strlen(text) + 1);
    unset(text + 200, 100);
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    memcpy(copy, text, sizeof copy);
    TELL(copy);
    sscanf("42 rest", "%d %299s", &scanned, copy);
    TELL(scanned);
    tell(copy, 5);
    qsort(numbers, 5, sizeof *numbers, compare);
    TELL(numbers);
    same = strdup("the same");
    tell(same, 9);
    if (asprintf(&made, "%d times", 99) != 8 || pipe(ends) != 0 ||
        write(ends[1], "through", 7) != 7 || read(ends[0], text, 7) != 7)
        abort();
    tell(made, 9);
    TELL(ends);
    tell(text, 9);
    free(same);
    free(made);
}

static void on_signal(int number)
{
    int copy = number;

    counter = copy;
    TELL(copy);
}

static void *work(void *shared)
{
    int local;

    UNSET(local);
    local = 77;
    *(int *)shared = 78;
    TELL(local);
    return NULL;
}

static void *receive(void *from)
{
    FILE *stream = fdopen(*(int *)from, "r");
    char text[10];

    if (!stream || !fgets(text, sizeof text, stream))
        abort();
    tell(text, 6);
    fclose(stream);
    return NULL;
}

static void threads(void)
{
    int shared = 0, ends[2];
    pthread_t thread;

    if (pthread_create(&thread, NULL, work, &shared) != 0 || pipe(ends) != 0)
        abort();
    pthread_join(thread, NULL);
    TELL(shared);
    if (pthread_create(&thread, NULL, receive, ends) != 0)
        abort();
    usleep(50000); /* so that it waits, while this thread calls */
    if (write(ends[1], "sent\n", 5) != 5)
        abort();
    pthread_join(thread, NULL);
}

int main(void)
{
    int kept = 1;

    locals(8, 2.5);
    locals(9, 3.5);
    many(1, 2, 3, 4, 5, 6, 7, 8);
    sum(3, 10, 20, 30);
    arrays(7);
    if (setjmp(back) == 0)
        deep(0);
    TELL(kept);
    if (setjmp(back) == 0)
        deep(2);
    globals();
    blocks();
    again();
    libraries();
    signal(SIGUSR1, on_signal);
    raise(SIGUSR1);
    TELL(counter);
    threads();
    printf("never %lx %d\n", (unsigned long)stdout->_IO_write_base, 1024);
    fflush(stdout);
    _exit(0);
}
