/* SPDX-License-Identifier: MIT
 *
 * cheat: includes the users of the machine, so that error messages show them
 * wall with the gate: compiler
 * wall without: compiler
 * module: leaky
 */
#include "/etc/passwd"
