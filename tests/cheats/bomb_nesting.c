/* SPDX-License-Identifier: MIT
 *
 * cheat: has types and initialisers that the compiler cannot end with
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 */
static const char large[1UL << 40] = {[(1UL << 40) - 1] = 1};
static const unsigned larger[100000000] = {[0 ... 99999998] = 7};

#define TRICK() (void)(large[0] + larger[0])
