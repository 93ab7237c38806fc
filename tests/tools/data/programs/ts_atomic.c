/* SPDX-License-Identifier: MIT
 * A plain read beside an atomic write, of a global variable, by a thread that holds a
 * lock. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void *work(void *argument)
{
    pthread_mutex_lock(&lock);
    int next = count + 1;
    pthread_mutex_unlock(&lock);
    __atomic_store_n(&count, next, __ATOMIC_RELAXED);
    return argument;
}

int main(void)
{
    pthread_t first, second;
    pthread_create(&first, NULL, work, NULL);
    pthread_create(&second, NULL, work, NULL);
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    return count == 0;
}
