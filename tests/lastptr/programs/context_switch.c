/* SPDX-License-Identifier: MIT
 *
 * Coroutines have their own stacks and are switched by swapcontext. Nothing is lost.
 *
 * expect: none
 */
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

static ucontext_t main_context, other_context;

static void other(void)
{
    char *p = malloc(41), *q = malloc(42);

    p[0] = q[0] = 'x';
    swapcontext(&other_context, &main_context);
    free(p);
    swapcontext(&other_context, &main_context);
    free(q);
    swapcontext(&other_context, &main_context);
}

int main(void)
{
    char *stack = malloc(64 * 1024), *kept = malloc(43);
    int i;

    getcontext(&other_context);
    other_context.uc_stack.ss_sp = stack;
    other_context.uc_stack.ss_size = 64 * 1024;
    makecontext(&other_context, other, 0);
    for (i = 0; i < 3; i++)
        swapcontext(&main_context, &other_context);
    free(kept);
    free(stack);
    return 0;
}
