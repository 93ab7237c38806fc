/* SPDX-License-Identifier: MIT
 *
 * sizes: linked into programs that AddressSanitizer watches. It tells sizes and
 * alignments that cannot be right, which the C library and AddressSanitizer answer with
 * NULL alone:
 *
 *     malloc(-1)            a size that no object can have, over PTRDIFF_MAX: a number
 *     calloc(-1, 8)         that was below zero
 *     realloc(block, 0)     frees the block and returns NULL, or does not: C leaves it
 *                           open, and since C23 gives it no meaning
 *     aligned_alloc(24, 8)  an alignment that is no power of 2
 *
 * A product that is too large, of numbers that are not, is left alone: calloc and
 * reallocarray are used so that they find that out, and C23 asks calloc to return NULL
 * then. See docs/internals/which-sizes-are-faults.md.
 *
 * A report has the form of those in operations.c. The program goes on, and each kind of
 * call is told only TELL_MOST times.
 *
 * The calls go on to AddressSanitizer by a jump (see CMakeLists.txt), so that the
 * stacks of blocks have no frame of ours. */
#include <stdatomic.h>

#include "runtime/hooks.h"
#include "runtime/private.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_reallocarray(void *block, size_t count, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
int __real_posix_memalign(void **block, size_t alignment, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_reallocarray(void *block, size_t count, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
int __wrap_posix_memalign(void **block, size_t alignment, size_t size);

/* AddressSanitizer's: print a line, and the stack, to its report file. */
void __sanitizer_report_error_summary(const char *line);
void __sanitizer_print_stack_trace(void);

/* See writes.c. */
void __asan_storeN(const void *at, size_t size);

enum { TELL_MOST = 20, LINE = 256 };

static atomic_uint told;
static atomic_flag telling = ATOMIC_FLAG_INIT;

__attribute__((noinline)) static void
ll_size_tell(const char *function, const char *what, size_t count, size_t size)
{
    char line[LINE];
    if (atomic_fetch_add(&told, 1) >= TELL_MOST)
        return;
    while (atomic_flag_test_and_set(&telling))
        continue;
    if (__ubsan_on_report != NULL)
        __ubsan_on_report();
    if (count == 1)
        ll_format(line, LINE, "leaklab: runtime error: %s was given the %s %zu",
                  function, what, size);
    else
        ll_format(line, LINE, "leaklab: runtime error: %s was given the size %zu * %zu",
                  function, count, size);
    __sanitizer_report_error_summary(line);
    __sanitizer_print_stack_trace();
    __sanitizer_report_error_summary("SUMMARY: leaklab: bad size");
    atomic_flag_clear(&telling);
}

static bool is_no_power_of_2(size_t alignment)
{
    return alignment == 0 || (alignment & (alignment - 1)) != 0;
}

static bool is_too_large(size_t count, size_t size)
{
    return count > PTRDIFF_MAX || size > PTRDIFF_MAX;
}

void *__wrap_malloc(size_t size)
{
    if (is_too_large(1, size))
        ll_size_tell("malloc", "size", 1, size);
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    if (is_too_large(count, size))
        ll_size_tell("calloc", "size", count, size);
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    if (is_too_large(1, size) || (block != NULL && size == 0))
        ll_size_tell("realloc", "size", 1, size);
    return __real_realloc(block, size);
}

void *__wrap_reallocarray(void *block, size_t count, size_t size)
{
    if (is_too_large(count, size) || (block != NULL && count * size == 0))
        ll_size_tell("reallocarray", "size", count, size);
    return __real_reallocarray(block, count, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    if (is_no_power_of_2(alignment))
        ll_size_tell("aligned_alloc", "alignment", 1, alignment);
    return __real_aligned_alloc(alignment, size);
}

int __wrap_posix_memalign(void **block, size_t alignment, size_t size)
{
    if (is_no_power_of_2(alignment) || alignment % sizeof(void *) != 0)
        ll_size_tell("posix_memalign", "alignment", 1, alignment);
    __asan_storeN(block, sizeof *block);
    return __real_posix_memalign(block, alignment, size);
}
