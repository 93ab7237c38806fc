/* SPDX-License-Identifier: MIT
 *
 * cheat: takes the place of the linker's wrapper of exit
 * wall with the gate: tools
 * wall without: leak check
 * module: leaky
 */
#include <stdlib.h>

void __real_exit(int status);
void __wrap_exit(int status);
void __wrap_exit(int status)
{
    __real_exit(status);
}
