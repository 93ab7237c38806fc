/* SPDX-License-Identifier: MIT
 *
 * One thread overwrites a pointer that another one stored.
 *
 * expect: definitely-lost bytes=50 blocks=1 how=overwritten variable=shared
 */
#include <pthread.h>
#include <stdlib.h>

static char *shared;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *arg)
{
    pthread_mutex_lock(&lock);
    shared = arg; /* @lost */
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t thread;

    shared = malloc(50); /* @alloc */
    if (pthread_create(&thread, NULL, work, NULL) != 0)
        return 1;
    pthread_join(thread, NULL);
    return 0;
}
