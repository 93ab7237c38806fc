/* SPDX-License-Identifier: MIT
 *
 * Bench: start-up. One block is lost, so that a name is looked up.
 */
#include <stdlib.h>

int main(void)
{
    char *p = malloc(10);

    p = NULL;
    return p != NULL;
}
