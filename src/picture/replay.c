/* SPDX-License-Identifier: MIT */
#include "picture/replay.h"

#include <stdlib.h>

#include "base/grow.h"

/* Above each stack: x86-64 has 47 bits for addresses of programs. */
static const uint64_t TOP = ((uint64_t)1 << 47) - 8;

void ll_replay_release(struct ll_replay *replay)
{
    ll_map_release(&replay->blocks);
    ll_map_release(&replay->offsets);
    ll_map_release(&replay->shown_blocks);
    ll_map_release(&replay->shown_offsets);
    free(replay->frames);
    *replay = (struct ll_replay){0};
}

/* ---- what is true --------------------------------------------------------------- */

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

/* The stack grows downwards: functions whose frames are below `address` have ended. */
static size_t frames_above(const struct ll_replay *replay, uint64_t address)
{
    size_t count = replay->frame_count;
    while (count > 0 && replay->frames[count - 1].address < address)
        count--;
    return count;
}

static bool add_frame(struct ll_replay *replay, const struct ll_event *event,
                      bool shown)
{
    replay->frame_count = frames_above(replay, event->address + 1);
    if (!LL_GROW(replay->frames, replay->frame_count, replay->frame_cap))
        return false;
    replay->frames[replay->frame_count++] =
        (struct ll_replay_frame){.name = event->name,
                                 .address = event->address,
                                 .file = replay->line.file,
                                 .line = replay->line.line,
                                 .shown = shown};
    return true;
}

bool ll_replay_take(struct ll_replay *replay, const struct ll_event *event, bool shown)
{
    switch (event->type) {
    case LL_EVENT_POINTER:
    case LL_EVENT_NO_POINTER:
        return set_pointer(replay, event, shown);
    case LL_EVENT_CALL:
        return add_frame(replay, event, shown);
    case LL_EVENT_RETURN:
        replay->frame_count = frames_above(replay, event->address);
        return true;
    case LL_EVENT_LINE:
        replay->line = *event;
        if (shown)
            replay->shown_line = *event;
        return true;
    default:
        return true;
    }
}

/* ---- what the reader has to be told --------------------------------------------- */

static bool is_same_line(const struct ll_event *a, const struct ll_event *b)
{
    return a->file == b->file && a->line == b->line;
}

static bool show_line(struct ll_replay *replay, const struct ll_event *line,
                      struct ll_log_writer *writer)
{
    if (line->file == NULL || is_same_line(line, &replay->shown_line))
        return true;
    replay->shown_line = *line;
    return ll_log_add(writer, line);
}

/* Tell of frames that began since the reader saw the last one, after the end of those
 * that have ended. */
static bool show_frames(struct ll_replay *replay, struct ll_log_writer *writer)
{
    size_t known = 0;
    while (known < replay->frame_count && replay->frames[known].shown)
        known++;
    uint64_t above = known > 0 ? replay->frames[known - 1].address : TOP;
    const struct ll_event end = {.type = LL_EVENT_RETURN, .address = above};
    bool ok = ll_log_add(writer, &end);
    for (size_t i = known; i < replay->frame_count && ok; i++) {
        struct ll_replay_frame *frame = &replay->frames[i];
        const struct ll_event line = {
            .type = LL_EVENT_LINE, .file = frame->file, .line = frame->line};
        const struct ll_event call = {
            .type = LL_EVENT_CALL, .name = frame->name, .address = frame->address};
        frame->shown = true;
        ok = show_line(replay, &line, writer) && ll_log_add(writer, &call);
    }
    return ok;
}

static bool show_pointers(struct ll_replay *replay, struct ll_log_writer *writer)
{
    bool ok = true;
    for (size_t i = 0; i < replay->blocks.cap && ok; i++) {
        const struct ll_map_slot *slot = &replay->blocks.slots[i];
        uint64_t offset = ll_map_get(&replay->offsets, slot->key);
        if (!slot->used ||
            (ll_map_get(&replay->shown_blocks, slot->key) == slot->value &&
             ll_map_get(&replay->shown_offsets, slot->key) == offset))
            continue;
        const struct ll_event event = {.type = slot->value != 0 ? LL_EVENT_POINTER
                                                                : LL_EVENT_NO_POINTER,
                                       .address = slot->key,
                                       .block = slot->value,
                                       .size = offset};
        ok = set_pointer(replay, &event, true) && ll_log_add(writer, &event);
    }
    return ok;
}

bool ll_replay_catch_up(struct ll_replay *replay, bool line_only,
                        struct ll_log_writer *writer)
{
    return (line_only ||
            (show_frames(replay, writer) && show_pointers(replay, writer))) &&
           show_line(replay, &replay->line, writer);
}
