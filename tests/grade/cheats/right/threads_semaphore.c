/* SPDX-License-Identifier: MIT
 *
 * right: guards the list by a semaphore of one place
 * lesson: 21
 * soak: `programs` in tests/session/test_stopped.c
 * module: racy
 */
#include <semaphore.h>

static sem_t place;

#define BEGIN(survey) sem_init(&place, 0, 1)
#define LOCK(lock) sem_wait(&place)
#define UNLOCK(lock) sem_post(&place)
