/* SPDX-License-Identifier: MIT
 *
 * buggy-cache.c: every forecast that was worked out is kept.
 */
#include "forecast.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 365, VILLAGE_SIZE = 24, TEXT_SIZE = 32 };

struct forecast {
    char village[VILLAGE_SIZE];
    char text[TEXT_SIZE];
    struct forecast *older; /* owned; NULL: this is the oldest */
};

static struct forecast *newest; /* owned: those that are kept */
static unsigned count;

/* What is usual on each day of the year: worked out once, and needed to the end. */
static const int *usual_degrees(void)
{
    static int *usual;

    if (usual != NULL)
        return usual;
    usual = malloc(DAYS * sizeof *usual);
    for (int day = 0; usual != NULL && day < DAYS; day++)
        usual[day] = day < DAYS / 2 ? day / 9 : (DAYS - day) / 9;
    return usual;
}

/* Work out tomorrow's weather from the usual one, and from how the village lies. */
static void work_out(struct forecast *forecast, const char *village, const int *usual)
{
    static const char *const skies[] = {"clear", "cloudy", "rain", "fog"};
    unsigned lie = 7;

    snprintf(forecast->village, sizeof forecast->village, "%s", village);
    for (const char *letter = forecast->village; *letter != '\0'; letter++)
        lie = 31 * lie + (unsigned char)*letter;
    snprintf(forecast->text, sizeof forecast->text, "%s, %d degrees", skies[lie % 4],
             usual[lie % DAYS]);
    count++;
}

static struct forecast *find(const char *village)
{
    struct forecast *forecast = newest;

    while (forecast != NULL &&
           strncmp(forecast->village, village, VILLAGE_SIZE - 1) != 0)
        forecast = forecast->older;
    return forecast;
}

const char *forecast_for(const char *village)
{
    const int *usual = usual_degrees();
    struct forecast *forecast = find(village);

    if (forecast != NULL)
        return forecast->text;
    if (usual == NULL)
        return NULL;
    forecast = malloc(sizeof *forecast); /* @alloc */
    if (forecast == NULL)
        return NULL;
    work_out(forecast, village, usual);
    forecast->older = newest;
    newest = forecast;
    return forecast->text;
}

unsigned forecast_count(void)
{
    return count;
}
