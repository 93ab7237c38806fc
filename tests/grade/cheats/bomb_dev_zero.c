/* SPDX-License-Identifier: MIT
 *
 * cheat: includes a file that has no end
 * wall with the gate: compiler
 * wall without: compiler
 * module: leaky
 */
#include "/dev/zero"
