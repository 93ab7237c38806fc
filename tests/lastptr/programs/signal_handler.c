/* SPDX-License-Identifier: MIT
 *
 * A signal arrives while a value is only in a register. Nothing is lost.
 *
 * expect: none
 */
#include <signal.h>
#include <stdlib.h>

static volatile sig_atomic_t seen;
static char *kept;

static void on_signal(int number)
{
    (void)number;
    seen++;
}

static char *make(void)
{
    char *p = malloc(10);

    raise(SIGUSR1);
    return p;
}

int main(void)
{
    signal(SIGUSR1, on_signal);
    kept = make();
    raise(SIGUSR1);
    free(kept);
    return seen != 2;
}
