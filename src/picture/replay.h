/* SPDX-License-Identifier: MIT
 *
 * replay: what is true at a moment of a log of events, and which events tell it to a
 * reader who has not seen all that came before.
 *
 *     log      A L C P L U P L C L E L R …
 *     shown    A . . . . . . ▲ C L E L R …
 *                            └─ ll_replay_catch_up(): C P L, as events
 */
#ifndef LL_PICTURE_REPLAY_H
#define LL_PICTURE_REPLAY_H

#include "picture/log_writer.h"

struct ll_replay_frame {
    const char *name; /* borrowed from the log */
    uint64_t address;
    const char *file; /* of the line that called it; NULL: unknown */
    unsigned line;
    bool shown;
};

struct ll_replay {
    struct ll_map blocks, offsets;             /* of pointers, by their address */
    struct ll_map shown_blocks, shown_offsets; /* as far as the reader knows */
    struct ll_replay_frame *frames;            /* owned, the outermost first */
    size_t frame_count, frame_cap;
    struct ll_event line,
        shown_line; /* the last ones; `file` is NULL before the first */
};

/* Take the next event of the log. `shown`: the reader sees it, too. False when memory
 * ran out. */
bool ll_replay_take(struct ll_replay *replay, const struct ll_event *event, bool shown);

/* Write the events that bring a reader to the state of now; `line_only`: no more than
 * the line that runs. False when memory ran out. */
bool ll_replay_catch_up(struct ll_replay *replay, bool line_only,
                        struct ll_log_writer *writer);

void ll_replay_release(struct ll_replay *replay);

#endif
