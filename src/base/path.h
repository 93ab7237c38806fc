/* SPDX-License-Identifier: MIT
 *
 * path: file names and whole files.
 *
 * Functions that return `char *` return a new string, free with free(); NULL
 * means that memory ran out unless an error is filled.
 */
#ifndef LL_BASE_PATH_H
#define LL_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

/* `dir` + "/" + `name`; `name` alone when it is absolute. */
char *ll_path_join(const char *dir, const char *name) LL_MUST_CHECK;

/* The folder of `path`: "." when it has none. */
char *ll_path_dir(const char *path) LL_MUST_CHECK;

/* The last component of `path`; borrowed: a pointer into `path`. */
const char *ll_path_base(const char *path);

/* `path` made absolute and free of `.`, `..` and links, or, where it does not
 * exist, an error that names it (an input fault). */
char *ll_path_real(const char *path, struct ll_error *err) LL_MUST_CHECK;

/* `path` as one who stands in `from` (absolute) would type it: shortened when it
 * lies below `from`, with leading "../" when that is no longer than three steps,
 * else `path` itself. NULL `from` means the current folder. */
char *ll_path_relative(const char *path, const char *from) LL_MUST_CHECK;

/* Whether absolute `path` lies in folder `dir` or deeper. */
bool ll_path_below(const char *path, const char *dir);

bool ll_path_exists(const char *path);
bool ll_path_is_dir(const char *path);

/* mkdir -p, mode 0777 less the umask. */
int ll_path_make_dirs(const char *path, struct ll_error *err) LL_MUST_CHECK;

/* A new private folder below $TMPDIR (or /tmp, also where that name has blanks, commas
 * or quotes, which compilers do not cope with) whose name starts with "leaklab-".
 * Remove it with ll_path_remove_tree(). */
char *ll_path_temp_dir(struct ll_error *err) LL_MUST_CHECK;

/* Remove `path` and all below it, following no link; what cannot be removed is
 * left. */
void ll_path_remove_tree(const char *path);

/* Append the whole of `path` to `out`; more than `max` bytes, a folder, or an
 * unreadable file is an input fault, and `out` is unchanged. */
int ll_file_read(const char *path, size_t max, struct ll_buf *out,
                 struct ll_error *err) LL_MUST_CHECK;

/* Write a file so that a reader sees the old content or the whole new one, never
 * a part: a temporary beside it, then rename. */
int ll_file_write(const char *path, const void *bytes, size_t count,
                  struct ll_error *err) LL_MUST_CHECK;

#endif
