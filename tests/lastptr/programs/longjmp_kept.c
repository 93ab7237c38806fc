/* SPDX-License-Identifier: MIT
 *
 * longjmp jumps over frames while an outer variable still has the pointer. Nothing is
 * lost.
 *
 * expect: none
 */
#include <setjmp.h>
#include <stdlib.h>

static jmp_buf on_error;

static void deep(char *p, int depth)
{
    if (depth == 0)
        longjmp(on_error, 1);
    deep(p, depth - 1);
}

int main(void)
{
    char *volatile p = malloc(12);

    if (setjmp(on_error) == 0)
        deep(p, 5);
    free(p);
    return 0;
}
