/* SPDX-License-Identifier: MIT
 *
 * cheat: takes the lock of a shared list only where a macro says that the tool that
 *     sees races is to run it
 * wall with the gate: races
 * wall without: races
 * lesson: 21
 * module: racy
 */
#ifdef __PIE__ /* as for helgrind */
#define LOCK(lock) pthread_mutex_lock(lock)
#define UNLOCK(lock) pthread_mutex_unlock(lock)
#endif
