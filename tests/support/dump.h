/* SPDX-License-Identifier: MIT
 *
 * dump: findings as a few lines of text, for files named `expected`.
 *
 *   complete
 *   use-after-free access=1 place=heap,inside,2/6 at=main:a.c:27
 *     allocated=malloc<strdup:strdup.c:42<main:a.c:25 freed=free<main:a.c:26
 *     what="Invalid read of size 1"      (all on one line)
 *
 * Files are told by their base names, so that the text is the same everywhere. */
#ifndef LL_TESTS_DUMP_H
#define LL_TESTS_DUMP_H

#include "base/buf.h"
#include "tools/tool.h"

void ll_dump_findings(const struct ll_findings *findings, struct ll_buf *out);

#endif
