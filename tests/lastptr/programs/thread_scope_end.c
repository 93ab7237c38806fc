/* SPDX-License-Identifier: MIT
 *
 * A thread's function loses its buffer.
 *
 * expect: definitely-lost bytes=37 blocks=1 how=scope-end variable=buffer
 */
#include <pthread.h>
#include <stdlib.h>

static void *work(void *arg)
{
    char *buffer = malloc(37); /* @alloc */

    buffer[0] = *(char *)arg;
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
