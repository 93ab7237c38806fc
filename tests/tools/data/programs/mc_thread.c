/* SPDX-License-Identifier: MIT
 * A fault in a second thread. */
#include <pthread.h>
#include <stdlib.h>

static void *work(void *block)
{
    char *p = block;
    p[16] = 1;
    return malloc(24);
}

int main(void)
{
    pthread_t thread;
    char *p = malloc(16);
    pthread_create(&thread, NULL, work, p);
    pthread_join(thread, NULL);
    free(p);
    return 0;
}
