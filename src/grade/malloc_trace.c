/* SPDX-License-Identifier: MIT */
#include "grade/malloc_trace.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* A line that matters is shorter. */
enum { LINE_MAX_BYTES = 160 };

/* One line of the log: a block that was allocated, and one that was freed; 0: none. */
struct event {
    uint64_t size, came, went;
    bool is_mark; /* it may be half of a mark: memalign(16, ...) */
};

static bool read_event(const char *text, struct event *event)
{
    unsigned long long size = 0, count = 0, align = 0, came = 0, went = 0;
    *event = (struct event){0};
    if (sscanf(text, "malloc(%llu) = %llx", &size, &came) == 2 ||
        sscanf(text, "realloc(%llx,%llu)malloc(%*u) = %llx", &went, &size, &came) ==
            3 ||
        sscanf(text, "_Zn%*[^(](%llu) = %llx", &size, &came) == 2 ||
        sscanf(text, "_Zn%*[^(](size %llu, al %*u) = %llx", &size, &came) == 2) {
        /* done */
    } else if (sscanf(text, "calloc(%llu,%llu) = %llx", &count, &size, &came) == 3) {
        size *= count;
    } else if (sscanf(text, "memalign(al %llu, size %llu) = %llx", &align, &size,
                      &came) == 3 ||
               sscanf(text, "memalign(%llu, %llu) = %llx", &align, &size, &came) == 3) {
        event->is_mark = align == 16; /* the second way is Valgrind 3.27's */
    } else if (sscanf(text, "aligned_alloc(al %*u, size %llu) = %llx", &size, &came) ==
                   2 ||
               sscanf(text, "posix_memalign(al %*u, size %llu) = %llx", &size, &came) ==
                   2 ||
               sscanf(text, "aligned_alloc(%*u, %llu) = %llx", &size, &came) == 2 ||
               sscanf(text, "posix_memalign(%*x, %*u, %llu) = %llx", &size, &came) ==
                   2) {
        /* done: 3.24 writes the first two, 3.27 the others, 3.19 memalign for both */
    } else if (sscanf(text, "realloc(%llx,%llu) = %llx", &went, &size, &came) == 3) {
        if (came == 0) /* it failed: the old block stays */
            went = 0;
    } else if (sscanf(text, "realloc(%llx,0)free(%llx)", &went, &came) == 2 ||
               sscanf(text, "free(%llx)", &went) == 1 ||
               sscanf(text, "_Zd%*[^(](%llx)", &went) == 1) {
        came = 0;
    } else {
        return false;
    }
    event->size = size;
    event->came = came;
    event->went = went;
    return true;
}

/* The text of a line, "--PID-- text", and its process; NULL: the line has another form.
 */
static const char *read_line(const char *line, uint64_t *pid)
{
    char *end;
    if (!ll_starts_with(line, "--") || line[2] < '0' || line[2] > '9')
        return NULL;
    *pid = strtoull(line + 2, &end, 10);
    return ll_starts_with(end, "-- ") ? end + 3 : NULL;
}

/* A block that a unit has not freed yet. */
struct block {
    uint64_t at, size; /* at least one byte */
};

/* A block that a unit has freed, and whose place was not used again. */
struct gone {
    uint64_t at;
    size_t item; /* of the unit, in what is read */
};

static int compare_gone(const void *left, const void *right)
{
    const struct gone *a = left, *b = right;
    return (a->at > b->at) - (a->at < b->at);
}

/* Blocks that overlap are equal: a byte finds the block that it lies in. */
static int compare(const void *left, const void *right)
{
    const struct block *a = left, *b = right;
    if (a->at < b->at)
        return b->at - a->at < a->size ? 0 : -1;
    return a->at - b->at < b->size ? 0 : 1;
}

/* A mark of two allocations. Where a pointer is observed, one is enough. */
enum mark {
    NO_MARK,
    BOUND, /* a unit begins or ends */
    AGAIN, /* it is repeated */
};

