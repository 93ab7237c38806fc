/* SPDX-License-Identifier: MIT */
#include "picture/replay.h"

#include <stdlib.h>

#include "base/grow.h"

/* Above each stack: under Valgrind a program's addresses have fewer bits. */
static const uint64_t TOP = ((uint64_t)1 << 47) - 8;

enum {
    FIRST_THREAD = 1,
    FRAME_MOST = 64 << 10, /* what is farther below a frame is none of its bytes */
    BLOCK_TOLD = 4096,     /* no log tells more bytes of a block */
};

struct frame {
    const char *name;     /* borrowed from the log */
    uint64_t address;     /* where the return address lies */
    struct ll_event line; /* that called it */
    bool shown;
};

struct ll_replay_thread {
    unsigned number;
    struct frame *frames; /* owned, the outermost first */
    size_t count, cap;
    struct ll_event line; /* that runs; `file` is NULL: none */
    uint64_t lowest;      /* no byte below was written to its stack */
    bool behind;          /* the reader does not know its frames */
};

static bool add_thread(struct ll_replay *replay, unsigned number)
{
    if (!LL_GROW_ONE(replay->threads, replay->thread_count))
        return false;
    replay->threads[replay->thread_count++] =
        (struct ll_replay_thread){.number = number, .lowest = TOP};
    return true;
}

bool ll_replay_init(struct ll_replay *replay)
{
    *replay = (struct ll_replay){.shown_thread = FIRST_THREAD};
    return add_thread(replay, FIRST_THREAD);
}

void ll_replay_release(struct ll_replay *replay)
{
    ll_map_release(&replay->blocks);
    ll_map_release(&replay->offsets);
    ll_map_release(&replay->shown_blocks);
    ll_map_release(&replay->shown_offsets);
    ll_map_release(&replay->hidden);
    ll_cells_release(&replay->cells);
    for (size_t i = 0; i < replay->thread_count; i++)
        free(replay->threads[i].frames);
    free(replay->threads);
    *replay = (struct ll_replay){0};
}

/* ---- what is true --------------------------------------------------------------- */

static bool set_thread(struct ll_replay *replay, unsigned number, bool shown)
{
    size_t at = 0;
    while (at < replay->thread_count && replay->threads[at].number != number)
        at++;
    if (at == replay->thread_count && !add_thread(replay, number))
        return false;
    replay->now = at;
    if (shown) {
        replay->shown_thread = number;
        replay->shown_line = (struct ll_event){0};
    }
    return true;
}

/* A block of 0 stands for no pointer: blocks are numbered from 1. */
static bool set_pointer(struct ll_replay *replay, const struct ll_event *event,
                        bool shown)
{
    uint64_t block = event->type == LL_EVENT_POINTER ? event->block : 0;
    return ll_map_set(&replay->blocks, event->address, block) &&
           ll_map_set(&replay->offsets, event->address, event->size) &&
           (!shown ||
            (ll_map_set(&replay->shown_blocks, event->address, block) &&
             ll_map_set(&replay->shown_offsets, event->address, event->size)));
}

/* The stack grows downwards: functions whose frames are below `address` have ended, and
 * what was in these frames has no value. */
static void end_frames(struct ll_replay *replay, struct ll_replay_thread *thread,
                       uint64_t address)
{
    while (thread->count > 0 && thread->frames[thread->count - 1].address < address)
        thread->count--;
    if (thread->lowest < address)
        ll_cells_forget(&replay->cells, thread->lowest, address);
    thread->lowest = address;
}

static bool add_frame(struct ll_replay *replay, struct ll_replay_thread *thread,
                      const struct ll_event *event, bool shown)
{
    end_frames(replay, thread, event->address + 1);
    if (!LL_GROW(thread->frames, thread->count, thread->cap))
        return false;
    thread->frames[thread->count++] = (struct frame){.name = event->name,
                                                     .address = event->address,
                                                     .line = thread->line,
                                                     .shown = shown};
    thread->behind = thread->behind || !shown;
    return true;
}

static bool write_bytes(struct ll_replay *replay, const struct ll_event *event,
                        bool shown)
{
    for (size_t i = 0; i < replay->thread_count; i++) {
        struct ll_replay_thread *thread = &replay->threads[i];
        if (event->address < thread->lowest &&
            thread->lowest - event->address <= FRAME_MOST)
            thread->lowest = event->address;
    }
    return ll_cells_write(&replay->cells, event, shown);
}

