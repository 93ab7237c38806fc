/* SPDX-License-Identifier: MIT
 *
 * longjmp leaves the function whose variable holds the only pointer.
 *
 * expect: definitely-lost bytes=23 blocks=1 how=longjmp variable=buffer
 */
#include <setjmp.h>
#include <stdlib.h>

static jmp_buf on_error;

static void fail(void)
{
    longjmp(on_error, 1); /* @lost */
}

static void parse(void)
{
    char *buffer = malloc(23); /* @alloc */

    buffer[0] = 'x';
    fail();
    free(buffer);
}

int main(void)
{
    if (setjmp(on_error) == 0)
        parse();
    return 0;
}