struct reader {
    const uint8_t *key;
    struct ll_transcript *transcript;
    bool interpreter;
    size_t unit; /* of the transcript: the next, or the one that is open */
    bool open;
    enum mark half; /* the first of its two allocations has come */
    uint64_t seen;  /* pointers that were observed so far */
    size_t item;    /* of the unit: the one after the last of them */
    void *blocks;   /* a tree of struct block, see tsearch(3) */
    size_t count, bytes;
    size_t before; /* blocks that the unit had when it was repeated */
    void *gone;    /* a tree of struct gone, see tsearch(3) */
    struct ll_malloc_trace *out;
};

/* ---- the blocks that are allocated -------------------------------------------- */

/* A block that has a byte of these; NULL: there is none. */
static struct block *find(const struct reader *reader, struct block bytes)
{
    struct block **found = tfind(&bytes, &reader->blocks, compare);
    return found == NULL ? NULL : *found;
}

static void forget(struct reader *reader, struct block *block)
{
    tdelete(block, &reader->blocks, compare);
    reader->bytes -= block->size;
    reader->count--;
    free(block);
}

/* False when memory ran out. */
static bool add(struct reader *reader, uint64_t at, uint64_t size)
{
    const struct block bytes = {at, size == 0 ? 1 : size};
    struct block *block;
    while ((block = find(reader, bytes)) != NULL) /* the line of its free is broken */
        forget(reader, block);
    block = malloc(sizeof *block);
    if (block == NULL)
        return false;
    *block = bytes;
    if (tsearch(block, &reader->blocks, compare) == NULL) {
        free(block);
        return false;
    }
    reader->count++;
    reader->bytes += bytes.size;
    return true;
}

/* Note that the unit has freed the block. */
static bool add_gone(struct reader *reader, uint64_t at)
{
    struct gone *gone = malloc(sizeof *gone);
    if (gone == NULL)
        return false;
    *gone = (struct gone){at, reader->out->count - 1};
    if (tsearch(gone, &reader->gone, compare_gone) != NULL)
        return true;
    free(gone);
    return false;
}

static void forget_gone(struct reader *reader, uint64_t at)
{
    const struct gone key = {.at = at};
    struct gone **found = tfind(&key, &reader->gone, compare_gone);
    struct gone *gone = found != NULL ? *found : NULL;
    if (gone == NULL)
        return;
    tdelete(gone, &reader->gone, compare_gone);
    free(gone);
}

/* A block is freed that is not there: was it freed before? */
static void free_gone(struct reader *reader, uint64_t at)
{
    const struct gone key = {.at = at};
    struct gone **found = tfind(&key, &reader->gone, compare_gone);
    if (found == NULL)
        return;
    reader->out->items[(*found)->item].freed_twice++;
    forget_gone(reader, at);
}

static void forget_all(struct reader *reader)
{
    tdestroy(reader->blocks, free);
    reader->blocks = NULL;
    reader->count = reader->bytes = reader->before = 0;
}

/* ---- marks -------------------------------------------------------------------- */

static void close_unit(struct reader *reader, struct ll_balance *balance, bool ended)
{
    balance->ended = ended;
    balance->all = reader->count;
    balance->bytes = reader->bytes;
    balance->blocks =
        reader->count > reader->before ? reader->count - reader->before : 0;
    forget_all(reader);
    reader->item = 0;
    reader->open = false;
    reader->unit++;
}

static uint32_t number_of(const struct reader *reader)
{
    return reader->transcript->units[reader->unit].number;
}

/* Whether an allocation of that size is the next one of that mark. */
static bool is_next(const struct reader *reader, enum mark mark, uint64_t size)
{
    uint64_t of = number_of(reader), sizes;
    if (mark == AGAIN)
        sizes = ll_observe_secret(reader->key, LL_SECRET_AGAIN, of);
    else
        sizes = ll_observe_secret(reader->key, LL_SECRET_MARK, 2 * of + reader->open);
    return size == ll_observe_size(reader->half == mark ? sizes >> 16 : sizes);
}

/* Both allocations of a mark have come. */
static void complete(struct reader *reader, enum mark mark)
{
    struct ll_balance *balance = &reader->out->items[reader->out->count];
    if (mark == AGAIN) {
        reader->out->outside += balance[-1].repeated; /* one of the two is a fake */
        balance[-1].repeated = true;
        reader->before = reader->count;
    } else if (reader->open) {
        close_unit(reader, balance - 1, true);
    } else {
        balance->unit = number_of(reader);
        reader->out->count++;
        reader->open = true;
    }
}

