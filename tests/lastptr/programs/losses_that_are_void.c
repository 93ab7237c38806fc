/* SPDX-License-Identifier: MIT
 *
 * The same line loses three blocks. By a number that is no pointer, the program frees
 * the first one and finds the second one again.
 *
 * expect: definitely-lost bytes=10 blocks=1 how=overwritten variable=p
 */
#include <stdint.h>
#include <stdlib.h>

int main(void)
{
    char *kept = NULL;

    for (int i = 0; i < 3; i++) {
        char *p = malloc(10); /* @alloc */
        uintptr_t hidden = ~(uintptr_t)p;

        p = NULL; /* @lost */
        if (i == 0)
            free((void *)~hidden);
        if (i == 1)
            kept = (char *)~hidden;
    }
    free(kept);
    return 0;
}
