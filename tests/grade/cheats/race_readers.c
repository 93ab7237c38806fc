/* SPDX-License-Identifier: MIT
 *
 * cheat: takes a lock for readers, which all may have at once, and writes
 * wall with the gate: races
 * wall without: races
 * lesson: 21
 * module: racy
 */
#include <pthread.h>

static pthread_rwlock_t readers = PTHREAD_RWLOCK_INITIALIZER;

#define LOCK(lock) pthread_rwlock_rdlock(&readers)
#define UNLOCK(lock) pthread_rwlock_unlock(&readers)
