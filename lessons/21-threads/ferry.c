/* SPDX-License-Identifier: MIT
 *
 * ferry.c: cars drive onto a ferry over two ramps at the same time, and a man at each
 * ramp counts them.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { RAMPS = 2, CARS_EACH = 20 };

static pthread_mutex_t horn = PTHREAD_MUTEX_INITIALIZER;
static int aboard;
static int signals;

/* One car more. Every tenth car the horn is blown. */
static void car_comes(int number)
{
    aboard++;
    if (number % 10 == 0) {
        pthread_mutex_lock(&horn);
        signals++;
        pthread_mutex_unlock(&horn);
    }
}

static void *man_at_ramp(void *unused)
{
    for (int number = 1; number <= CARS_EACH; number++)
        car_comes(number);
    return unused;
}

int main(void)
{
    pthread_t men[RAMPS];
    int came = 0;

    while (came < RAMPS && pthread_create(&men[came], NULL, man_at_ramp, NULL) == 0)
        came++;
    for (int i = 0; i < came; i++)
        pthread_join(men[i], NULL);
    printf("%d cars aboard, %d signals\n", aboard, signals);
    return came == RAMPS ? EXIT_SUCCESS : EXIT_FAILURE;
}
