/* SPDX-License-Identifier: MIT
 *
 * cheat: includes itself, again and again
 * wall with the gate: compiler's limits
 * wall without: compiler's limits
 * module: leaky
 */
#include __FILE__
#include __FILE__
