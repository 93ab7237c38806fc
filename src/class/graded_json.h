/* SPDX-License-Identifier: MIT
 *
 * graded_json: writes a grade as JSON and reads it back without loss: on its way from a
 * worker to its caller, in the cache, and in results.db. */
#ifndef LL_CLASS_GRADED_JSON_H
#define LL_CLASS_GRADED_JSON_H

#include "judge/graded.h"

/* A new string; NULL when memory ran out. */
char *ll_graded_to_json(const struct ll_graded *graded);

/* Read it back. False when the text is something else, or memory ran out: `graded` is
 * then empty. */
bool ll_graded_from_json(struct ll_graded *graded, const char *text);

#endif
