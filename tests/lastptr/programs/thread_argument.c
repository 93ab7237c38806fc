/* SPDX-License-Identifier: MIT
 *
 * A thread frees the block that it was given, and returns one that is freed after the
 * join. Nothing is lost.
 *
 * expect: none
 */
#include <pthread.h>
#include <stdlib.h>

static void *work(void *arg)
{
    int *result = malloc(sizeof *result);

    *result = *(int *)arg + 1;
    free(arg);
    return result;
}

int main(void)
{
    pthread_t threads[3];
    void *result;
    int i, *arg;

    for (i = 0; i < 3; i++) {
        arg = malloc(sizeof *arg);
        *arg = i;
        if (pthread_create(&threads[i], NULL, work, arg) != 0)
            return 1;
    }
    for (i = 0; i < 3; i++) {
        pthread_join(threads[i], &result);
        free(result);
    }
    return 0;
}
