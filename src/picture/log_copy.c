/* SPDX-License-Identifier: MIT */
#include "picture/log_copy.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "picture/replay.h"

/* From event `from` to before event `to`. */
struct window {
    size_t from, to;
};

struct windows {
    struct window *items; /* owned; they may overlap */
    size_t count, cap, room;
};

static bool add_window(struct windows *windows, size_t from, size_t to)
{
    if (!LL_GROW(windows->items, windows->count, windows->cap))
        return false;
    windows->items[windows->count++] = (struct window){from, to};
    return true;
}

/* What led to a fault is more than what follows from it. */
static bool add_moment(struct windows *windows, size_t event)
{
    size_t before = windows->room / 4 * 3;
    return add_window(windows, event > before ? event - before : 0,
                      event + windows->room - before);
}

/* Share `most` events out: to each moment, to the start and to the end. */
static bool find_windows(struct windows *windows, const struct ll_log_size *size,
                         size_t most, const struct ll_moment *moments, size_t count)
{
    size_t wanted = 2;
    bool ok = true;
    if (size->events <= most)
        return add_window(windows, 0, size->events);
    for (size_t i = 0; i < count; i++)
        wanted += moments[i].has_event ? 1 : moments[i].visit_count;
    windows->room = most / wanted;
    for (size_t i = 0; i < count && ok; i++) {
        if (moments[i].has_event)
            ok = add_moment(windows, moments[i].event);
        for (size_t k = 0; k < moments[i].visit_count && !moments[i].has_event && ok;
             k++)
            ok = add_moment(windows, moments[i].visits[k]);
    }
    return ok && add_window(windows, 0, windows->room) &&
           add_window(windows, size->events - windows->room, size->events);
}

static bool is_inside(const struct windows *windows, size_t event)
{
    for (size_t i = 0; i < windows->count; i++)
        if (event >= windows->items[i].from && event < windows->items[i].to)
            return true;
    return false;
}

/* What is kept outside of the windows. */
static bool is_of_life(const struct ll_event *event)
{
    switch (event->type) {
    case LL_EVENT_ALLOC:
    case LL_EVENT_FREE:
    case LL_EVENT_LOST:
    case LL_EVENT_FOUND:
    case LL_EVENT_BIAS:
    case LL_EVENT_DENIED:
    case LL_EVENT_CUT:
    case LL_EVENT_END:
        return true;
    default:
        return false;
    }
}

struct copying {
    struct ll_log_copy *copy;
    struct windows windows;
    struct ll_replay replay;
    struct ll_log_writer writer;
    struct ll_moment *moments;
    size_t *wanted; /* the events of the moments, in the log that is copied */
    size_t count;
    bool was_inside;
    unsigned char *dropped; /* a bit for each event; NULL: none is dropped */
};

/* ---- blocks that lived between two windows ------------------------------------ */

static void drop(struct copying *c, size_t event)
{
    c->dropped[event / 8] |= (unsigned char)(1U << event % 8);
}

static bool is_dropped(const struct copying *c, size_t event)
{
    return c->dropped != NULL && (c->dropped[event / 8] & 1U << event % 8) != 0;
}

/* Take an event outside of the windows; `born` has the allocations since the last
 * window by the number of the block, counted from 1. */
static bool take_life(struct copying *c, struct ll_map *born,
                      const struct ll_event *event, size_t index)
{
    size_t since;
    switch (event->type) {
    case LL_EVENT_ALLOC:
        return ll_map_set(born, event->block, index + 1);
    case LL_EVENT_LOST:
        return ll_map_set(born, event->block, 0);
    case LL_EVENT_FREE:
        since = ll_map_get(born, event->block);
        if (since == 0)
            return true;
        drop(c, since - 1);
        drop(c, index);
        c->copy->lacks_blocks = true;
        return ll_map_set(born, event->block, 0);
    default:
        return true;
    }
}

static bool drop_blocks(struct copying *c, const char *path, size_t count)
{
    struct ll_map born = {0};
    struct ll_event event;
    struct ll_events *events = ll_events_open(path);
    c->dropped = calloc(count / 8 + 1, 1);
    bool ok = events != NULL && c->dropped != NULL;
    for (size_t i = 0; i < count && ok && ll_events_next(events, &event) == 1; i++)
        if (!is_inside(&c->windows, i))
            ok = take_life(c, &born, &event, i);
        else if (born.count > 0)
            ll_map_release(&born);
    ll_map_release(&born);
    ll_events_close(events);
    return ok;
}

/* ---- the copy -------------------------------------------------------------------- */

/* Note whether the reader sees the block of an allocation. */
static bool note_block(struct copying *c, const struct ll_event *event, bool kept)
{
    return c->dropped == NULL || event->type != LL_EVENT_ALLOC ||
           ll_map_set(&c->replay.hidden, event->block, !kept);
}

static bool copy_event(struct copying *c, const struct ll_event *event, size_t index)
{
    const bool inside = is_inside(&c->windows, index);
    const bool kept = inside || (is_of_life(event) && !is_dropped(c, index));
    c->copy->is_cut = c->copy->is_cut || !kept;
    if (kept && index > 0 && !(inside && c->was_inside) &&
        !ll_replay_catch_up(&c->replay, !inside, &c->writer))
        return false;
    c->was_inside = inside;
    for (size_t i = 0; i < c->count; i++)
        if (c->moments[i].has_event && c->wanted[i] == index)
            c->moments[i].event = c->writer.count;
    return ll_replay_take(&c->replay, event, inside) && note_block(c, event, kept) &&
           (!kept || ll_log_add(&c->writer, event));
}

int ll_log_copy(struct ll_log_copy *copy, const char *path,
                const struct ll_log_size *size, size_t most, struct ll_moment *moments,
                size_t count, struct ll_error *err)
{
    struct copying copying = {.copy = copy, .moments = moments, .count = count};
    struct ll_event event;
    *copy = (struct ll_log_copy){.log = LL_BUF_INIT};
    struct ll_events *events = ll_events_open(path);
    if (events == NULL)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot read the log of events: %s",
                       strerror(errno));
    ll_log_begin(&copying.writer, &copy->log);
    copying.wanted = calloc(count + 1, sizeof *copying.wanted);
    bool ok = ll_replay_init(&copying.replay) && copying.wanted != NULL &&
              find_windows(&copying.windows, size, most, moments, count) &&
              (size->events <= most || size->blocks <= most / 8 ||
               drop_blocks(&copying, path, size->events));
    for (size_t i = 0; i < count && ok; i++)
        copying.wanted[i] = moments[i].event;
    for (size_t i = 0; i < size->events && ok && ll_events_next(events, &event) == 1;
         i++)
        ok = copy_event(&copying, &event, i);
    copy->kept = copying.writer.count;
    copy->files = copying.writer.file_names;
    copying.writer.file_names = (struct ll_strings)LL_STRINGS_INIT;
    ll_events_close(events);
    ll_replay_release(&copying.replay);
    ll_log_writer_release(&copying.writer);
    free(copying.windows.items);
    free(copying.wanted);
    free(copying.dropped);
    return ok ? 0 : ll_fail_memory(err);
}

void ll_log_copy_release(struct ll_log_copy *copy)
{
    ll_buf_release(&copy->log);
    ll_strings_release(&copy->files);
    *copy = (struct ll_log_copy){.log = LL_BUF_INIT};
}
