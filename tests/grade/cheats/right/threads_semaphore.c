/* SPDX-License-Identifier: MIT
 *
 * right: guards the list by a semaphore of one place
 * lesson: 21
 * module: racy
 */
#include <semaphore.h>

static sem_t place;

#define BEGIN(survey) sem_init(&place, 0, 1)
#define LOCK(lock) sem_wait(&place)
#define UNLOCK(lock) sem_post(&place)
