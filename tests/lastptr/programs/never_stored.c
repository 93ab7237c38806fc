/* SPDX-License-Identifier: MIT
 *
 * The value of malloc is not used at all.
 *
 * expect: definitely-lost bytes=48 blocks=1 how=never-stored variable=-
 */
#include <stdlib.h>

int main(void)
{
    malloc(48); /* @alloc @lost */
    return 0;
}
