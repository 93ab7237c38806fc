/* SPDX-License-Identifier: MIT */
#include "picture/moments.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "picture/map.h"
#include "tools/lastptr_log.h"

struct place {
    const char *file; /* borrowed from the log; NULL: none is known */
    unsigned line;
};

/* A block from its allocation on. */
struct life {
    uint64_t block, size;
    size_t born, lost;     /* events */
    struct place from, to; /* of its allocation and of its loss */
    size_t parted; /* the last event that took a pointer to it away, and where: */
    struct place parted_at;
    unsigned how;
    bool is_lost, is_freed, is_taken;
};

struct search {
    const struct ll_diags *diags;
    const char *const *roots;
    struct ll_moment *moments;
    struct life *lives;
    size_t count, cap;
    struct ll_map numbers; /* of the newest life of a block, from 1 */
    struct ll_map words;   /* the number of the life that a word points to */
    struct place line;
    size_t now;
};

static struct life *life_of(const struct search *search, uint64_t block)
{
    uint64_t number = ll_map_get(&search->numbers, block);
    return number == 0 ? NULL : &search->lives[number - 1];
}

static bool begin_life(struct search *search, const struct ll_event *event)
{
    if (!LL_GROW(search->lives, search->count, search->cap))
        return false;
    search->lives[search->count++] = (struct life){.block = event->block,
                                                   .size = event->size,
                                                   .born = search->now,
                                                   .from = search->line};
    return ll_map_set(&search->numbers, event->block, search->count);
}

static bool is_at(const struct place *line, const struct ll_frame *frame)
{
    return frame != NULL && frame->file != NULL && line->file != NULL &&
           frame->line == line->line && strcmp(frame->file, line->file) == 0;
}

/* Keep the first half of the visits as they are, and the newest ones behind them. */
static void visit(struct ll_moment *moment, size_t event)
{
    enum { HALF = LL_MOMENT_VISITS / 2 };
    if (moment->visit_count == LL_MOMENT_VISITS) {
        memmove(moment->visits + HALF, moment->visits + HALF + 1,
                (HALF - 1) * sizeof *moment->visits);
        moment->visit_count--;
    }
    moment->visits[moment->visit_count++] = event;
}

static void take_line(struct search *search, const struct ll_event *event)
{
    search->line = (struct place){event->file, event->line};
    for (size_t i = 0; i < search->diags->count; i++) {
        const struct ll_diag *diag = &search->diags->items[i];
        if (diag->at.count > 0 &&
            is_at(&search->line, ll_stack_own(&diag->at, search->roots)))
            visit(&search->moments[i], search->now);
    }
}

/* A word points to another block now, or to none. */
static bool take_pointer(struct search *search, const struct ll_event *event)
{
    uint64_t before = ll_map_get(&search->words, event->address);
    uint64_t now = event->type == LL_EVENT_POINTER
                       ? ll_map_get(&search->numbers, event->block)
                       : 0;
    if (before != 0 && before != now) {
        search->lives[before - 1].parted = search->now;
        search->lives[before - 1].parted_at = search->line;
    }
    return before == now || ll_map_set(&search->words, event->address, now);
}

static bool take(struct search *search, const struct ll_event *event)
{
    struct life *life = life_of(search, event->block);
    switch (event->type) {
    case LL_EVENT_LINE:
        take_line(search, event);
        return true;
    case LL_EVENT_POINTER:
    case LL_EVENT_NO_POINTER:
        return take_pointer(search, event);
    case LL_EVENT_ALLOC:
        return begin_life(search, event);
    case LL_EVENT_FREE:
        if (life != NULL)
            life->is_freed = true;
        return true;
    case LL_EVENT_FOUND:
        if (life != NULL)
            life->is_lost = false;
        return true;
    case LL_EVENT_LOST:
        if (life == NULL)
            return true;
        life->is_lost = true;
        life->how = event->how;
        life->to = search->line;
        life->lost = search->now;
        return true;
    default:
        return true;
    }
}

/* How well a block fits a leak; 0: it is another one's. A function of the program's
 * that allocates for its callers (diag/allocator.h) hides the line of the allocation.
 */
static unsigned fit(const struct life *life, const struct ll_diag *diag,
                    const char *const *roots)
{
    bool same_start = is_at(&life->from, ll_stack_own(&diag->allocated, roots));
    bool same_end = life->is_lost && is_at(&life->to, ll_stack_own(&diag->lost, roots));
    bool same_way =
        life->is_lost && diag->how == (enum ll_loss)(life->how + LL_LOSS_OVERWRITTEN);
    bool same_size = diag->blocks > 0 && diag->bytes / diag->blocks == life->size;
    bool usual = life->is_lost != (diag->kind == LL_INDIRECTLY_LOST);
    if (life->is_freed || life->is_taken || !(same_start || (same_end && same_way)))
        return 0;
    return 16U * same_start + 8U * same_end + 4U * same_way + 2U * usual + same_size;
}

/* The event of a loss. A block of a ring is not lost by itself: pointers to it are
 * left, in the ring; its last one from outside went where the leak says. */
static bool find_event(const struct life *life, const struct ll_diag *diag,
                       const char *const *roots, size_t *event)
{
    bool parted = !life->is_lost && diag->kind != LL_INDIRECTLY_LOST &&
                  is_at(&life->parted_at, ll_stack_own(&diag->lost, roots));
    *event = life->is_lost ? life->lost : parted ? life->parted : life->born;
    return life->is_lost || parted || diag->how == LL_LOSS_NEVER_STORED ||
           diag->how == LL_LOSS_RETURN_IGNORED;
}

static void settle(const struct search *search, const struct ll_diag *diag,
                   struct ll_moment *moment)
{
    struct life *best = NULL;
    unsigned most = 0;
    for (size_t i = 0; i < search->count; i++) {
        unsigned fits = fit(&search->lives[i], diag, search->roots);
        if (fits > most) {
            most = fits;
            best = &search->lives[i];
        }
    }
    if (best == NULL)
        return;
    best->is_taken = true;
    moment->block = best->block;
    moment->has_event = find_event(best, diag, search->roots, &moment->event);
    moment->visit_count = 0;
    if (!moment->has_event)
        moment->visits[moment->visit_count++] = best->born;
}

int ll_moments_find(const char *log, const struct ll_diags *diags,
                    const char *const *roots, struct ll_moment *moments,
                    struct ll_log_size *size, struct ll_error *err)
{
    struct search search = {.diags = diags, .roots = roots, .moments = moments};
    struct ll_event event = {0};
    int more = 0, result = 0;
    *size = (struct ll_log_size){0};
    for (size_t i = 0; i < diags->count; i++)
        moments[i] = (struct ll_moment){0};
    struct ll_events *events = ll_events_open(log);
    if (events == NULL)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot read the log of events: %s",
                       strerror(errno));
    while (result == 0 && (more = ll_events_next(events, &event)) == 1) {
        size->is_whole = event.type == LL_EVENT_END;
        search.now = size->events++;
        if (event.type == LL_EVENT_DENIED && !size->denied.has_event)
            size->denied = (struct ll_moment){.has_event = true, .event = search.now};
        if (!take(&search, &event))
            result = ll_fail_memory(err);
    }
    size->blocks = search.count;
    for (size_t i = 0; i < diags->count && result == 0; i++)
        if (ll_kind_is_leak(diags->items[i].kind))
            settle(&search, &diags->items[i], &moments[i]);
    ll_events_close(events);
    ll_map_release(&search.numbers);
    ll_map_release(&search.words);
    free(search.lives);
    return result;
}
