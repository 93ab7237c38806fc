/* SPDX-License-Identifier: MIT
 *
 * survey_main.c: two evenings with the swifts. On the second one the church is closed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "survey.h"

enum { CHURCH, MILL, TOWN_HALL, TOWERS, HOURS = 3 };

static int first_evening(int tower, int hour)
{
    static const int seen[TOWERS][HOURS] = {{4, 9, 1}, {0, 2, 0}, {7, 7, 3}};

    return seen[tower][hour];
}

static int second_evening(int tower, int hour)
{
    return tower == CHURCH ? -1 : first_evening(tower, hour);
}

/* Returns what survey_run() returned. */
static int tell(const char *evening, survey_look *look)
{
    struct survey survey;
    int status = survey_run(&survey, TOWERS, HOURS, look);

    printf("%s: %d swifts in %zu notes%s\n", evening, survey_swifts(&survey),
           survey.count, status == 0 ? "" : ", not all of them");
    survey_free(&survey);
    return status;
}

int main(void)
{
    int first = tell("first evening", first_evening);
    int second = tell("second evening", second_evening);

    return first == 0 && second == -1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
