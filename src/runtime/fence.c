/* SPDX-License-Identifier: MIT
 *
 * fence: malloc and its family for a graded program that no tool watches. It is a
 * library of its own, which is loaded before the C library (see harness.c).
 *
 *      ... guard │ slack, header, block, slack │ guard ...
 *                └──────── pages ──────────────┘
 *
 * Each block ends where its pages end, and the page behind it cannot be used. When it
 * is freed, neither can its own, and no other block ever lies there. So a program
 * crashes where it uses a freed block or what is behind one. What a block does not fill
 * of its last 16 bytes is looked at when it is freed and when a unit ends, and so is
 * the header before it. A block of fewer than 16 bytes is aligned for what has room in
 * it, as C asks: of 12 bytes it leaves 4. What was never written has bytes that differ
 * from run to run.
 *
 * The system allows a process some 65,000 mappings. Beyond LIVE_MOST blocks the others
 * are packed: they lie side by side, are looked at in the same way, and a freed one is
 * full of a pattern, which has to be there still when its place is used again and when
 * a unit ends. Where the solution needs far fewer blocks (fence.h), none is packed: a
 * program with so many is ended, as what it does to packed ones is seldom seen.
 *
 * What no program may ask for ends it, too: a size that no object can have, or a block
 * of no bytes in place of one (runtime/sizes.c says which). So does a copy between
 * places that share bytes (fence/copies.c).
 *
 * Where the program has the kernel read or write such memory, the kernel only tells of
 * it; so the calls by which that is done are looked at, too (fence/kernel.c).
 *
 * An allocation of the program can be made to fail; it does so in the first unit, or
 * never.
 *
 * It has C++'s operators as well, by which python.c tells Python's families of memory
 * apart: a block that another family frees ends the program.
 *
 * mallinfo2() tells the exact number of bytes in use. A block of no bytes counts as one
 * byte, so that a lost one shows. */
#include "runtime/fence.h"

#include <link.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/fence/die.h"
#include "runtime/hooks.h"
#include "runtime/private.h"

#define PAGE LL_MACHINE_PAGE
#define REGION ((size_t)1 << 36)
#define REGION_AT 0x5000000UL /* where Valgrind has a program's blocks, too */

enum {
    UNIT = 16, /* all sizes become multiples of it, and all addresses are */
    LIVE_MOST = LL_FENCE_LIVE_MOST,
    FILL_MOST = 1 << 20, /* larger blocks are not filled */
    PACKED_MOST = 4096,
    PACKED_STEP = 64,
    CLASSES = PACKED_MOST / PACKED_STEP + 2,
    WAITING = 256, /* freed ones of a class, before one of them is used again */
    SLAB = 1 << 20
};

/* Who may free a block. */
enum family { OF_MALLOC, OF_NEW, OF_NEW_ARRAY, FAMILIES };

struct header { /* before each block */
    size_t size;
    size_t bytes; /* of its pages, or of its place */
    char *block;
    struct header *next, *before; /* of those in use, or of those that were freed */
    uint64_t check;               /* of all above but the list, and of its family */
};

static struct {
    char *at, *end;           /* of the region: what was not used yet */
    char *slab_at, *slab_end; /* the same of the pages for packed blocks */
    uint64_t secret, fill;    /* no byte of `fill` is zero */
    size_t live, in_use;
    struct header *used; /* the blocks in use */
    struct {
        struct header *first, *last;
        size_t count;
    } freed[CLASSES];
} heap;

/* What the grader asked for. */
static struct {
    bool is_known, packs;
    unsigned long left;             /* allocations until one fails; 0: none does */
    bool with_all;                  /* and all after it */
    bool has_begun;                 /* the first unit */
    uintptr_t program, program_end; /* where the program lies */
} order;

static atomic_flag is_locked = ATOMIC_FLAG_INIT;

