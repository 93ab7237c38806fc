/* SPDX-License-Identifier: MIT
 * What only a program that speaks to Valgrind can produce. */
#include <stdlib.h>
#include <string.h>
#include <valgrind/memcheck.h>

int main(void)
{
    char *p = malloc(8);
    VALGRIND_CHECK_MEM_IS_DEFINED(p, 8);
    VALGRIND_CHECK_MEM_IS_ADDRESSABLE(p, 9);
    VALGRIND_MEMPOOL_ALLOC(p, p, 4);
    memset(malloc(6), 0, 6);
    p = malloc(5);
    VALGRIND_DO_LEAK_CHECK;
    VALGRIND_PRINTF("a message & <its> text\n");
    free(p);
    return 0;
}