bool ll_replay_take(struct ll_replay *replay, const struct ll_event *event, bool shown)
{
    struct ll_replay_thread *thread = &replay->threads[replay->now];
    switch (event->type) {
    case LL_EVENT_THREAD:
        return set_thread(replay, event->thread, shown);
    case LL_EVENT_POINTER:
    case LL_EVENT_NO_POINTER:
        return set_pointer(replay, event, shown);
    case LL_EVENT_WRITE:
        return write_bytes(replay, event, shown);
    case LL_EVENT_ALLOC:
        ll_cells_forget(&replay->cells, event->address,
                        event->address +
                            (event->size < BLOCK_TOLD ? event->size : BLOCK_TOLD));
        return true;
    case LL_EVENT_CALL:
        return add_frame(replay, thread, event, shown);
    case LL_EVENT_RETURN:
        end_frames(replay, thread, event->address);
        thread->behind = thread->behind || !shown;
        return true;
    case LL_EVENT_LINE:
        thread->line = *event;
        if (shown)
            replay->shown_line = *event;
        return true;
    default:
        return true;
    }
}

/* ---- what the reader has to be told --------------------------------------------- */

static bool show_thread(struct ll_replay *replay, const struct ll_replay_thread *thread,
                        struct ll_log_writer *writer)
{
    const struct ll_event event = {.type = LL_EVENT_THREAD, .thread = thread->number};
    if (replay->shown_thread == thread->number)
        return true;
    replay->shown_thread = thread->number;
    replay->shown_line = (struct ll_event){0};
    return ll_log_add(writer, &event);
}

static bool show_line(struct ll_replay *replay, const struct ll_event *line,
                      struct ll_log_writer *writer)
{
    const struct ll_event *shown = &replay->shown_line;
    if (line->file == NULL || (line->file == shown->file && line->line == shown->line))
        return true;
    replay->shown_line = *line;
    return ll_log_add(writer, line);
}

/* Tell of frames that began since the reader saw the last one, after the end of those
 * that have ended. */
static bool show_frames(struct ll_replay *replay, struct ll_replay_thread *thread,
                        struct ll_log_writer *writer)
{
    size_t known = 0;
    if (!thread->behind)
        return true;
    while (known < thread->count && thread->frames[known].shown)
        known++;
    const struct ll_event end = {
        .type = LL_EVENT_RETURN,
        .address = known > 0 ? thread->frames[known - 1].address : TOP};
    bool ok = show_thread(replay, thread, writer) && ll_log_add(writer, &end);
    for (size_t i = known; i < thread->count && ok; i++) {
        struct frame *frame = &thread->frames[i];
        const struct ll_event call = {
            .type = LL_EVENT_CALL, .name = frame->name, .address = frame->address};
        frame->shown = true;
        ok = show_line(replay, &frame->line, writer) && ll_log_add(writer, &call);
    }
    thread->behind = false;
    return ok;
}

static bool show_pointers(struct ll_replay *replay, struct ll_log_writer *writer)
{
    bool ok = true;
    for (size_t i = 0; i < replay->blocks.cap && ok; i++) {
        const struct ll_map_slot *slot = &replay->blocks.slots[i];
        uint64_t offset = ll_map_get(&replay->offsets, slot->key);
        if (!slot->used || ll_map_get(&replay->hidden, slot->value) != 0 ||
            (ll_map_get(&replay->shown_blocks, slot->key) == slot->value &&
             ll_map_get(&replay->shown_offsets, slot->key) == offset))
            continue;
        const struct ll_event event = {.type = slot->value != 0 ? LL_EVENT_POINTER
                                                                : LL_EVENT_NO_POINTER,
                                       .address = slot->key,
                                       .block = slot->value,
                                       .size = offset};
        ok = ll_map_set(&replay->shown_blocks, slot->key, slot->value) &&
             ll_map_set(&replay->shown_offsets, slot->key, offset) &&
             ll_log_add(writer, &event);
    }
    return ok;
}

bool ll_replay_catch_up(struct ll_replay *replay, bool line_only,
                        struct ll_log_writer *writer)
{
    bool ok = true;
    for (size_t i = 0; i < replay->thread_count && !line_only && ok; i++)
        ok = show_frames(replay, &replay->threads[i], writer);
    return ok &&
           (line_only ||
            (show_pointers(replay, writer) && ll_cells_show(&replay->cells, writer))) &&
           show_thread(replay, &replay->threads[replay->now], writer) &&
           show_line(replay, &replay->threads[replay->now].line, writer);
}
