/* SPDX-License-Identifier: MIT
 *
 * Unset bytes that are given to the system. */
#include <unistd.h>

int main(void)
{
    char line[20]; /* @declared */
    line[0] = '\n';
    return write(1, line, sizeof line) != sizeof line; /* @use */
}
