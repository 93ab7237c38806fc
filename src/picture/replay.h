/* SPDX-License-Identifier: MIT
 *
 * replay: what is true at a moment of a log of events, and which events tell it to a
 * reader who has not seen all that came before.
 *
 *     log      A L C P L W P L C L E L R …
 *     shown    A . . . . . . . ▲ C L E L R …
 *                              └─ ll_replay_catch_up(): C P W L, as events
 */
#ifndef LL_PICTURE_REPLAY_H
#define LL_PICTURE_REPLAY_H

#include "picture/cells.h"

struct ll_replay_thread;

struct ll_replay {
    struct ll_map blocks, offsets;             /* of pointers, by their address */
    struct ll_map shown_blocks, shown_offsets; /* as far as the reader knows */
    struct ll_map
        hidden; /* 1 for blocks that the reader never sees: set by the caller */
    struct ll_cells cells;
    struct ll_replay_thread *threads; /* owned */
    size_t thread_count;
    size_t now;                 /* the index of the thread that runs */
    unsigned shown_thread;      /* its number, as far as the reader knows */
    struct ll_event shown_line; /* of that thread; `file` is NULL: none */
};

/* Begin with the program's first thread. False when memory ran out; release it in any
 * case. */
bool ll_replay_init(struct ll_replay *replay);

/* Take the next event of the log. `shown`: the reader sees it, too. False when memory
 * ran out. */
bool ll_replay_take(struct ll_replay *replay, const struct ll_event *event, bool shown);

/* Write the events that bring a reader to the state of now; `line_only`: no more than
 * the thread and the line that run. False when memory ran out. */
bool ll_replay_catch_up(struct ll_replay *replay, bool line_only,
                        struct ll_log_writer *writer);

void ll_replay_release(struct ll_replay *replay);

#endif
