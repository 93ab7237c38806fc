/* SPDX-License-Identifier: MIT
 *
 * main.c: two votes of a village, each counted at three tables.
 */
#include <stdio.h>
#include <stdlib.h>

#include "hall.h"

enum { TABLES = 3 };

static const char *const bridge[] = {"yes", "Yes", "no", "YES", "maybe", "No", "yes"};
static const char *const bells[] = {"no", "no", "yes", "no, thanks"};

/* Returns 0, or -1 when the ballots could not be counted. */
static int tell(struct hall *hall, const char *question, const char *const *ballots,
                size_t count)
{
    struct result result;

    if (hall_count(hall, ballots, count, TABLES, &result) != 0)
        return -1;
    printf("%s %zu yes, %zu no, %zu void\n", question, result.yes, result.no,
           result.void_ones);
    if (result.strange != NULL)
        printf("  void: one that begins with '%c'\n", result.strange[0]);
    return 0;
}

int main(void)
{
    struct hall *hall = hall_open();
    int status = EXIT_SUCCESS;

    if (hall == NULL ||
        tell(hall, "a new bridge?", bridge, sizeof bridge / sizeof *bridge) != 0 ||
        tell(hall, "bells at night?", bells, sizeof bells / sizeof *bells) != 0) {
        fprintf(stderr, "cannot count the ballots\n");
        status = EXIT_FAILURE;
    }
    hall_close(hall);
    return status;
}
