/* SPDX-License-Identifier: MIT
 *
 * log_writer: writes a log of events as lastptr does (docs/events.md), so that events
 * of a log can be left out: most of an event's bytes depend on the events before it.
 */
#ifndef LL_PICTURE_LOG_WRITER_H
#define LL_PICTURE_LOG_WRITER_H

#include "base/buf.h"
#include "base/strings.h"
#include "picture/map.h"
#include "tools/lastptr_log.h"

struct ll_log_writer {
    struct ll_buf *out; /* borrowed */
    uint64_t anchors[2];
    struct ll_map files, functions; /* their numbers, by the address of the name */
    struct ll_strings file_names;   /* owned, in the order of their numbers */
    size_t function_count;
    size_t count; /* of events, without definitions of names */
};

/* Write the head of a log. */
void ll_log_begin(struct ll_log_writer *writer, struct ll_buf *out);

/* Append an event. Names are known by their address: they must stay where they are
 * until the log is complete. False when memory ran out or `out` is full. */
bool ll_log_add(struct ll_log_writer *writer, const struct ll_event *event);

void ll_log_writer_release(struct ll_log_writer *writer);

#endif