/* A pointer is observed: note whether its block is allocated. */
static bool take_observed(struct reader *reader, uint64_t size)
{
    uint64_t secret = ll_observe_secret(reader->key, LL_SECRET_OBSERVED, reader->seen);
    if (size != ll_observe_pointer_size(secret))
        return false;
    reader->seen++;
    struct ll_unit *unit = &reader->transcript->units[reader->unit];
    while (reader->open && reader->item < unit->count) {
        struct ll_observation *one = &unit->items[reader->item++];
        if (one->value.address == 0)
            continue;
        one->from_heap = find(reader, (struct block){one->value.address, 1}) != NULL;
        break;
    }
    return true;
}

/* Whether this is the next allocation of a mark. */
static bool take_mark(struct reader *reader, const struct event *event)
{
    if (!event->is_mark || reader->unit >= reader->transcript->count)
        return false;
    if (take_observed(reader, event->size))
        return true;
    for (enum mark mark = BOUND; mark <= (reader->open ? AGAIN : BOUND); mark++) {
        if (!is_next(reader, mark, event->size))
            continue;
        bool whole = reader->half == mark;
        reader->half = whole ? NO_MARK : mark;
        if (whole)
            complete(reader, mark);
        return true;
    }
    reader->half = NO_MARK;
    return false;
}

/* An allocation in no unit. Where an interpreter is finalised, after the last unit,
 * only one that may be half of a mark counts: the true end, where an end was faked. */
static void take_outside(struct reader *reader, const struct event *event)
{
    bool over = reader->interpreter && reader->unit >= reader->transcript->count;
    reader->out->outside +=
        event->came != 0 && reader->out->count > 0 && (!over || event->is_mark);
}

/* False when memory ran out. */
static bool take_event(struct reader *reader, const struct event *event)
{
    forget_gone(reader, event->came);
    if (take_mark(reader, event))
        return true;
    struct block *block = find(reader, (struct block){event->went, 1});
    bool is_there = block != NULL && block->at == event->went;
    if (!is_there)
        free_gone(reader, event->went);
    if (!reader->open) {
        take_outside(reader, event);
        return true;
    }
    if (is_there) {
        forget(reader, block);
        bool is_gone = event->went != event->came; /* realloc() may leave it there */
        if (is_gone && !add_gone(reader, event->went))
            return false;
    }
    if (event->came == 0)
        return true;
    reader->out->items[reader->out->count - 1].allocations++;
    return add(reader, event->came, event->size);
}

int ll_malloc_trace_read(const uint8_t key[LL_SIPHASH_KEY], const struct ll_buf *log,
                         struct ll_transcript *transcript, bool interpreter,
                         struct ll_malloc_trace *out, struct ll_error *err)
{
    struct reader reader = {
        .key = key, .transcript = transcript, .interpreter = interpreter, .out = out};
    out->items = calloc(transcript->count + 1, sizeof *out->items);
    bool good = out->items != NULL;
    for (const char *line = ll_buf_text(log); *line != '\0' && good;) {
        uint64_t pid = 0;
        struct event event;
        char text[LINE_MAX_BYTES]; /* sscanf() looks for the end of the whole text */
        snprintf(text, sizeof text, "%.*s", (int)strcspn(line, "\n"), line);
        const char *what = read_line(text, &pid);
        if (what != NULL && read_event(what, &event)) {
            out->forged = out->forged || pid != transcript->pid;
            good = take_event(&reader, &event);
        }
        line = strchrnul(line, '\n');
        line += *line == '\n';
    }
    if (reader.open && good)
        close_unit(&reader, &out->items[out->count - 1], false);
    forget_all(&reader);
    tdestroy(reader.gone, free);
    return good ? 0 : ll_fail_memory(err);
}

void ll_malloc_trace_release(struct ll_malloc_trace *trace)
{
    free(trace->items);
    *trace = (struct ll_malloc_trace){0};
}

const struct ll_balance *ll_malloc_trace_find(const struct ll_malloc_trace *trace,
                                              uint32_t unit)
{
    for (size_t i = 0; i < trace->count; i++)
        if (trace->items[i].unit == unit)
            return &trace->items[i];
    return NULL;
}
