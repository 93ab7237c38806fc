/* SPDX-License-Identifier: MIT
 *
 * log_copy: the part of a log of events that a page holds. A long log is cut: lines,
 * calls and pointers are kept in windows around the faults, at the start and at the
 * end; elsewhere only the lives of blocks are. A window begins with events that tell
 * all that is true there.
 */
#ifndef LL_PICTURE_LOG_COPY_H
#define LL_PICTURE_LOG_COPY_H

#include "base/strings.h"
#include "picture/moments.h"

struct ll_log_copy {
    struct ll_buf log;       /* owned */
    size_t kept;             /* events */
    bool is_cut;             /* some were left out */
    bool lacks_blocks;       /* so were blocks */
    struct ll_strings files; /* the sources that it names */
};

/* Copy the log at `path`, of which ll_moments_find() has told the size and the moments;
 * their events then count in the copy. A log of more than `most` events is cut. Release
 * the copy in any case. */
int ll_log_copy(struct ll_log_copy *copy, const char *path,
                const struct ll_log_size *size, size_t most, struct ll_moment *moments,
                size_t count, struct ll_error *err) LL_MUST_CHECK;
void ll_log_copy_release(struct ll_log_copy *copy);

#endif
