/* SPDX-License-Identifier: MIT
 *
 * cheat: frees nothing only where RUNNING_ON_VALGRIND says no
 * wall with the gate: tokens
 * wall without: tools
 * module: leaky
 */
#include <stdlib.h>
#include <valgrind/valgrind.h>

#define DROP(block) (RUNNING_ON_VALGRIND ? free(block) : (void)0)
