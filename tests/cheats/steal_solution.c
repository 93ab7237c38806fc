/* SPDX-License-Identifier: MIT
 *
 * cheat: includes the solution
 * wall with the gate: compiler
 * wall without: compiler
 */
#include "/work/lessons/03-lost-realloc/solution.c"
