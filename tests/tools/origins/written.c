/* SPDX-License-Identifier: MIT
 *
 * Unset bytes that the C library writes out when the program ends. */
#include <stdio.h>

int main(void)
{
    char line[20]; /* @declared */
    line[0] = '\n';
    fwrite(line, 1, sizeof line, stdout); /* @use */
    return 0;
}
