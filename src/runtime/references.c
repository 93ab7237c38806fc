/* SPDX-License-Identifier: MIT
 *
 * The references that a program takes and gives. See references.h.
 *
 * All that is kept lies in memory of its own (ll_sys_map), which LeakSanitizer does not
 * search for pointers.
 */
#include <Python.h>

#include <stdatomic.h>

#include "runtime/hooks.h"
#include "runtime/private.h"
#include "runtime/references.h"
#include "runtime/references/calls.h"

enum {
    BUCKETS = 1 << 14,
    OBJECTS = 1 << 17, /* followed at once */
    RAISES = 1 << 18,
    TEXTS = 1 << 12,
    TEXT_SIZE = 160,    /* of type and repr */
    REPR_MOST = 48,     /* characters of it that are shown */
    HEAD_MOST = 64,     /* bytes that may lie before an object in its block */
    RAISES_TOLD = 8,    /* for each object */
    BLOCKS = 1 << 16,   /* that objects lead to: so many are followed, */
    SLOTS = 2 * BLOCKS, /* and found by their address in so many slots */
};

/* From this count on an object is immortal: in Python 3.12 to 3.14, on machines with 32
 * and with 64 bits. No program holds so many references. */
#define IMMORTAL ((Py_ssize_t)1 << 28)

/* Index 0 is "none" in both arrays. */
struct raise {
    struct ll_reference_place place;
    uint32_t
        below; /* the one that was raised before it; of a free one: the next free */
};

struct object {
    uintptr_t address; /* 0: free */
    uint32_t next;     /* in its bucket; of a free one: the next free */
    uint32_t top;      /* the last raise that was not dropped */
    uint32_t text;     /* from 1; 0: none */
};

static struct table {
    uint32_t buckets[BUCKETS];
    struct object objects[OBJECTS];
    struct raise raises[RAISES];
    char texts[TEXTS][TEXT_SIZE];
    uint32_t object_count, free_object;
    uint32_t raise_count, free_raise;
    uint32_t text_count;
    bool full;
    uintptr_t lowest, highest; /* blocks were allocated there; 0: none yet */
} * table;                     /* NULL: nothing is followed */

static char path[4096];
static pid_t owner;
static atomic_flag busy = ATOMIC_FLAG_INIT;
static bool described;

/* Objects change under Python's lock, but any thread may free memory. */
static void lock(void)
{
    while (atomic_flag_test_and_set(&busy))
        ;
}

static void unlock(void)
{
    atomic_flag_clear(&busy);
}

/* ---- the table ------------------------------------------------------------------- */

static uint32_t *bucket_of(uintptr_t address)
{
    return &table->buckets[(address >> 3) * 2654435761u % BUCKETS];
}

/* Where the index of the object stands; there it is 0 when the object is not known. */
static uint32_t *find(uintptr_t address)
{
    uint32_t *at = bucket_of(address);

    while (*at != 0 && table->objects[*at].address != address)
        at = &table->objects[*at].next;
    return at;
}

/* The next index of an array with `most` elements: one that was freed, else one that
 * was not used yet. 0: there is none. */
static uint32_t take_index(uint32_t *free, uint32_t next_free, uint32_t *count,
                           uint32_t most)
{
    uint32_t index = *free;

    if (index != 0)
        *free = next_free;
    else if (*count + 1 < most)
        index = ++*count;
    else
        table->full = true;
    return index;
}

static void drop_top(struct object *object)
{
    uint32_t top = object->top;

    if (top == 0)
        return;
    object->top = table->raises[top].below;
    table->raises[top].below = table->free_raise;
    table->free_raise = top;
}

static void drop_all(struct object *object)
{
    while (object->top != 0)
        drop_top(object);
}

static void forget(uintptr_t address)
{
    uint32_t *at = find(address);
    uint32_t index = *at;
    struct object *object = &table->objects[index];

    if (index == 0)
        return;
    drop_all(object);
    *at = object->next;
    *object = (struct object){.next = table->free_object};
    table->free_object = index;
}

static void push(uintptr_t address, bool is_only, struct ll_reference_place place)
{
    uint32_t *at = find(address);
    struct object *object;
    uint32_t raise;

    if (*at == 0) {
        uint32_t index =
            take_index(&table->free_object, table->objects[table->free_object].next,
                       &table->object_count, OBJECTS);
        if (index == 0)
            return;
        table->objects[index] = (struct object){.address = address};
        *at = index;
    }
    object = &table->objects[*at];
    if (is_only)
        drop_all(object);
    raise = take_index(&table->free_raise, table->raises[table->free_raise].below,
                       &table->raise_count, RAISES);
    if (raise == 0)
        return;
    table->raises[raise] = (struct raise){place, object->top};
    object->top = raise;
}

