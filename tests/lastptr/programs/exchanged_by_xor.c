/* SPDX-License-Identifier: MIT
 *
 * Two variables are exchanged by three exclusive ors. One of them lies where older
 * functions left a pointer and wrote over half of it. A value that is computed is no copy
 * of what was there.
 *
 * expect: definitely-lost bytes=20 blocks=1 how=scope-end variable=into
 */
#include <stdint.h>
#include <stdlib.h>

static char *kept;

static void leave_pointers(void)
{
    char *words[20];

    for (int i = 0; i < 20; i++)
        words[i] = kept;
}

static void write_lower_halves(void)
{
    int halves[40];

    for (int i = 0; i < 40; i += 2)
        halves[i] = 0;
}

static void exchange(char *into)
{
    char *from = malloc(20); /* @alloc */

    from = (char *)((uintptr_t)from ^ (uintptr_t)into);
    into = (char *)((uintptr_t)from ^ (uintptr_t)into);
    from = (char *)((uintptr_t)from ^ (uintptr_t)into);
} /* @lost */

int main(void)
{
    kept = malloc(30);
    leave_pointers();
    write_lower_halves();
    exchange(NULL);
    free(kept);
    return 0;
}
