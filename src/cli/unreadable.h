/* SPDX-License-Identifier: MIT
 *
 * unreadable: why a compiler makes nothing of a learner's file, where its own words
 * would puzzle: the file is missing or empty, or an editor saved it in another
 * encoding.
 */
#ifndef LL_CLI_UNREADABLE_H
#define LL_CLI_UNREADABLE_H

#include <stdbool.h>

#include "base/buf.h"

/* Append a sentence that says so, and names the file; false: no such thing is wrong
 * with it. */
bool ll_unreadable_say(const char *path, struct ll_buf *out);

/* Append a sentence on a byte of a source that is no UTF-8, as in a text that was saved
 * as Latin-1; false: there is none. Compilers take such a byte as it is. */
bool ll_unreadable_note(const char *path, struct ll_buf *out);

#endif
