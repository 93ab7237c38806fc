/* SPDX-License-Identifier: MIT
 *
 * main.c: visitors look at the station's page, each one from another village: 10 of
 * them, or as many as the argument says.
 */
#include <stdio.h>
#include <stdlib.h>

#include "forecast.h"

int main(int argc, char **argv)
{
    unsigned long visitors = argc > 1 ? strtoul(argv[1], NULL, 10) : 10;
    const char *text = "no weather";
    char village[20];

    for (unsigned long i = 0; i < visitors && text != NULL; i++) {
        snprintf(village, sizeof village, "village %lu", i % 1000);
        text = forecast_for(village);
    }
    if (text == NULL) {
        fprintf(stderr, "no memory for a forecast\n");
        return EXIT_FAILURE;
    }
    printf("%lu visitors, %u forecasts; the last one: %s\n", visitors, forecast_count(),
           text);
    return EXIT_SUCCESS;
}
