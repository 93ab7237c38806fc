/* SPDX-License-Identifier: MIT
 *
 * waiting: says that it runs, and waits for a signal. */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    puts("waiting");
    fflush(stdout);
    for (;;)
        pause();
}
