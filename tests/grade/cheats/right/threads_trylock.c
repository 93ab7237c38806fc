/* SPDX-License-Identifier: MIT
 *
 * right: tries for the lock until it has it
 * lesson: 21
 * soak: `programs` in tests/session/test_stopped.c
 * module: racy
 */
#include <sched.h>

#define LOCK(lock)                                                                     \
    while (pthread_mutex_trylock(lock) != 0)                                           \
    sched_yield()
#define UNLOCK(lock) pthread_mutex_unlock(lock)
