/* SPDX-License-Identifier: MIT
 *
 * access: whether a source reads or writes an expression, for tools that report only
 * the place of the expression.
 */
#ifndef LL_TOOLS_ACCESS_H
#define LL_TOOLS_ACCESS_H

enum ll_access {
    LL_ACCESS_UNKNOWN, /* the source cannot be read there */
    LL_ACCESS_READ,
    LL_ACCESS_WRITE,   /* "*p = 1", "p->a[2] += 2" */
    LL_ACCESS_ADDRESS, /* "&p[2]" takes the address: neither a read nor a write */
};

/* What is done with the expression that starts in `file` (NULL: unknown) at `line` and
 * `*column`. Both count from 1; columns are bytes. gcc tells the column of the bracket
 * of "p->a[2]": `*column` is then moved to the start. */
enum ll_access ll_access_at(const char *file, unsigned line, unsigned *column);

#endif