/* ---- what the program does ------------------------------------------------------- */

static bool is_followed(const PyObject *object)
{
    return table != NULL && object != NULL && Py_REFCNT(object) < IMMORTAL &&
           ll_sys_getpid() == owner;
}

void ll_reference_raised(PyObject *object, struct ll_reference_place place)
{
    if (!is_followed(object))
        return;
    lock();
    push((uintptr_t)object, Py_REFCNT(object) == 1, place);
    unlock();
}

PyObject *ll_reference_new(PyObject *object, struct ll_reference_place place)
{
    ll_reference_raised(object, place);
    return object;
}

PyObject *ll_reference_given(PyObject *object)
{
    if (!is_followed(object))
        return object;
    lock();
    drop_top(&table->objects[*find((uintptr_t)object)]);
    unlock();
    return object;
}

static void allocated(const volatile void *block, size_t size)
{
    uintptr_t address = (uintptr_t)block;

    if (block == NULL)
        return;
    lock();
    if (table->lowest == 0 || address < table->lowest)
        table->lowest = address;
    if (address + size > table->highest)
        table->highest = address + size;
    unlock();
}

/* What Python's collector keeps of an object lies before it. An object so near behind
 * the start of the block may also be in the next block; it then has references. */
static void freed(const volatile void *block)
{
    uintptr_t address = (uintptr_t)block;

    lock();
    forget(address);
    for (uintptr_t head = sizeof(void *); head <= HEAD_MOST; head += sizeof(void *))
        if (*find(address + head) != 0 && Py_REFCNT((PyObject *)(address + head)) <= 0)
            forget(address + head);
    unlock();
}

/* ---- what is written of an object ------------------------------------------------ */

static bool has_plain_repr(PyObject *object)
{
    return PyBytes_CheckExact(object) || PyByteArray_CheckExact(object) ||
           PyUnicode_CheckExact(object) || PyLong_CheckExact(object) ||
           PyFloat_CheckExact(object) || PyComplex_CheckExact(object);
}

/* Write "TYPE REPR", or "TYPE". */
static void describe(PyObject *object, char *text)
{
    int length = ll_format(text, TEXT_SIZE, "%.64s", Py_TYPE(object)->tp_name);
    PyObject *repr = has_plain_repr(object) ? PyObject_ASCII(object) : NULL;
    Py_ssize_t size = 0;
    const char *letters = repr == NULL ? NULL : PyUnicode_AsUTF8AndSize(repr, &size);

    if (letters != NULL)
        ll_format(text + length, (size_t)(TEXT_SIZE - length), " %.*s%s",
                  size > REPR_MOST ? REPR_MOST : (int)size, letters,
                  size > REPR_MOST ? "..." : "");
    PyErr_Clear();
    Py_XDECREF(repr);
}

void ll_references_describe(void)
{
    PyObject *type, *value, *traceback;

    if (table == NULL || described || !Py_IsInitialized())
        return;
    described = true;
    PyErr_Fetch(&type, &value, &traceback);
    for (uint32_t i = 1; i <= table->object_count; i++) {
        struct object *object = &table->objects[i];
        if (object->top == 0 || Py_REFCNT((PyObject *)object->address) <= 0 ||
            table->text_count + 1 >= TEXTS)
            continue;
        describe((PyObject *)object->address, table->texts[table->text_count]);
        object->text = ++table->text_count;
    }
    PyErr_Restore(type, value, traceback);
}

static void write_object(int fd, const struct object *object)
{
    char line[4608];
    Py_ssize_t count = Py_REFCNT((PyObject *)object->address);
    int told = 0;
    int length = ll_format(line, sizeof line, "object 0x%lx %ld %s\n",
                           (unsigned long)object->address, (long)count,
                           object->text == 0 ? "?" : table->texts[object->text - 1]);

    ll_write_all(fd, line, (size_t)length);
    for (uint32_t i = object->top; i != 0 && told < RAISES_TOLD && told < count;
         i = table->raises[i].below, told++) {
        const struct ll_reference_place *place = &table->raises[i].place;
        length = ll_format(line, sizeof line, "raised %u %.128s %.128s %.4096s\n",
                           place->line, place->by, place->function, place->file);
        ll_write_all(fd, line, (size_t)length);
    }
}

