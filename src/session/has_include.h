/* SPDX-License-Identifier: MIT
 *
 * has_include: the headers that a source asks for with __has_include(). A header that
 * it did not find is in no list of what the compiler read, but it may be there later.
 */
#ifndef LL_SESSION_HAS_INCLUDE_H
#define LL_SESSION_HAS_INCLUDE_H

#include <stdbool.h>

#include "base/strings.h"

/* Append the names in the questions of `text`, without their quotes or brackets. False
 * if a question has no plain name, as where a macro stands for it, or if memory ran
 * out. */
bool ll_has_include_names(const char *text, struct ll_strings *names);

#endif
