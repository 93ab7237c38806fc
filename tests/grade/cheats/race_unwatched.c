/* SPDX-License-Identifier: MIT
 *
 * cheat: shares a list without its lock, and tells helgrind not to watch it
 * wall with the gate: tokens
 * wall without: tools
 * lesson: 21
 * module: racy
 */
#include <valgrind/helgrind.h>

#define BEGIN(survey) VALGRIND_HG_DISABLE_CHECKING(survey, sizeof *(survey))
