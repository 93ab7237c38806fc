/* SPDX-License-Identifier: MIT
 *
 * path: file names and whole files.
 *
 * Functions that return `char *` return a new string, free with free(). NULL means
 * that memory ran out, or what the function's error says.
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

/* Whether `path` ends with `ending`, such as ".py", and has more before it. */
bool ll_path_ends(const char *path, const char *ending);

/* Whether the file is a header of the system's, such as Python.h: what is in it
 * is nobody's own code, even where it is compiled into a program. */
bool ll_path_is_systems(const char *path);

/* `path` as an absolute path without `.`, `..` and links. If it does not exist, that
 * is an input fault. */
char *ll_path_real(const char *path, struct ll_error *err) LL_MUST_CHECK;

/* `path` relative to the absolute folder `from`, to show it to a person who works
 * there. At most three "../" lead to it; if it needs more, `path` itself is returned.
 * NULL `from` means the current folder. */
char *ll_path_relative(const char *path, const char *from) LL_MUST_CHECK;

/* Free `*path` (a string from malloc) and set it to the same path without ".", ".." and
 * doubled slashes, if it is absolute, has some of them, and still names the same file:
 * "/x/link/../a.c" need not be "/x/a.c". Else it stays as it is. False when memory ran
 * out. */
bool ll_path_tidy(char **path) LL_MUST_CHECK;

/* Whether absolute `path` is in the folder `dir`, at any depth. */
bool ll_path_below(const char *path, const char *dir);

bool ll_path_exists(const char *path);

/* The program that a shell finds in PATH by `name`. NULL: there is none, or memory ran
 * out. */
char *ll_path_find_program(const char *name) LL_MUST_CHECK;

/* Whether the folder is a package of Python: it has an __init__.py. */
bool ll_path_is_package(const char *folder);
bool ll_path_is_dir(const char *path);

/* Make `path` and its missing parents, like mkdir -p; mode 0777 minus the umask. */
int ll_path_make_dirs(const char *path, struct ll_error *err) LL_MUST_CHECK;

/* Make a new private folder, "leaklab-XXXXXX", in $TMPDIR. It is in /tmp if TMPDIR is
 * not set, or contains blanks, commas, quotes or line ends, which compilers cannot
 * handle. Remove it with ll_path_remove_tree(). If this process is killed before, a
 * later one removes it: the first call in a process looks for such folders. */
char *ll_path_temp_dir(struct ll_error *err) LL_MUST_CHECK;

/* The same, "leaklab-kept-XXXXXX", for a folder that is to stay. */
char *ll_path_kept_dir(struct ll_error *err) LL_MUST_CHECK;

/* Remove `path` and everything below it, without following links. Ignores what
 * cannot be removed. */
void ll_path_remove_tree(const char *path);

/* Append the content of the file `path` to `out`. More than `max` bytes, a folder, or
 * an unreadable file is an input fault: `out` is then unchanged. */
int ll_file_read(const char *path, size_t max, struct ll_buf *out,
                 struct ll_error *err) LL_MUST_CHECK;

/* Write a file atomically: a reader sees either the old content or all of the new. It
 * writes a temporary file in the same folder and renames it. */
int ll_file_write(const char *path, const void *bytes, size_t count,
                  struct ll_error *err) LL_MUST_CHECK;

#endif
