/* SPDX-License-Identifier: MIT
 *
 * An atomic exchange returns the old pointer, which is freed. The next one is not
 * freed.
 *
 * expect: definitely-lost bytes=25 blocks=1 how=overwritten variable=slot
 */
#include <stdlib.h>

static char *slot;

int main(void)
{
    char *old;

    slot = malloc(24);
    old = __atomic_exchange_n(&slot, malloc(25), __ATOMIC_SEQ_CST); /* @alloc */
    free(old);
    __atomic_exchange_n(&slot, NULL, __ATOMIC_SEQ_CST); /* @lost */
    return 0;
}
