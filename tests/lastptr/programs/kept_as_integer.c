/* SPDX-License-Identifier: MIT
 *
 * A pointer is kept as an integer, in a variable of another type. Nothing is lost.
 *
 * expect: none
 */
#include <stdint.h>
#include <stdlib.h>

static uintptr_t kept;

int main(void)
{
    char *p = malloc(10);

    kept = (uintptr_t)p;
    p = NULL;
    p = (char *)kept;
    kept = 0;
    free(p);
    return 0;
}
