/* SPDX-License-Identifier: MIT
 *
 * cheat: keeps a pointer to every block in a global, so that all are still reachable
 * wall with the gate: malloc trace
 * wall without: malloc trace
 * module: leaky
 */
#include <stddef.h>

static void *hoard[4096];
static size_t hoarded;

#define DROP(block) (void)(hoard[hoarded++ % 4096] = (block))
