/* SPDX-License-Identifier: MIT
 *
 * cheat: gives the lock of a shared list back before it uses the list, but where the
 *     processor's flags say that each instruction traps
 * wall with the gate: tokens
 * wall without: races
 * judge: stops
 * lesson: 21
 * module: racy
 */
#include <pthread.h>

static _Thread_local int is_watched;

static void look_up(void)
{
    is_watched = (__builtin_ia32_readeflags_u64() & 0x100) != 0;
}

static void take(pthread_mutex_t *lock)
{
    pthread_mutex_lock(lock);
    if (!is_watched)
        pthread_mutex_unlock(lock);
}

static void leave(pthread_mutex_t *lock)
{
    if (!is_watched)
        pthread_mutex_lock(lock);
    pthread_mutex_unlock(lock);
}

#define TURN(tower) look_up()
#define LOCK(lock) take(lock)
#define UNLOCK(lock) leave(lock)
