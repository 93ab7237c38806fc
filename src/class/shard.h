/* SPDX-License-Identifier: MIT
 *
 * shard: a part of a class, for a machine of its own. Which part a submission is in
 * depends on its name and the number of parts alone, so every machine that sees the
 * whole class takes its own part, and no two take the same.
 */
#ifndef LL_CLASS_SHARD_H
#define LL_CLASS_SHARD_H

#include "class/find.h"

/* Part `number` of `count`, from 1. {0}: the whole class. */
struct ll_shard {
    unsigned number, count;
};

/* Read "2/8". False: it is none. */
bool ll_shard_read(const char *text, struct ll_shard *shard);

/* Remove the submissions that are not in the shard. */
void ll_shard_keep(const struct ll_shard *shard, struct ll_submissions *submissions);

#endif
