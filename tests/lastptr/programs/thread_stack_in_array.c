/* SPDX-License-Identifier: MIT
 *
 * The stack of a thread is part of a struct. The pointers below it and above it live on
 * when the thread's functions return, and when it ends.
 *
 * expect: definitely-lost bytes=33 blocks=1 how=scope-end variable=own
 * expect: definitely-lost bytes=34 blocks=1 how=overwritten variable=area.below alloc=alloc2 lost=lost2
 * expect: definitely-lost bytes=35 blocks=1 how=overwritten variable=area.above alloc=alloc3 lost=lost3
 */
#include <pthread.h>
#include <stdlib.h>

#define STACK_BYTES (256 * 1024)

static struct {
    char *below;
    char stack[STACK_BYTES] __attribute__((aligned(4096)));
    char *above;
} area;

static void set(void)
{
    area.below = malloc(34); /* @alloc2 */
    area.above = malloc(35); /* @alloc3 */
}

static void *work(void *arg)
{
    char *own = malloc(33); /* @alloc */

    own[0] = *(char *)arg;
    set();
    return NULL; /* @lost */
}

int main(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    char letter = 'x';

    pthread_attr_init(&attributes);
    if (pthread_attr_setstack(&attributes, area.stack, STACK_BYTES) != 0 ||
        pthread_create(&thread, &attributes, work, &letter) != 0)
        return 1;
    pthread_join(thread, NULL);
    area.below = NULL; /* @lost2 */
    area.above = NULL; /* @lost3 */
    return 0;
}
