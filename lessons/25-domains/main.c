/* SPDX-License-Identifier: MIT
 *
 * main.c: a thread listens to the seismograph; then the tremor is shown.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "tremor.h"

/* What the instrument sends: a shock that dies away, forty steps of it. */
static int needle(size_t step)
{
    int height = 60 - (int)step * 3 / 2;

    return step % 2 == 0 ? height : -height;
}

/* The thread: its argument is the tremor, its result NULL, or the tremor when there was
 * no memory for a step. */
static void *listen(void *argument)
{
    struct tremor *tremor = argument;

    for (size_t step = 0; step < 40; step++)
        if (tremor_add(tremor, needle(step)) != 0)
            return tremor;
    return NULL;
}

int main(void)
{
    struct tremor tremor;
    pthread_t listener;
    void *failed;

    if (tremor_open(&tremor, "harbour wall") != 0) {
        fprintf(stderr, "no memory for a tremor\n");
        return EXIT_FAILURE;
    }
    if (pthread_create(&listener, NULL, listen, &tremor) != 0) {
        fprintf(stderr, "cannot start a thread\n");
        tremor_close(&tremor);
        return EXIT_FAILURE;
    }
    pthread_join(listener, &failed);
    printf("%ls: %zu steps, peak %d%s\n", tremor.station, tremor.count,
           tremor_peak(&tremor), failed != NULL ? ", and no memory for more" : "");
    tremor_close(&tremor);
    return failed == NULL ? EXIT_SUCCESS : EXIT_FAILURE;
}
