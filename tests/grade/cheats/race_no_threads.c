/* SPDX-License-Identifier: MIT
 *
 * cheat: counts from one tower after the other, in no thread
 * wall with the gate: values
 * wall without: values
 * lesson: 21
 * soak: race_one_by_one
 */
#include "survey.h"

#include <stdlib.h>
int survey_run(struct survey *survey, int towers, int hours, survey_look *look)
{
    int status = 0;

    *survey = (struct survey){NULL, 0};
    if (towers < 1 || towers > TOWERS_MOST || hours < 1 || hours > HOURS_MOST)
        return -1;
    for (int i = 0; i < towers; i++)
        for (int hour = 0; hour < hours; hour++) {
            int swifts = look(i, hour);
            struct note *note = swifts < 0 ? NULL : malloc(sizeof *note);
            if (note == NULL) {
                status = -1;
                break;
            }
            *note = (struct note){survey->notes, i, hour, swifts};
            survey->notes = note;
            survey->count++;
        }
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
