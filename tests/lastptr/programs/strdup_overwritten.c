/* SPDX-License-Identifier: MIT
 *
 * The C library allocates a block. The program loses it.
 *
 * expect: definitely-lost bytes=6 blocks=1 how=overwritten variable=name
 */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *name = strdup("Alice"); /* @alloc */

    name = strdup("Bob"); /* @lost */
    free(name);
    return 0;
}
