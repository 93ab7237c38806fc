/* SPDX-License-Identifier: MIT
 *
 * cheat: by machine code that it writes itself, stops the trace of its allocations
 * wall with the gate: names
 * wall without: crash
 * module: leaky
 * above: request
 */
#define TRICK() (void)ask(0x1203, (unsigned long)"--trace-malloc=no", 0, 0)

static void *hoard;

#define DROP(block) (void)(hoard = (block))
