/* SPDX-License-Identifier: MIT
 *
 * main.c: breakfast. The cook takes out the eggs as soon as they are done, but lets the
 * toast ring. The display has room for one letter: that of the timer that rang last.
 */
#include <stdio.h>
#include <stdlib.h>

#include "timers.h"

static void take_out(struct timers *timers, struct timer *timer)
{
    printf("the %s: taken out\n", timer_name(timer));
    timers_cancel(timers, timer);
}

static void let_ring(struct timers *timers, struct timer *timer)
{
    (void)timers;
    printf("the %s: yes, in a minute\n", timer_name(timer));
}

int main(void)
{
    struct timers *kitchen = timers_new();
    struct timer *toast, *eggs, *cake;
    int status = EXIT_FAILURE;

    if (kitchen == NULL) {
        fprintf(stderr, "no memory for the timers\n");
        return EXIT_FAILURE;
    }
    toast = timers_set(kitchen, "toast", 4, let_ring);
    eggs = timers_set(kitchen, "eggs", 4, take_out);
    if (toast == NULL || eggs == NULL)
        goto done;
    for (int minute = 1; minute <= 5; minute++)
        timers_tick(kitchen);
    timers_cancel(kitchen, toast);
    puts("the toast: taken out");

    cake = timers_set(kitchen, "cake", 45, take_out);
    if (cake == NULL)
        goto done;
    printf("on the display: %c\n", timers_last(kitchen)[0]); /* @use */
    status = EXIT_SUCCESS;
done:
    if (status != EXIT_SUCCESS)
        fprintf(stderr, "no memory for another timer\n");
    timers_free(kitchen);
    return status;
}
