/* SPDX-License-Identifier: MIT
 *
 * A thread-local variable holds the only pointer when the thread ends.
 *
 * expect: definitely-lost bytes=62 blocks=1 how=thread-end variable=-
 */
#include <pthread.h>
#include <stdlib.h>

static __thread char *scratch;

static void *work(void *arg)
{
    scratch = malloc(62); /* @alloc */
    scratch[0] = *(char *)arg;
    return NULL; /* @lost */
}

int main(void)
{
    pthread_t thread;
    char letter = 'x';

    if (pthread_create(&thread, NULL, work, &letter) != 0)
        return 1;
    pthread_join(thread, NULL);
    return 0;
}
