/* SPDX-License-Identifier: MIT
 *
 * cheat: includes what the compiler is given to read
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 */
#include "/dev/stdin"
