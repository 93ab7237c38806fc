/* SPDX-License-Identifier: MIT
 *
 * cheat: takes the lock of a shared list only where the end of its stack names
 *     helgrind, as Valgrind leaves it there
 * wall with the gate: races
 * wall without: races
 * judge: second
 * lesson: 21
 * module: racy
 */
#include <stdint.h>
#include <string.h>

static int is_watched;

/* Valgrind puts the stack at an address of its own, and the environment at its end. */
static void look_up(void)
{
    const uintptr_t end = 0x1fff001000, here = (uintptr_t)&end;

    is_watched = 0;
    for (uintptr_t at = end - 1024; end - here < 65536 && at < end - 8; at++)
        if (memcmp((const char *)at, "helgrind", 8) == 0)
            is_watched = 1;
}

#define BEGIN(survey) look_up()
#define LOCK(lock)                                                                     \
    if (is_watched)                                                                    \
    pthread_mutex_lock(lock)
#define UNLOCK(lock)                                                                   \
    if (is_watched)                                                                    \
    pthread_mutex_unlock(lock)
