/* SPDX-License-Identifier: MIT
 *
 * right: guards the list by a spin lock made of C11's atomic_flag
 * judge: second
 * lesson: 21
 * soak: `programs` in tests/session/test_stopped.c
 * module: racy
 */
#include <stdatomic.h>

static atomic_flag busy = ATOMIC_FLAG_INIT;

/* Wait until nobody else has the list. */
static void take_list(void)
{
    while (atomic_flag_test_and_set(&busy))
        continue;
}

#define LOCK(lock) take_list()
#define UNLOCK(lock) atomic_flag_clear(&busy)
