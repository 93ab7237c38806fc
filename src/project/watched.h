/* SPDX-License-Identifier: MIT
 *
 * watched: a program that a command executes, started under a tool (follow/follow.h).
 *
 * The folder of a run, $LEAKLAB_RUN_FOLDER, has
 *     tool            the name of the tool
 *     own             the folder whose programs are the user's own, whatever they are
 *     only            the programs to watch, one a line; no such file: all
 *     NUMBER/         one for each program that was executed, in their order
 *         program     the file, its variant if that was started, and its arguments, as
 *                     JSON
 *         ...         what the tool reported
 */
#ifndef LL_PROJECT_WATCHED_H
#define LL_PROJECT_WATCHED_H

#include "base/error.h"
#include "base/strings.h"
#include "follow/follow.h" /* the name of the command */

/* Names in that folder. */
#define LL_WATCHED_TOOL "tool"
#define LL_WATCHED_OWN "own"
#define LL_WATCHED_ONLY "only"
#define LL_WATCHED_PROGRAM "program"

/* Become the program `file` with `argv`, under the tool where that can be, else as it
 * is. Returns only when it cannot be executed at all. */
int ll_watched_become(const char *file, char *const *argv, struct ll_error *err);

/* Why a tool cannot watch the program `path`: a clause. NULL: it can. */
const char *ll_watched_refusal(const char *path);

/* One start of a program, as `dir`/program has it. */
struct ll_watched_start {
    char *program;          /* owned */
    char *variant;          /* owned: what was started in its place; NULL: nothing */
    struct ll_strings args; /* without argv[0] */
};

/* Read `dir`/program. False: it is no such file. Release `start` in any case. */
bool ll_watched_start_read(const char *dir, struct ll_watched_start *start);
void ll_watched_start_release(struct ll_watched_start *start);

#endif
