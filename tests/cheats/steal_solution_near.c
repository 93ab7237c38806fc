/* SPDX-License-Identifier: MIT
 *
 * cheat: looks for the solution beside the headers
 * wall with the gate: ?
 * wall without: ?
 */
#include "solution.c"