static void lock(void)
{
    while (atomic_flag_test_and_set_explicit(&is_locked, memory_order_acquire))
        (void)LL_CALL(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
}

static void unlock(void)
{
    atomic_flag_clear_explicit(&is_locked, memory_order_release);
}

_Noreturn void ll_fence_die(void)
{
    uintptr_t action[8] = {(uintptr_t)SIG_DFL}; /* the kernel's struct */
    uint64_t mask = (uint64_t)1 << (SIGABRT - 1);
    (void)LL_CALL(SYS_rt_sigaction, SIGABRT, action, 0, 8, 0, 0);
    (void)LL_CALL(SYS_rt_sigprocmask, SIG_UNBLOCK, &mask, 0, 8, 0, 0);
    ll_sys_kill(ll_sys_getpid(), SIGABRT);
    ll_sys_exit(128 + SIGABRT);
}

/* ---- patterns -------------------------------------------------------------------- */

static char pattern_at(const char *at, uint64_t pattern)
{
    return (char)(pattern >> (8 * ((uintptr_t)at & 7)));
}

static void fill(char *at, const char *end, uint64_t pattern)
{
    for (; at < end && ((uintptr_t)at & 7) != 0; at++)
        *at = pattern_at(at, pattern);
    for (; end - at >= 8; at += 8)
        *(uint64_t *)(void *)at = pattern;
    for (; at < end; at++)
        *at = pattern_at(at, pattern);
}

static void check_filled(const char *at, const char *end, uint64_t pattern)
{
    for (; at < end && ((uintptr_t)at & 7) != 0; at++)
        if (*at != pattern_at(at, pattern))
            ll_fence_die();
    for (; end - at >= 8; at += 8)
        if (*(const uint64_t *)(const void *)at != pattern)
            ll_fence_die();
    for (; at < end; at++)
        if (*at != pattern_at(at, pattern))
            ll_fence_die();
}

/* Blocks: the address of one that has 16 bytes is a multiple of 16. */
static void copy(char *to, const char *from, size_t count)
{
    for (; count >= UNIT; to += 8, from += 8, count -= 8)
        *(uint64_t *)(void *)to = *(const uint64_t *)(const void *)from;
    ll_copy(to, from, count);
}

static uint64_t check_of(const struct header *header, enum family family)
{
    uint64_t check = (heap.secret + family) ^ (uintptr_t)header;
    check = (check ^ header->size) * 0x9e3779b97f4a7c15U;
    check ^= (uintptr_t)header->block;
    return (check ^ check >> 29 ^ header->bytes) * 0xbf58476d1ce4e5b9U;
}

/* ---- the order ---------------------------------------------------------------- */

/* Where the program lies: the kernel tells where its program headers are. */
static void find_program(const ElfW(auxv_t) * one)
{
    const ElfW(Phdr) *part = NULL;
    size_t count = 0;
    for (; one->a_type != AT_NULL; one++)
        if (one->a_type == AT_PHDR)
            part = (const void *)one->a_un.a_val;
        else if (one->a_type == AT_PHNUM)
            count = one->a_un.a_val;
    if (part == NULL)
        return;
    const ElfW(Ehdr) *head = (const void *)((uintptr_t)part - sizeof *head);
    uintptr_t bias = head->e_type == ET_EXEC ? 0 : (uintptr_t)head;
    order.program = (uintptr_t)head;
    for (; count > 0; count--, part++)
        if (part->p_type == PT_LOAD &&
            bias + part->p_vaddr + part->p_memsz > order.program_end)
            order.program_end = bias + part->p_vaddr + part->p_memsz;
}

/* Read and wipe the variable. The C library runs this before all that is the
 * program's. */
__attribute__((constructor)) static void take_order(int argc, char **argv, char **envp)
{
    char **end = envp, **to = envp;
    (void)argc;
    (void)argv;
    while (*end != NULL)
        end++;
    find_program((const void *)(end + 1));
    for (char **one = envp; one < end; one++) {
        if (!ll_starts(*one, LL_FENCE_ENV "=")) {
            *to++ = *one;
            continue;
        }
        const char *value = *one + sizeof LL_FENCE_ENV;
        order.is_known = true;
        order.packs = value[0] == '1';
        order.with_all = value[0] != '\0' && value[1] == '1';
        if (ll_length(value) > 2)
            (void)ll_read_number(value + 2, &order.left);
        ll_wipe(*one, ll_length(*one));
    }
    *to = NULL;
}

static bool is_of_program(const void *caller)
{
    return (uintptr_t)caller >= order.program && (uintptr_t)caller < order.program_end;
}

/* Whether the allocation fails that returns to `caller`. */
static bool fails(const void *caller)
{
    bool does = false;
    if (order.left == 0 || !order.has_begun || !is_of_program(caller))
        return false;
    lock();
    if (order.left == 1)
        does = true;
    if (order.left > 1 || !order.with_all)
        order.left--;
    unlock();
    if (does)
        errno = ENOMEM;
    return does;
}

/* ---- pages ----------------------------------------------------------------------- */

static void begin(void)
{
    enum { FLAGS = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE };
    long at = LL_CALL(SYS_mmap, REGION_AT, REGION, PROT_NONE,
                      FLAGS | MAP_FIXED_NOREPLACE, -1, 0);
    uint64_t random[2] = {0};
    if (at < 0)
        at = LL_CALL(SYS_mmap, 0, REGION, PROT_NONE, FLAGS, -1, 0);
    if (at < 0 || LL_CALL(SYS_getrandom, random, sizeof random, 0, 0, 0, 0) < 0)
        ll_fence_die();
    heap.at = (char *)(((uintptr_t)at + PAGE - 1) & ~(PAGE - 1));
    heap.end = (char *)at + REGION;
    heap.secret = random[0];
    heap.fill = random[1] | 0x8181818181818181U;
}

/* So many bytes of whole pages, and one that stays closed behind them. */
static char *take_pages(size_t bytes)
{
    char *at = heap.at;
    if (at == NULL || bytes + PAGE > (size_t)(heap.end - at) ||
        LL_CALL(SYS_mprotect, at, bytes, PROT_READ | PROT_WRITE, 0, 0, 0) != 0)
        return NULL;
    heap.at += bytes + PAGE;
    return at;
}

static void close_pages(char *at, size_t bytes)
{
    if (LL_CALL(SYS_mmap, at, bytes, PROT_NONE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) < 0)
        ll_fence_die(); /* the program has used up its mappings: they would stay open */
}

/* ---- blocks ---------------------------------------------------------------------- */

static size_t rounded(size_t size, size_t to)
{
    return (size + to - 1) & ~(to - 1);
}

/* Where the header ends; there begins a packed block. */
static char *end_of(const struct header *header)
{
    return (char *)(uintptr_t)(header + 1);
}

static struct header *header_of(const void *block)
{
    return (struct header *)((uintptr_t)block & ~(uintptr_t)(UNIT - 1)) - 1;
}

/* Where the place of the block begins and ends. */
static bool is_packed(const struct header *header)
{
    return header->bytes % PAGE != 0;
}

static char *place_of(const struct header *header)
{
    return is_packed(header) ? (char *)(uintptr_t)header
                             : (char *)((uintptr_t)header & ~(PAGE - 1));
}

static void *make(char *block, size_t size, size_t bytes)
{
    struct header *header = header_of(block);
    *header = (struct header){
        .size = size, .bytes = bytes, .block = block, .next = heap.used};
    if (heap.used != NULL)
        heap.used->before = header;
    heap.used = header;
    return block;
}

static void unlink_used(const struct header *header)
{
    if (header->next != NULL)
        header->next->before = header->before;
    if (header->before != NULL)
        header->before->next = header->next;
    else
        heap.used = header->next;
}

static void *make_fenced(size_t size, size_t align)
{
    size_t bytes = rounded(size + align + UNIT + sizeof(struct header), PAGE);
    char *place = take_pages(bytes);
    if (place == NULL)
        return NULL;
    char *block = (char *)((uintptr_t)(place + bytes - size) & ~(align - 1));
    char *top = (char *)((uintptr_t)header_of(block) & ~(PAGE - 1));
    if (top > place) { /* the header is in a later page: the first ones stay unused */
        close_pages(place, (size_t)(top - place));
        bytes -= (size_t)(top - place);
    }
    fill(top, size > FILL_MOST ? block : block + size, heap.fill);
    fill(block + size, top + bytes, heap.fill);
    heap.live++;
    return make(block, size, bytes);
}

static struct header *take_freed(size_t class)
{
    struct header *header = heap.freed[class].first;
    if (heap.freed[class].count < WAITING)
        return NULL;
    check_filled(end_of(header), (char *)header + header->bytes, ~heap.fill);
    heap.freed[class].first = header->next;
    heap.freed[class].count--;
    return header;
}

static void *make_packed(size_t size)
{
    size_t bytes = rounded(sizeof(struct header) + size + UNIT, PACKED_STEP);
    struct header *header = take_freed(bytes / PACKED_STEP);
    if (header == NULL) {
        if ((size_t)(heap.slab_end - heap.slab_at) < bytes) {
            heap.slab_at = take_pages(SLAB);
            heap.slab_end = heap.slab_at == NULL ? NULL : heap.slab_at + SLAB;
        }
        if (heap.slab_at == NULL)
            return NULL;
        header = (struct header *)(void *)heap.slab_at;
        heap.slab_at += bytes;
    }
    fill(end_of(header), (char *)header + bytes, heap.fill);
    return make(end_of(header), size, bytes);
}

/* What a block adds to the bytes in use. */
static size_t counted(size_t size)
{
    return size == 0 ? 1 : size;
}

static void *allocate(size_t size, size_t align, enum family family)
{
    void *block = NULL;
    lock();
    if (heap.at == NULL)
        begin();
    if (heap.live >= LIVE_MOST && order.is_known && !order.packs)
        ll_fence_die();
    if (size <= PTRDIFF_MAX - REGION && align <= REGION) {
        if (heap.live >= LIVE_MOST && align <= UNIT &&
            size <= PACKED_MOST - 2 * PACKED_STEP)
            block = make_packed(size);
        else
            block = make_fenced(size, align);
    }
    if (block != NULL) {
        header_of(block)->check = check_of(header_of(block), family);
        heap.in_use += counted(size);
    }
    unlock();
    if (block == NULL)
        errno = ENOMEM;
    return block;
}

/* Look at what lies around the block, which has to be of that family. */
static struct header *look(const void *block, enum family family)
{
    struct header *header = header_of(block);
    if (header->check != check_of(header, family) || header->block != block)
        ll_fence_die();
    const char *place = place_of(header);
    check_filled(place, (char *)header, heap.fill);
    check_filled(end_of(header), block, heap.fill);
    check_filled(header->block + header->size, place + header->bytes, heap.fill);
    return header;
}

static struct header *look_at_any(const void *block)
{
    const struct header *header = header_of(block);
    enum family family = OF_MALLOC;
    while (family + 1 < FAMILIES && header->check != check_of(header, family))
        family++;
    return look(block, family);
}

static void free_packed(struct header *header)
{
    size_t class = header->bytes / PACKED_STEP;
    fill(end_of(header), (char *)header + header->bytes, ~heap.fill);
    header->check = ~header->check;
    header->next = NULL;
    if (heap.freed[class].count++ == 0)
        heap.freed[class].first = header;
    else
        heap.freed[class].last->next = header;
    heap.freed[class].last = header;
}

static void give_back(void *block, enum family family)
{
    if (block == NULL)
        return;
    lock();
    struct header *header = look(block, family);
    heap.in_use -= counted(header->size);
    unlink_used(header);
    if (is_packed(header)) {
        free_packed(header);
    } else {
        heap.live--;
        close_pages(place_of(header), header->bytes);
    }
    unlock();
}

static bool is_power_of_2(size_t number)
{
    return number != 0 && (number & (number - 1)) == 0;
}

/* UNIT, or less where nothing that needs as much has room in the block. */
static size_t alignment_of(size_t size)
{
    size_t align = UNIT;
    while (align > 1 && align > size)
        align /= 2;
    return align;
}

static void *allocate_any(size_t size)
{
    return allocate(size, alignment_of(size), OF_MALLOC);
}

static void *allocate_aligned(size_t align, size_t size)
{
    size_t power = UNIT;
    while (power < align && power <= REGION)
        power *= 2;
    return allocate(size, power, OF_MALLOC);
}

static void *allocate_zeros(size_t count, size_t size)
{
    size_t bytes;
    bool too_large = __builtin_mul_overflow(count, size, &bytes);
    char *block = allocate_any(too_large ? (size_t)-1 : bytes);
    if (block != NULL && bytes <= FILL_MOST)
        fill(block, block + bytes, 0);
    return block;
}

static void *allocate_again(void *old, size_t size)
{
    if (old == NULL)
        return allocate_any(size);
    lock();
    size_t had = look(old, OF_MALLOC)->size;
    unlock();
    void *block = size == 0 ? NULL : allocate_any(size);
    if (block != NULL)
        copy(block, old, had < size ? had : size);
    if (block != NULL || size == 0)
        give_back(old, OF_MALLOC);
    return block;
}

/* ---- the C library's functions --------------------------------------------------- */

#define FAILS fails(__builtin_return_address(0))

/* End the program where it asks for that itself. */
#define REFUSE_IF(wrong)                                                               \
    do                                                                                 \
        if ((wrong) && is_of_program(__builtin_return_address(0)))                     \
            ll_fence_die();                                                            \
    while (0)

void *malloc(size_t size)
{
    REFUSE_IF(size > PTRDIFF_MAX);
    return FAILS ? NULL : allocate_any(size);
}

void free(void *block)
{
    give_back(block, OF_MALLOC);
}

void *calloc(size_t count, size_t size)
{
    REFUSE_IF(count > PTRDIFF_MAX || size > PTRDIFF_MAX);
    return FAILS ? NULL : allocate_zeros(count, size);
}

/* To nothing: it frees, which never fails. */
void *realloc(void *block, size_t size)
{
    REFUSE_IF(size > PTRDIFF_MAX || (block != NULL && size == 0));
    return (block == NULL || size > 0) && FAILS ? NULL : allocate_again(block, size);
}

void *reallocarray(void *block, size_t count, size_t size)
{
    size_t bytes;
    REFUSE_IF(count > PTRDIFF_MAX || size > PTRDIFF_MAX ||
              (block != NULL && (count == 0 || size == 0)));
    if (!__builtin_mul_overflow(count, size, &bytes))
        return (block == NULL || bytes > 0) && FAILS ? NULL
                                                     : allocate_again(block, bytes);
    errno = ENOMEM;
    return NULL;
}

void *memalign(size_t align, size_t size)
{
    return allocate_aligned(align, size);
}

void *aligned_alloc(size_t align, size_t size)
{
    REFUSE_IF(!is_power_of_2(align));
    if (is_power_of_2(align))
        return FAILS ? NULL : allocate_aligned(align, size);
    errno = EINVAL;
    return NULL;
}

int posix_memalign(void **block, size_t align, size_t size)
{
    int saved = errno;
    REFUSE_IF(!is_power_of_2(align) || align % sizeof(void *) != 0);
    if (!is_power_of_2(align) || align % sizeof(void *) != 0)
        return EINVAL;
    void *made = FAILS ? NULL : allocate_aligned(align, size);
    errno = saved;
    if (made == NULL)
        return ENOMEM;
    *block = made;
    return 0;
}

/* The C library's would ask for their memory themselves, and not for the program. */
static char *duplicate(const char *text, size_t length)
{
    char *made = allocate_any(length + 1);
    if (made == NULL)
        return NULL;
    ll_copy(made, text, length);
    made[length] = '\0';
    return made;
}

char *strdup(const char *text)
{
    return FAILS ? NULL : duplicate(text, ll_length(text));
}

char *strndup(const char *text, size_t most)
{
    size_t length = 0;
    while (length < most && text[length] != '\0')
        length++;
    return FAILS ? NULL : duplicate(text, length);
}

void *valloc(size_t size)
{
    return allocate_aligned(PAGE, size);
}

void *pvalloc(size_t size)
{
    return allocate_aligned(PAGE, size > PTRDIFF_MAX ? size : rounded(size, PAGE));
}

size_t malloc_usable_size(void *block)
{
    return block == NULL ? 0 : header_of(block)->size;
}

/* Called where a unit begins and where it ends. Also looks at all blocks in use, and at
 * freed ones that were packed. */
struct mallinfo2 mallinfo2(void)
{
    size_t sum = 0;
    lock();
    order.has_begun = true;
    for (const struct header *one = heap.used; one != NULL; one = one->next)
        sum += counted(look_at_any(one->block)->size);
    if (sum != heap.in_use)
        ll_fence_die(); /* the program has changed the account */
    for (size_t class = 0; class < CLASSES; class ++)
        for (struct header *header =
                 heap.freed[class].count == 0 ? NULL : heap.freed[class].first;
             header != NULL; header = header->next)
            check_filled(end_of(header), (char *)header + header->bytes, ~heap.fill);
    struct mallinfo2 info = {.uordblks = heap.in_use};
    unlock();
    return info;
}

void *__libc_malloc(size_t size)
{
    return allocate_any(size);
}

void __libc_free(void *block)
{
    give_back(block, OF_MALLOC);
}

void *__libc_calloc(size_t count, size_t size)
{
    return allocate_zeros(count, size);
}

void *__libc_realloc(void *block, size_t size)
{
    return allocate_again(block, size);
}

void *__libc_memalign(size_t align, size_t size)
{
    return allocate_aligned(align, size);
}

/* ---- C++'s operators ------------------------------------------------------------- */

void *new_object(size_t size) __asm__("_Znwm");
void *new_object_or_null(size_t size, const void *tag) __asm__("_ZnwmRKSt9nothrow_t");
void delete_object(void *block) __asm__("_ZdlPv");
void *new_array(size_t size) __asm__("_Znam");
void *new_array_or_null(size_t size, const void *tag) __asm__("_ZnamRKSt9nothrow_t");
void delete_array(void *block) __asm__("_ZdaPv");

void *new_object_or_null(size_t size, const void *tag)
{
    (void)tag;
    return allocate(size, alignment_of(size), OF_NEW);
}

/* No exception can be thrown here. */
void *new_object(size_t size)
{
    void *block = new_object_or_null(size, NULL);
    if (block == NULL)
        ll_fence_die();
    return block;
}

void delete_object(void *block)
{
    give_back(block, OF_NEW);
}

void *new_array_or_null(size_t size, const void *tag)
{
    (void)tag;
    return allocate(size, alignment_of(size), OF_NEW_ARRAY);
}

void *new_array(size_t size)
{
    void *block = new_array_or_null(size, NULL);
    if (block == NULL)
        ll_fence_die();
    return block;
}

void delete_array(void *block)
{
    give_back(block, OF_NEW_ARRAY);
}
