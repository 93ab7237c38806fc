/* SPDX-License-Identifier: MIT
 *
 * cheat: includes what the compiler is given to read
 * wall with the gate: headers
 * wall without: headers
 * module: leaky
 */
#include "/dev/stdin"
