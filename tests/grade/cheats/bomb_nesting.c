/* SPDX-License-Identifier: MIT
 *
 * cheat: has types and initialisers that the compiler cannot end with
 * wall with the gate: compiler
 * wall without: compiler
 * module: leaky
 */
static const char large[1UL << 40] = {[(1UL << 40) - 1] = 1};

#define TRICK() (void)large[0]
