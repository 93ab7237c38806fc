/* SPDX-License-Identifier: MIT
 *
 * cheat: takes the lock of a shared list only where its own name is as long as in a
 *     copy that is compiled anew for the tool that sees races
 * wall with the gate: races
 * wall without: races
 * lesson: 21
 * module: racy
 */
#define LOCK(lock)                                                                     \
    if (sizeof __FILE__ > 12)                                                          \
    pthread_mutex_lock(lock)
#define UNLOCK(lock)                                                                   \
    if (sizeof __FILE__ > 12)                                                          \
    pthread_mutex_unlock(lock)
