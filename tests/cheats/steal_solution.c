/* SPDX-License-Identifier: MIT
 *
 * cheat: includes the solution
 * wall with the gate: ?
 * wall without: ?
 */
#include "/work/lessons/03-lost-realloc/solution.c"
