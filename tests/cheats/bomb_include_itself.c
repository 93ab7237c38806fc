/* SPDX-License-Identifier: MIT
 *
 * cheat: includes itself, again and again
 * wall with the gate: ?
 * wall without: ?
 * module: leaky
 */
#include __FILE__
#include __FILE__
