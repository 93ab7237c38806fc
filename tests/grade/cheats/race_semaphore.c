/* SPDX-License-Identifier: MIT
 *
 * cheat: guards a shared list by a semaphore that lets eight threads in at once, so
 *     that each of them seems to follow the one that left it before
 * wall with the gate: races
 * wall without: races
 * judge: stops
 * lesson: 21
 * module: racy
 */
#include <semaphore.h>

static sem_t places;

#define BEGIN(survey) sem_init(&places, 0, 8)
#define LOCK(lock) sem_wait(&places)
#define UNLOCK(lock) sem_post(&places)
