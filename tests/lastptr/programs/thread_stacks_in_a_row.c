/* SPDX-License-Identifier: MIT
 *
 * The stacks of two threads lie side by side, with nothing between them, and the upper
 * thread ends first. The pointers of the lower one live on, also the one that the upper
 * one wrote. (With glibc 2.43 the stacks of all threads can lie so for Valgrind.)
 *
 * expect: definitely-lost bytes=31 blocks=1 how=scope-end variable=own
 * expect: definitely-lost bytes=32 blocks=1 how=scope-end variable=given alloc=alloc2
 */
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#define STACK_BYTES (256 * 1024)

static char *stacks;
static int used;

static int run(void *(*work)(void *), void *arg)
{
    char *stack = stacks + STACK_BYTES * used++;
    pthread_attr_t attributes;
    pthread_t thread;

    pthread_attr_init(&attributes);
    if (pthread_attr_setstack(&attributes, stack, STACK_BYTES) != 0 ||
        pthread_create(&thread, &attributes, work, arg) != 0)
        return 1;
    return pthread_join(thread, NULL);
}

static char *make(void)
{
    return malloc(32); /* @alloc2 */
}

static void *give(void *arg)
{
    *(char **)arg = make();
    return NULL;
}

static void *work(void *arg)
{
    char *own = malloc(31); /* @alloc */
    char *given = NULL;

    own[0] = *(char *)arg;
    if (run(give, &given) == 0)
        given[0] = own[0];
    return NULL; /* @lost */
}

int main(void)
{
    char letter = 'x';

    stacks = mmap(NULL, 2 * STACK_BYTES, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return stacks == MAP_FAILED ? 1 : run(work, &letter);
}
