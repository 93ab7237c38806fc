/* SPDX-License-Identifier: MIT
 *
 * racy.c: what cheats about races stand on: lesson 21's survey, with a lock that it
 * does not take. A cheat stands above it in the same file, and says when it takes the
 * lock, how a note is put into the list, and what else is done when the survey begins,
 * and when it is a thread's turn.
 */
#include "survey.h"

#include <pthread.h>
#include <stdlib.h>

#ifndef LOCK
#define LOCK(lock) (void)(lock)
#endif
#ifndef UNLOCK
#define UNLOCK(lock) (void)(lock)
#endif
#ifndef BEGIN
#define BEGIN(survey) (void)(survey)
#endif
#ifndef TURN
#define TURN(tower) (void)(tower)
#endif

#ifndef PUT
#define PUT(survey, note)                                                              \
    do {                                                                               \
        (note)->next = (survey)->notes;                                                \
        (survey)->notes = (note);                                                      \
        (survey)->count++;                                                             \
    } while (0)
#endif

/* One observer. */
struct observer {
    struct survey *survey;
    pthread_mutex_t *lock; /* of the survey */
    survey_look *look;
    int tower, hours;
    int status; /* 0, or -1 when it could not go on */
};

/* Put a note at the head of the list. Returns 0, or -1 when memory ran out. */
static int note_add(const struct observer *observer, int hour, int swifts)
{
    struct note *note = malloc(sizeof *note);

    if (note == NULL)
        return -1;
    *note = (struct note){NULL, observer->tower, hour, swifts};
    LOCK(observer->lock);
    PUT(observer->survey, note);
    UNLOCK(observer->lock);
    return 0;
}

/* Returns 0; or -1 when the tower is closed or memory ran out. */
static int observe_hours(const struct observer *observer)
{
    int *page = malloc((size_t)observer->hours * sizeof *page);
    int status = 0;

    if (page == NULL)
        return -1;
    for (int hour = 0; hour < observer->hours && status == 0; hour++) {
        page[hour] = observer->look(observer->tower, hour);
        if (page[hour] < 0 || note_add(observer, hour, page[hour]) != 0)
            status = -1;
    }
    free(page);
    return status;
}

static void *observe(void *argument)
{
    struct observer *observer = argument;

    TURN(observer->tower);
    observer->status = observe_hours(observer);
    return NULL;
}

int survey_run(struct survey *survey, int towers, int hours, survey_look *look)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    struct observer observers[TOWERS_MOST];
    pthread_t threads[TOWERS_MOST];
    int started = 0, status = 0;

    BEGIN(survey);
    *survey = (struct survey){NULL, 0};
    if (towers < 1 || towers > TOWERS_MOST || hours < 1 || hours > HOURS_MOST)
        return -1;
    for (int i = 0; i < towers && status == 0; i++) {
        observers[i] = (struct observer){survey, &lock, look, i, hours, 0};
        if (pthread_create(&threads[i], NULL, observe, &observers[i]) == 0)
            started++;
        else
            status = -1;
    }
    for (int i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
        if (observers[i].status != 0)
            status = -1;
    }
    pthread_mutex_destroy(&lock);
    return status;
}

int survey_swifts(const struct survey *survey)
{
    int sum = 0;

    for (const struct note *note = survey->notes; note != NULL; note = note->next)
        sum += note->swifts;
    return sum;
}

void survey_free(struct survey *survey)
{
    while (survey->notes != NULL) {
        struct note *note = survey->notes;

        survey->notes = note->next;
        free(note);
    }
    survey->count = 0;
}
