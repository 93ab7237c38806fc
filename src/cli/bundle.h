/* SPDX-License-Identifier: MIT
 *
 * bundle: a folder that `leaklab export` makes, completely or not at all.
 *
 * It is made under a temporary name beside its destination and renamed at the end. It
 * consists of leaklab's sources, lessons, and the templates in src/cli/export/, in
 * which words such as @NUMBER@ are replaced.
 */
#ifndef LL_CLI_BUNDLE_H
#define LL_CLI_BUNDLE_H

#include "base/buf.h"
#include "lesson/lesson.h"

struct ll_bundle {
    char *sources;     /* owned: leaklab's own, absolute */
    char *destination; /* owned: where it will be */
    char *folder;      /* owned: where it is made; NULL: it is at its destination */
};

/* Begin a bundle that will be `destination`, which must not exist. */
int ll_bundle_begin(struct ll_bundle *bundle, const char *destination,
                    struct ll_error *err) LL_MUST_CHECK;

/* Move it to its destination. */
int ll_bundle_end(struct ll_bundle *bundle, struct ll_error *err) LL_MUST_CHECK;

/* Release it. A bundle that is not at its destination is removed. */
void ll_bundle_release(struct ll_bundle *bundle);

/* The path of a folder of the bundle, which is made if it is missing. New string. */
char *ll_bundle_folder(const struct ll_bundle *bundle, const char *name,
                       struct ll_error *err);

/* Copy what builds leaklab into the folder `to` (a path). The caller adds lessons/. */
int ll_bundle_sources(const struct ll_bundle *bundle, const char *to,
                      struct ll_error *err) LL_MUST_CHECK;

/* Copy the file or folder `from` to `to` (paths): files and folders, no links, no names
 * that start with a dot. Executable files stay executable. */
int ll_bundle_copy(const char *from, const char *to,
                   struct ll_error *err) LL_MUST_CHECK;

/* A word and the text that replaces it; lists end with a NULL name. */
struct ll_bundle_word {
    const char *name, *text;
};

/* Write the template `name` ("gradescope/setup.sh") to `to` (a path). In HTML and XML,
 * the texts are escaped, except those of words whose name ends in "_HTML"; in YAML,
 * they are written as within double quotes. */
int ll_bundle_template(const struct ll_bundle *bundle, const char *name, const char *to,
                       const struct ll_bundle_word *words,
                       struct ll_error *err) LL_MUST_CHECK;

/* The same, from the file `from` (a path). */
int ll_bundle_write(const char *from, const char *to,
                    const struct ll_bundle_word *words,
                    struct ll_error *err) LL_MUST_CHECK;

/* Append the same to a text. */
int ll_bundle_fill(const struct ll_bundle *bundle, const char *name,
                   const struct ll_bundle_word *words, struct ll_buf *out,
                   struct ll_error *err) LL_MUST_CHECK;

#endif
