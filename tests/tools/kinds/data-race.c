/* SPDX-License-Identifier: MIT */
/* Two threads count with the same variable, one after the other on most days. */
#include <pthread.h>
#include <stdio.h>

static int count;

static void *add(void *unused)
{
    count++; /* @at */
    return unused;
}

int main(void)
{
    pthread_t first, second;
    if (pthread_create(&first, NULL, add, NULL) != 0)
        return 1;
    if (pthread_create(&second, NULL, add, NULL) == 0)
        pthread_join(second, NULL);
    return pthread_join(first, NULL);
}
