/* SPDX-License-Identifier: MIT
 *
 * pack: what a grading came to, as text and back, exactly: from a worker to its caller,
 * into the cache, into results.db. The text is JSON. */
#ifndef LL_CLASS_GRADED_JSON_H
#define LL_CLASS_GRADED_JSON_H

#include "judge/graded.h"

/* A new string; NULL when memory ran out. */
char *ll_graded_to_json(const struct ll_graded *graded);

/* The reverse, into an empty `graded`. False when the text is something else, or memory
 * ran out: `graded` is then empty. */
bool ll_graded_from_json(struct ll_graded *graded, const char *text);

#endif
