/* SPDX-License-Identifier: MIT
 *
 * cheat: has macros that grow to a thousand million tokens
 * wall with the gate: compiler
 * wall without: compiler
 * module: leaky
 */
#define A(x) x x x x x x x x x x
#define B(x) A(A(A(x)))
#define C(x) B(B(B(x)))
const char boom[] = C("boom ");
