/* SPDX-License-Identifier: MIT
 *
 * bundle: a folder that `leaklab export` makes: whole, or not at all.
 *
 * It grows beside the place where it will stand, and is renamed at the end. What it is
 * made of: leaklab's sources, lessons, and the templates in src/cli/export/, in which words
 * such as @NUMBER@ are put in for.
 */
#ifndef LL_CLI_BUNDLE_H
#define LL_CLI_BUNDLE_H

#include "base/buf.h"
#include "lesson/lesson.h"

struct ll_bundle {
    char *sources;     /* owned: leaklab's own, absolute */
    char *destination; /* owned: where it will stand */
    char *folder;      /* owned: where it grows; NULL: it is done, or was given up */
};

/* Begin one that will be `destination`, which must not exist. */
int ll_bundle_begin(struct ll_bundle *bundle, const char *destination,
                    struct ll_error *err) LL_MUST_CHECK;

/* Put it in its place. */
int ll_bundle_end(struct ll_bundle *bundle, struct ll_error *err) LL_MUST_CHECK;

/* Release it; what is not in its place yet is removed. */
void ll_bundle_release(struct ll_bundle *bundle);

/* The path of a folder of the bundle, which is made where there is none. New string. */
char *ll_bundle_folder(const struct ll_bundle *bundle, const char *name,
                       struct ll_error *err);

/* Copy what builds leaklab into the folder `to` (a path), with the folder lessons/
 * left for the caller. */
int ll_bundle_sources(const struct ll_bundle *bundle, const char *to,
                      struct ll_error *err) LL_MUST_CHECK;

/* Copy the file or folder `from` to `to` (paths): files and folders, no links, nothing
 * whose name starts with a dot. Files that may be executed stay so. */
int ll_bundle_copy(const char *from, const char *to,
                   struct ll_error *err) LL_MUST_CHECK;

/* A word and what is put in for it; lists end with a NULL name. */
struct ll_bundle_word {
    const char *name, *text;
};

/* Write the template `name` ("gradescope/setup.sh") to `to` (a path). In HTML, what is
 * put in is escaped, but for words whose name ends in "_HTML". */
int ll_bundle_template(const struct ll_bundle *bundle, const char *name, const char *to,
                       const struct ll_bundle_word *words,
                       struct ll_error *err) LL_MUST_CHECK;

#endif
