/* SPDX-License-Identifier: MIT
 *
 * The value is used in an expression and never stored.
 *
 * expect: definitely-lost bytes=6 blocks=1 how=never-stored variable=-
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    printf("%zu\n", strlen(strcpy(malloc(6), "hello"))); /* @alloc @lost */
    printf("done %d\n", 1);
    return 0;
}
