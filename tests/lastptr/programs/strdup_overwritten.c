/* SPDX-License-Identifier: MIT
 *
 * A block made inside the C library, lost outside.
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
