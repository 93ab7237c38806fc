/* SPDX-License-Identifier: MIT
 * Races for memory of each sort: a global struct, a block, a local variable. */
#include <pthread.h>
#include <stdlib.h>

struct pool {
    struct node *first;
    pthread_mutex_t lock;
};

struct job {
    int *block, *local;
};

static struct pool pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void *work(void *argument)
{
    struct job *job = argument;
    (*job->local)++;
    job->block[1] = 1;
    pthread_mutex_lock(&pool.lock);
    pool.first = NULL;
    pthread_mutex_unlock(&pool.lock);
    return NULL;
}

int main(void)
{
    int local = 0;
    struct job job = {malloc(16), &local};
    pthread_t first, second;
    pthread_create(&first, NULL, work, &job);
    pthread_create(&second, NULL, work, &job);
    pool.first = NULL;
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    free(job.block);
    return local == 3;
}
