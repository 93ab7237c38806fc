/* SPDX-License-Identifier: MIT */
#include "runtime/observe/canaries.h"

#include "runtime/hooks.h"
#include "runtime/observe/line.h"
#include "runtime/private.h"

static uint64_t rule;
static uint32_t lost, freed, unwritten; /* sizes */

void ll_canaries_prepare(void)
{
    lost = ll_observe_size(ll_line_secret(LL_SECRET_LEAK, 0));
    freed = ll_observe_size(ll_line_secret(LL_SECRET_FREED, 0));
    unwritten = ll_observe_size(ll_line_secret(LL_SECRET_UNWRITTEN, 0));
    rule = ll_line_secret(LL_SECRET_RULE, 0);
}

static void free_block(char *block)
{
    if (__interceptor_free != NULL)
        __interceptor_free(block);
    else
        __libc_free(block);
}

/* fail.o neither counts memalign nor makes it fail. Not __libc_memalign under
 * AddressSanitizer: it takes the last block from there for memory of the dynamic
 * linker, keeps its address, and does not call it lost. */
static char *get_block(uint32_t size)
{
    return __interceptor_memalign != NULL ? __interceptor_memalign(16, size)
                                          : __libc_memalign(16, size);
}

__attribute__((noinline)) static void lose(uint32_t size)
{
    char *volatile block = get_block(size);
    block = NULL;
    (void)block;
}

/* The grader finds the canaries in a report by the names of these two functions. */
__attribute__((noinline)) void ll_canary_leak(uint32_t size);
__attribute__((noinline)) void ll_canary_leak(uint32_t size)
{
    lose(size);
}

__attribute__((noinline)) void ll_canary_read(uint32_t size, bool is_freed);
__attribute__((noinline)) void ll_canary_read(uint32_t size, bool is_freed)
{
    static volatile int seen;
    volatile char *block = get_block(size);
    if (block == NULL)
        return;
    if (is_freed)
        free_block((char *)block);
    /* This file is not instrumented. AddressSanitizer sees what its own memchr reads.
     */
    if (__interceptor_memchr != NULL)
        seen += __interceptor_memchr((char *)block, 'x', 8) != NULL;
    else if (block[1] == 'x')
        seen++;
    (void)seen;
    if (!is_freed)
        free_block((char *)block);
}

void ll_canaries_before_check(void)
{
    if (ll_line_order.tool != LL_OBSERVE_BARE)
        ll_canary_leak(lost);
    if (ll_line_order.tool == LL_OBSERVE_VALGRIND) {
        ll_canary_read(freed, true);
        ll_canary_read(unwritten, false);
    }
}

void ll_canaries_after_check(int fd)
{
    char text[64];
    int length =
        ll_format(text, sizeof text, LL_OBSERVE_RULE, (unsigned long long)rule);
    ll_write_all(fd, text, (size_t)length);
    ll_canary_read(freed, true);
}
