/* SPDX-License-Identifier: MIT
 *
 * A thread returns a block. pthread_join ignores it.
 *
 * expect: definitely-lost bytes=61 blocks=1 how=thread-end variable=-
 */
#include <pthread.h>
#include <stdlib.h>

static void *work(void *arg)
{
    char *result = malloc(61); /* @alloc */

    result[0] = *(char *)arg;
    return result; /* @lost */
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
