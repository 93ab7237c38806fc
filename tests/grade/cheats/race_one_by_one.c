/* SPDX-License-Identifier: MIT
 *
 * cheat: waits for the end of each thread before it starts the next one, so that no two
 *     of them ever meet
 * wall with the gate: values
 * wall without: values
 * lesson: 21
 */
#include "survey.h"

#include <pthread.h>
#include <stdlib.h>

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
    pthread_mutex_lock(observer->lock);
    note->next = observer->survey->notes;
    observer->survey->notes = note;
    observer->survey->count++;
    pthread_mutex_unlock(observer->lock);
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

    observer->status = observe_hours(observer);
    return NULL;
}

int survey_run(struct survey *survey, int towers, int hours, survey_look *look)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    struct observer observers[TOWERS_MOST];
    pthread_t thread;
    int closed = 0;

    *survey = (struct survey){NULL, 0};
    if (towers < 1 || towers > TOWERS_MOST || hours < 1 || hours > HOURS_MOST)
        return -1;
    for (int i = 0; i < towers; i++) {
        observers[i] = (struct observer){survey, &lock, look, i, hours, 0};
        if (pthread_create(&thread, NULL, observe, &observers[i]) != 0)
            return -1;
        pthread_join(thread, NULL);
        if (observers[i].status != 0)
            closed = -1;
    }
    pthread_mutex_destroy(&lock);
    return closed;
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
