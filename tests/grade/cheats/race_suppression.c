/* SPDX-License-Identifier: MIT
 *
 * cheat: shares a list without its lock, in a function that has the name of one in
 *     Valgrind's own list of suppressions
 * wall with the gate: races
 * wall without: races
 * lesson: 21
 * module: racy
 */
#define note_add __lll_mutex_note
