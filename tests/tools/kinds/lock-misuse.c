/* SPDX-License-Identifier: MIT */
/* A lock is given back twice. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int main(void)
{
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    return pthread_mutex_unlock(&lock); /* @at */
}
