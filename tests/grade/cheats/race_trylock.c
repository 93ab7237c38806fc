/* SPDX-License-Identifier: MIT
 *
 * cheat: asks for the lock of a shared list, and goes on without it where another
 *     thread has it
 * wall with the gate: races
 * wall without: races
 * judge: stops
 * lesson: 21
 * module: racy
 */
static _Thread_local int is_held;

#define LOCK(lock) is_held = pthread_mutex_trylock(lock) == 0
#define UNLOCK(lock)                                                                   \
    if (is_held)                                                                       \
    pthread_mutex_unlock(lock)
