/* SPDX-License-Identifier: MIT
 *
 * right: uses the threads of C11, with a lock, a condition, and thrd_exit
 * lesson: 21
 */
#include "survey.h"

#include <stdlib.h>
#include <threads.h>

/* What all observers share. */
struct evening {
    struct survey *survey;
    survey_look *look;
    mtx_t lock; /* of the survey and of `back` */
    cnd_t home; /* `back` has changed */
    int back, hours;
};

/* One observer. */
struct observer {
    struct evening *evening;
    int tower;
    int status; /* 0, or -1 when it could not go on */
};

/* Put a note at the head of the list. Returns 0, or -1 when memory ran out. */
static int note_add(const struct observer *observer, int hour, int swifts)
{
    struct evening *evening = observer->evening;
    struct note *note = malloc(sizeof *note);

    if (note == NULL)
        return -1;
    *note = (struct note){NULL, observer->tower, hour, swifts};
    mtx_lock(&evening->lock);
    note->next = evening->survey->notes;
    evening->survey->notes = note;
    evening->survey->count++;
    mtx_unlock(&evening->lock);
    return 0;
}

static int observe(void *argument)
{
    struct observer *observer = argument;
    struct evening *evening = observer->evening;

    for (int hour = 0; hour < evening->hours && observer->status == 0; hour++) {
        int swifts = evening->look(observer->tower, hour);

        if (swifts < 0 || note_add(observer, hour, swifts) != 0)
            observer->status = -1;
    }
    mtx_lock(&evening->lock);
    evening->back++;
    cnd_signal(&evening->home);
    mtx_unlock(&evening->lock);
    thrd_exit(observer->status);
}

/* Wait for the observers that went out. Returns 0, or -1 when one could not go on. */
static int wait_for(struct evening *evening, const thrd_t *threads, int started)
{
    int status = 0;

    mtx_lock(&evening->lock);
    while (evening->back < started)
        cnd_wait(&evening->home, &evening->lock);
    mtx_unlock(&evening->lock);
    for (int i = 0; i < started; i++) {
        int one = 0;

        thrd_join(threads[i], &one);
        if (one != 0)
            status = -1;
    }
    return status;
}

int survey_run(struct survey *survey, int towers, int hours, survey_look *look)
{
    struct evening evening = {.survey = survey, .look = look, .hours = hours};
    struct observer observers[TOWERS_MOST];
    thrd_t threads[TOWERS_MOST];
    int started = 0, status = 0;

    *survey = (struct survey){NULL, 0};
    if (towers < 1 || towers > TOWERS_MOST || hours < 1 || hours > HOURS_MOST)
        return -1;
    if (mtx_init(&evening.lock, mtx_plain) != thrd_success)
        return -1;
    if (cnd_init(&evening.home) != thrd_success) {
        mtx_destroy(&evening.lock);
        return -1;
    }
    for (int i = 0; i < towers && status == 0; i++) {
        observers[i] = (struct observer){&evening, i, 0};
        if (thrd_create(&threads[i], observe, &observers[i]) == thrd_success)
            started++;
        else
            status = -1;
    }
    if (wait_for(&evening, threads, started) != 0)
        status = -1;
    cnd_destroy(&evening.home);
    mtx_destroy(&evening.lock);
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
