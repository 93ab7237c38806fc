/* SPDX-License-Identifier: MIT
 *
 * The old pointer comes out of an atomic exchange and is freed, the next one is not.
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
