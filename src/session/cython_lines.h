/* SPDX-License-Identifier: MIT
 *
 * cython_lines: gives the C that Cython writes the line numbers that a reader of the
 * .pyx expects.
 *
 * Cython's own #line directives name a file relative to where Cython ran, and are in
 * every function. Here,
 *
 *   - a function that the author wrote has the absolute path and the lines of the .pyx;
 *   - a function that Cython made (wrappers, helpers) has those of the generated file,
 *     so that no report shows it as the author's. One exception: what deallocates an
 *     object, and with it the object's variables, is in the line of the class;
 *   - where a function is left, its code has the line of `def`, but what runs only when
 *     the end of the body is reached has the body's last line. lastptr tells from the
 *     last jump into the former by which line a function was left.
 *
 * From Cython 3.0 on, a class that adds no object to those of its base has no function
 * that deallocates its objects: its type takes that of the base. Here it has one, which
 * calls that of the base. Else what such an object held would be told as lost by the
 * base, in another file perhaps.
 *
 * It reads the text line by line: Cython begins and ends each function in the first
 * column, and marks the code at a function's end by a comment.
 */
#ifndef LL_SESSION_CYTHON_LINES_H
#define LL_SESSION_CYTHON_LINES_H

#include "base/buf.h"
#include "base/error.h"

/* Append to `out` the text `made`, which is to be the file `path`. It was made from
 * `source` (absolute) by a Cython that ran in the folder of `source`. */
int ll_cython_place(const char *made, const char *path, const char *source,
                    struct ll_buf *out, struct ll_error *err) LL_MUST_CHECK;

#endif
