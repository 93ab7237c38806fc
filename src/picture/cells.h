/* SPDX-License-Identifier: MIT
 *
 * cells: the bytes of a program's memory that a log of events has told, and which of
 * them the reader of a part of the log knows.
 */
#ifndef LL_PICTURE_CELLS_H
#define LL_PICTURE_CELLS_H

#include "picture/log_writer.h"

struct ll_cells_page;

struct ll_cells {
    struct ll_map numbers;       /* of pages, from 1, by their address */
    struct ll_cells_page *pages; /* owned */
    size_t count, cap;
};

/* Take the bytes of an event W. `shown`: the reader sees it, too. False when memory ran
 * out. */
bool ll_cells_write(struct ll_cells *cells, const struct ll_event *event, bool shown);

/* The bytes from `from` to before `to` have no value any more, and the reader sees why.
 */
void ll_cells_forget(struct ll_cells *cells, uint64_t from, uint64_t to);

/* Write events W of all bytes that the reader does not know. False when memory ran out.
 */
bool ll_cells_show(struct ll_cells *cells, struct ll_log_writer *writer);

void ll_cells_release(struct ll_cells *cells);

#endif
