/* SPDX-License-Identifier: MIT
 *
 * source_name: which of the files that a learner hands in is graded, by their names.
 */
#ifndef LL_SUBMISSION_SOURCE_NAME_H
#define LL_SUBMISSION_SOURCE_NAME_H

#include <stdbool.h>
#include <stddef.h>

/* The size of the largest source that is accepted, in bytes. */
enum { LL_SUBMISSION_MAX = 1 << 20 };

/* How well the name of a file suits, where `wanted` is asked for: 0, it is that name;
 * 1, it ends as that does, in ".c" or ".pyx"; 2, it looks like one that ended so before
 * something changed it: "main.C", "main.c.txt". -1: it is no source. */
int ll_source_rank(const char *name, const char *wanted);

/* Whether a file or folder of that name counts: not ".git", not "__MACOSX". */
bool ll_source_is_visible(const char *name);

/* What the sources are called whose names end as that of `wanted`: "C", ".pyx". */
const char *ll_source_language(const char *wanted);

/* The file that is graded among `count` paths: of the best rank, and of those the one
 * in the fewest folders. How many are equally good: 0, there is none; 1, it is the one
 * at `*index`; more, nobody can know. */
size_t ll_source_pick(char *const *paths, size_t count, const char *wanted,
                      size_t *index);

#endif
