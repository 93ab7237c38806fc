/* SPDX-License-Identifier: MIT
 *
 * cheat: sleeps for ever
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 * limits: short
 */
#include <string.h>
#include <unistd.h>

#define GROW(block, bytes) (sleep(1000), realloc(block, bytes))
