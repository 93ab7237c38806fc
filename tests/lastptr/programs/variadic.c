/* SPDX-License-Identifier: MIT
 *
 * Blocks are passed to a function with a variable list of arguments. Nothing is lost.
 *
 * expect: none
 */
#include <stdarg.h>
#include <stdlib.h>

static void free_all(int count, ...)
{
    va_list args;

    va_start(args, count);
    while (count--)
        free(va_arg(args, char *));
    va_end(args);
}

int main(void)
{
    free_all(3, malloc(10), malloc(20), malloc(30));
    free_all(7, malloc(1), malloc(2), malloc(3), malloc(4), malloc(5), malloc(6),
             malloc(7));
    return 0;
}
