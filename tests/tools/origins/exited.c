/* SPDX-License-Identifier: MIT
 *
 * What exit is given. */
#include <stdlib.h>

int main(int argc, char **argv)
{
    (void)argv;
    int status[2]; /* @declared */
    status[0] = 0;
    exit(status[argc]); /* @use */
}
