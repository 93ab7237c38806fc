/* SPDX-License-Identifier: MIT
 *
 * pthread_exit ends the thread in the middle of a function that holds the only pointer.
 *
 * expect: definitely-lost bytes=39 blocks=1 how=thread-end variable=buffer
 */
#include <pthread.h>
#include <stdlib.h>

static void finish(void)
{
    pthread_exit(NULL); /* @lost */
}

static void *work(void *arg)
{
    char *buffer = malloc(39); /* @alloc */

    buffer[0] = *(char *)arg;
    finish();
    free(buffer);
    return NULL;
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
