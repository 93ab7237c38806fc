/* SPDX-License-Identifier: MIT
 *
 * cheat: shares a list without its lock, and would not compile anew for the tool that
 *     sees races, where its name is longer
 * wall with the gate: races
 * wall without: races
 * lesson: 21
 * module: racy
 */
_Static_assert(sizeof __FILE__ < 12, "not for helgrind");
