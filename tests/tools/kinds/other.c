/* SPDX-License-Identifier: MIT */
/* A pool of the program's own is told to memcheck, and used once more after its end. */
#include <valgrind/memcheck.h>

static char pool[64];

int main(void)
{
    VALGRIND_CREATE_MEMPOOL(pool, 0, 0);
    VALGRIND_MEMPOOL_ALLOC(pool, pool, 16);
    VALGRIND_DESTROY_MEMPOOL(pool);
    VALGRIND_MEMPOOL_ALLOC(pool, pool + 16, 16); /* @at */
    return 0;
}
