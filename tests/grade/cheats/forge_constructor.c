/* SPDX-License-Identifier: MIT
 *
 * cheat: prints a pass and ends the program before main
 * wall with the gate: tokens
 * wall without: leak check
 * module: leaky
 */
#include <stdio.h>
#include <unistd.h>

__attribute__((constructor)) static void pass(void)
{
    puts("100%: Checks: 6, Failures: 0, Errors: 0");
    fflush(stdout);
    _exit(0);
}
