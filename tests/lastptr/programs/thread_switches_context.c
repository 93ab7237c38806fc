/* SPDX-License-Identifier: MIT
 *
 * A thread runs a coroutine whose stack is another mapping, right below its own stack.
 * What the coroutine holds lives on while the thread's own functions run.
 *
 * expect: definitely-lost bytes=36 blocks=1 how=overwritten variable=held
 */
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#define STACK_BYTES (256 * 1024)

static char *stacks;
static ucontext_t own_context, other_context;

static void hold(void)
{
    char *held = malloc(36); /* @alloc */

    held[0] = 'x';
    free(malloc(1)); /* so that no register has the pointer and is saved */
    swapcontext(&other_context, &own_context);
    held = NULL; /* @lost */
    swapcontext(&other_context, &own_context);
}

static void *work(void *arg)
{
    char *own = malloc(37);

    own[0] = *(char *)arg;
    getcontext(&other_context);
    other_context.uc_stack.ss_sp = stacks;
    other_context.uc_stack.ss_size = STACK_BYTES;
    makecontext(&other_context, hold, 0);
    swapcontext(&own_context, &other_context);
    swapcontext(&own_context, &other_context);
    free(own);
    return NULL;
}

static void map(char *stack)
{
    mmap(stack, STACK_BYTES, PROT_READ | PROT_WRITE,
         MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

int main(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    char letter = 'x';

    stacks = mmap(NULL, 2 * STACK_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    map(stacks);
    map(stacks + STACK_BYTES);
    pthread_attr_init(&attributes);
    if (pthread_attr_setstack(&attributes, stacks + STACK_BYTES, STACK_BYTES) != 0 ||
        pthread_create(&thread, &attributes, work, &letter) != 0)
        return 1;
    return pthread_join(thread, NULL);
}
