/* SPDX-License-Identifier: MIT
 *
 * cheat: includes a file that has no end
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 */
#include "/dev/zero"
