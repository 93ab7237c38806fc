/* SPDX-License-Identifier: MIT
 *
 * The other member of a union is written.
 *
 * expect: definitely-lost bytes=28 blocks=1 how=overwritten variable=value.text
 */
#include <stdlib.h>

union value {
    char *text;
    long number;
};

int main(void)
{
    union value value;

    value.text = malloc(28); /* @alloc */
    value.number = 7;        /* @lost */
    return (int)value.number - 7;
}
