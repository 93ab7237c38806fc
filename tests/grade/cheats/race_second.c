/* SPDX-License-Identifier: MIT
 *
 * cheat: takes the lock of a shared list only where its blocks lie where the second
 *     judge of races puts them, and has no atomic operation that helgrind may not know
 * wall with the gate: races
 * wall without: races
 * lesson: 21
 * module: racy
 */
#include <stdint.h>
#include <stdlib.h>

static int is_watched;

/* ThreadSanitizer's blocks lie below 0x7f0000000000, where libraries are. */
static void look_up(void)
{
    void *block = malloc(1);

    is_watched = (uintptr_t)block >> 40 >= 0x70;
    free(block);
}

#define BEGIN(survey) look_up()
#define LOCK(lock)                                                                     \
    if (is_watched)                                                                    \
    pthread_mutex_lock(lock)
#define UNLOCK(lock)                                                                   \
    if (is_watched)                                                                    \
    pthread_mutex_unlock(lock)
