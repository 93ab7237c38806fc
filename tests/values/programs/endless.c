/* SPDX-License-Identifier: MIT
 *
 * A text without an end is copied to where nothing is set. */
#include <string.h>

int main(void)
{
    char copy[16];
    char name[4];
    name[0] = 'A';
    name[1] = 'd';
    strcpy(copy, name);
    return copy[0];
}
