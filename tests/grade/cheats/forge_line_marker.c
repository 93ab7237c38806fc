/* SPDX-License-Identifier: MIT
 *
 * cheat: moves the lines of its faults to another file
 * wall with the gate: directives
 * wall without: directives
 * module: leaky
 */
#line 1 "/usr/include/stdlib.h"