/* ---- what objects lead to --------------------------------------------------------
 *
 * Each word in a block that may be an address in another one leads there. So
 * LeakSanitizer sees it, too, but it does not say what led where.
 */

static struct blocks {
    uintptr_t starts[BLOCKS]; /* in the order in which they were reached */
    uint32_t count;
    uint32_t slots[SLOTS]; /* each an index in `starts` and 1 more; 0: free */
} * blocks;

/* The block in which `word` lies, if it is an address; 0: in none. An object may lie
 * behind its head, and bits of its address may be used for something else. */
static uintptr_t block_at(uintptr_t word)
{
    if (word < table->lowest || word >= table->highest)
        return 0;
    for (uintptr_t head = 0; head <= HEAD_MOST; head += sizeof(void *)) {
        uintptr_t start = (word & ~(uintptr_t)(sizeof(void *) - 1)) - head;
        if (__sanitizer_get_ownership((void *)start))
            return word - start < __sanitizer_get_allocated_size((void *)start) ? start
                                                                                : 0;
    }
    return 0;
}

/* False: there is no room for more blocks. */
static bool reach(uintptr_t start)
{
    uint32_t slot = (start >> 4) * 2654435761u % SLOTS;

    while (blocks->slots[slot] != 0 && blocks->starts[blocks->slots[slot] - 1] != start)
        slot = (slot + 1) % SLOTS;
    if (blocks->slots[slot] != 0)
        return true;
    if (blocks->count == BLOCKS)
        return false;
    blocks->starts[blocks->count] = start;
    blocks->slots[slot] = ++blocks->count;
    return true;
}

/* Write where each word of the block leads. */
static bool write_leads(int fd, uintptr_t start)
{
    size_t count = __sanitizer_get_allocated_size((void *)start) / sizeof(uintptr_t);
    bool reached = true;

    for (size_t i = 0; i < count && reached; i++) {
        char line[64];
        uintptr_t to = block_at(((const uintptr_t *)start)[i]);
        if (to == 0 || to == start)
            continue;
        int length = ll_format(line, sizeof line, "leads 0x%lx 0x%lx\n",
                               (unsigned long)start, (unsigned long)to);
        ll_write_all(fd, line, (size_t)length);
        reached = reach(to);
    }
    return reached;
}

/* Begin with the objects that may be lost. What is not reached is not told to lead
 * anywhere. */
static void write_blocks(int fd)
{
    bool reached = true;

    blocks = ll_sys_map(sizeof *blocks, MAP_PRIVATE | MAP_NORESERVE);
    if (blocks == NULL || __sanitizer_get_ownership == NULL)
        return;
    for (uint32_t i = 1; i <= table->object_count && reached; i++) {
        uintptr_t start =
            table->objects[i].top == 0 ? 0 : block_at(table->objects[i].address);
        reached = start == 0 || reach(start);
    }
    for (uint32_t i = 0; i < blocks->count && reached; i++)
        reached = write_leads(fd, blocks->starts[i]);
}

void ll_references_end(void)
{
    int fd;

    if (table == NULL || ll_sys_getpid() != owner)
        return;
    ll_references_describe();
    fd = ll_sys_open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return;
    lock();
    for (uint32_t i = 1; i <= table->object_count; i++)
        if (table->objects[i].top != 0)
            write_object(fd, &table->objects[i]);
    write_blocks(fd);
    unlock();
    if (table->full)
        ll_write_all(fd, "full\n", 5);
    else
        ll_write_all(fd, "end\n", 4);
    ll_sys_close(fd);
}

__attribute__((constructor(101))) static void start(void)
{
    const char *name = ll_getenv(LL_REFERENCES_ENV);

    if (name == NULL || ll_length(name) >= sizeof path ||
        __sanitizer_install_malloc_and_free_hooks == NULL)
        return;
    ll_copy(path, name, ll_length(name) + 1);
    ll_unsetenv(LL_REFERENCES_ENV);
    owner = ll_sys_getpid();
    table = ll_sys_map(sizeof *table, MAP_PRIVATE | MAP_NORESERVE);
    if (table != NULL)
        __sanitizer_install_malloc_and_free_hooks(allocated, freed);
}
