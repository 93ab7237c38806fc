/* SPDX-License-Identifier: MIT */
/* A thread is started, and nobody waits for it. */
#include <pthread.h>
#include <semaphore.h>

static sem_t done;

static void *work(void *argument)
{
    sem_post(argument);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    if (sem_init(&done, 0, 0) != 0)
        return 1;
    if (pthread_create(&thread, NULL, work, &done) != 0) /* @alloc */
        return 1;
    return sem_wait(&done);
}
