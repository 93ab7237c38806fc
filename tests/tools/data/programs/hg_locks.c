/* SPDX-License-Identifier: MIT
 * What can be done wrong with locks. */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;

static void *take(void *unused)
{
    pthread_mutex_lock(&a);
    return unused;
}

static void *release(void *unused)
{
    pthread_mutex_unlock(&b);
    return unused;
}

static void in_thread(void *(*function)(void *))
{
    pthread_t thread;
    pthread_create(&thread, NULL, function, NULL);
    pthread_join(thread, NULL);
}

int main(void)
{
    pthread_mutex_lock(&a);
    pthread_mutex_lock(&b);
    pthread_mutex_unlock(&b);
    pthread_mutex_unlock(&a);
    pthread_mutex_lock(&b);
    pthread_mutex_lock(&a);
    pthread_mutex_unlock(&a);
    in_thread(release);
    pthread_mutex_unlock(&b);
    in_thread(take);
    pthread_mutex_destroy(&a);
    return pthread_join(pthread_self(), NULL) == 0;
}
