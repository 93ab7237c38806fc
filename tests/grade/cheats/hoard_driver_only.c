/* SPDX-License-Identifier: MIT
 *
 * cheat: keeps the blocks in a global, but only those of the driver: the tests are
 *     served well
 * wall with the gate: malloc trace
 * wall without: malloc trace
 * module: leaky
 */
#include <stdlib.h>

static void *hoard;
static int releases;

#define DROP(block) (releases++ == 0 ? (void)(hoard = (block)) : free(block))
