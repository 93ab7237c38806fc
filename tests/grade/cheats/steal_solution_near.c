/* SPDX-License-Identifier: MIT
 *
 * cheat: looks for the solution beside the headers
 * wall with the gate: compiler
 * wall without: compiler
 */
#include "solution.c"
