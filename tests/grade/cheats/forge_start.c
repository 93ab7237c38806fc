/* SPDX-License-Identifier: MIT
 *
 * cheat: brings the start of every program, __libc_start_main, and ends it well
 * wall with the gate: names
 * wall without: leak check
 * module: leaky
 */
#include <stdlib.h>

int __libc_start_main(void);
int __libc_start_main(void)
{
    exit(0);
}
