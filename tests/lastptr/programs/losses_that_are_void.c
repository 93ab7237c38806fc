/* SPDX-License-Identifier: MIT
 *
 * The same line loses three blocks. The program finds the first two again, by a number
 * that is no pointer.
 *
 * expect: definitely-lost bytes=10 blocks=1 how=overwritten variable=p
 */
#include <stdint.h>
#include <stdlib.h>

int main(void)
{
    for (int i = 0; i < 3; i++) {
        char *p = malloc(10); /* @alloc */
        uintptr_t hidden = ~(uintptr_t)p;

        p = NULL; /* @lost */
        if (i < 2)
            free((void *)~hidden);
    }
    return 0;
}
