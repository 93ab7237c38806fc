/* SPDX-License-Identifier: MIT
 *
 * assertion: what Check says of a failed test, in a learner's words. */
#ifndef LL_TOOLS_ASSERTION_H
#define LL_TOOLS_ASSERTION_H

#include <stdbool.h>

#include "base/buf.h"

/* The signal that stopped a test, of which Check's `message` tells; 0: none did. */
int ll_assertion_signal(const char *message);

/* Append Check's `message`. Of an assertion, append what was found and what should have
 * been: "`count(x)` is 3, and should be 4" for "Assertion 'count(x) == 4' failed:
 * count(x) == 3, 4 == 4". Of a signal, append its name and what it means. Any other
 * message stays; of a long one, the beginning and how much is left out.
 *
 * Of two texts that are too long for a sentence, only the expression is appended, and
 * `*got` and `*wanted` become new strings, as C writes a text; else they stay NULL.
 * False when memory ran out. */
bool ll_assertion_say(const char *message, struct ll_buf *out, char **got,
                      char **wanted) LL_MUST_CHECK;

#endif
