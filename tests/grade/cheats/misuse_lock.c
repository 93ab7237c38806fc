/* SPDX-License-Identifier: MIT
 *
 * cheat: has a lock behind a static array of them
 * wall with the gate: memory
 * wall without: memory
 * lesson: 21
 * module: racy
 */
#include <pthread.h>

static pthread_mutex_t locks[1], next[2];
static pthread_mutex_t *volatile first = locks;

static void make_lock(void)
{
    pthread_mutex_init(first + 1, NULL);
    (void)next;
}

#define BEGIN(survey) make_lock()
#define LOCK(lock) pthread_mutex_lock(lock)
#define UNLOCK(lock) pthread_mutex_unlock(lock)
