/* SPDX-License-Identifier: MIT
 *
 * right: uses a rwlock, a condition, threads with attributes, and pthread_exit
 * lesson: 21
 */
#include "survey.h"

#include <pthread.h>
#include <stdlib.h>

/* What all observers share. */
struct evening {
    struct survey *survey;
    survey_look *look;
    pthread_rwlock_t notes; /* of the survey */
    pthread_mutex_t lock;   /* of `back` */
    pthread_cond_t home;    /* `back` has changed */
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
    pthread_rwlock_wrlock(&evening->notes);
    note->next = evening->survey->notes;
    evening->survey->notes = note;
    evening->survey->count++;
    pthread_rwlock_unlock(&evening->notes);
    return 0;
}

static void *observe(void *argument)
{
    struct observer *observer = argument;
    struct evening *evening = observer->evening;

    for (int hour = 0; hour < evening->hours && observer->status == 0; hour++) {
        int swifts = evening->look(observer->tower, hour);

        if (swifts < 0 || note_add(observer, hour, swifts) != 0)
            observer->status = -1;
    }
    pthread_mutex_lock(&evening->lock);
    evening->back++;
    pthread_cond_signal(&evening->home);
    pthread_mutex_unlock(&evening->lock);
    pthread_exit(NULL);
}

/* Send the observers out. Returns how many went. */
static int send_out(struct evening *evening, struct observer *observers,
                    pthread_t *threads, int towers)
{
    pthread_attr_t attributes;
    int started = 0;

    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 256 * 1024);
    while (started < towers) {
        observers[started] = (struct observer){evening, started, 0};
        if (pthread_create(&threads[started], &attributes, observe,
                           &observers[started]) != 0)
            break;
        started++;
    }
    pthread_attr_destroy(&attributes);
    return started;
}

int survey_run(struct survey *survey, int towers, int hours, survey_look *look)
{
    struct evening evening = {survey,
                              look,
                              PTHREAD_RWLOCK_INITIALIZER,
                              PTHREAD_MUTEX_INITIALIZER,
                              PTHREAD_COND_INITIALIZER,
                              0,
                              hours};
    struct observer observers[TOWERS_MOST];
    pthread_t threads[TOWERS_MOST];

    *survey = (struct survey){NULL, 0};
    if (towers < 1 || towers > TOWERS_MOST || hours < 1 || hours > HOURS_MOST)
        return -1;
    int started = send_out(&evening, observers, threads, towers);
    int status = started == towers ? 0 : -1;

    pthread_mutex_lock(&evening.lock);
    while (evening.back < started)
        pthread_cond_wait(&evening.home, &evening.lock);
    pthread_mutex_unlock(&evening.lock);
    for (int i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
        if (observers[i].status != 0)
            status = -1;
    }
    pthread_cond_destroy(&evening.home);
    pthread_mutex_destroy(&evening.lock);
    pthread_rwlock_destroy(&evening.notes);
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
