/* SPDX-License-Identifier: MIT
 *
 * access: what a source does with an expression, for tools that tell only where it is.
 */
#ifndef LL_TOOLS_ACCESS_H
#define LL_TOOLS_ACCESS_H

enum ll_access {
    LL_ACCESS_UNKNOWN, /* the source cannot be read there */
    LL_ACCESS_READ,
    LL_ACCESS_WRITE,   /* "*p = 1", "p->a[2] += 2" */
    LL_ACCESS_ADDRESS, /* "&p[2]": neither */
};

/* Of the expression that starts in `file` (NULL: unknown) at `line` and `column`, from
 * 1 and in bytes. */
enum ll_access ll_access_at(const char *file, unsigned line, unsigned column);

#endif
