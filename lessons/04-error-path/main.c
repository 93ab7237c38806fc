/* SPDX-License-Identifier: MIT
 *
 * main.c: three days of the same house. On Tuesday the thermometer on the roof came
 * loose and told 999.9, on Wednesday it was not there to be named.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sensor_log.h"

static char monday[] = "3 2\ncellar attic roof\n11.5 19.0 8.0\n11.5 20.0 9.0\n";
static char tuesday[] = "3 2\ncellar attic roof\n11.5 19.0 8.0\n11.5 20.0 999.9\n";
static char wednesday[] = "3 1\ncellar attic\n11.5 19.0 8.0\n";

/* Print what `day` measured, or that its log is of no use. */
static void tell(const char *day, char *text)
{
    struct sensor_log log;
    FILE *in = fmemopen(text, strlen(text), "r");

    if (in == NULL) {
        perror(day);
        return;
    }
    if (log_load(&log, in) == 0) {
        printf("%s:", day);
        for (size_t i = 0; i < log.sensors; i++)
            printf(" %s %.1f", log.names[i], log.means[i]);
        printf("\n");
        log_release(&log);
    } else {
        printf("%s: not loaded\n", day);
    }
    fclose(in);
}

int main(void)
{
    tell("monday", monday);
    tell("tuesday", tuesday);
    tell("wednesday", wednesday);
    return EXIT_SUCCESS;
}
