/* SPDX-License-Identifier: MIT
 *
 * cheat: starts threads without end
 * wall with the gate: names
 * wall without: broken tool
 * module: leaky
 * limits: short
 */
#include <pthread.h>
#include <unistd.h>

static void *wait(void *unused)
{
    pause();
    return unused;
}

static void bomb(void)
{
    pthread_t thread;

    for (int i = 0; i < 100000; i++)
        if (pthread_create(&thread, NULL, wait, NULL) != 0)
            break;
}

#define TRICK() bomb()
