/* SPDX-License-Identifier: MIT
 *
 * See lastptr_log.h.
 */
#include "tools/lastptr_log.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

#define VERSION 2 /* the newest */
#define TEXT_MAX 4096
#define NAMES_MAX 1000000

/* Texts by their number, from 1. */
struct names {
    char **texts;
    size_t count;
};

struct ll_events {
    FILE *file;
    uint64_t anchors[2];
    struct names files, functions;
    bool ended, broken;
    unsigned char bytes[255];
};

static uint64_t get_number(struct ll_events *log)
{
    uint64_t number = 0;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        int byte = getc(log->file);

        if (byte == EOF)
            break;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return number;
    }
    log->broken = true;
    return 0;
}

static unsigned get_small(struct ll_events *log)
{
    uint64_t number = get_number(log);

    if (number > UINT32_MAX)
        log->broken = true;
    return (unsigned)number;
}

/* The distance from one of two anchors; the lowest bit tells which, the next one the
 * distance's sign. */
static uint64_t get_address(struct ll_events *log)
{
    uint64_t number = get_number(log);
    uint64_t *anchor = &log->anchors[number & 1];

    number >>= 1;
    *anchor += (number >> 1) ^ (0 - (number & 1));
    return *anchor;
}

static bool get_name(struct ll_events *log, struct names *names)
{
    size_t number = get_small(log), length = get_small(log);
    char *text;

    if (log->broken || number != names->count + 1 || number > NAMES_MAX ||
        length > TEXT_MAX)
        return false;
    if (!LL_GROW_ONE(names->texts, names->count))
        return false;
    text = calloc(1, length + 1);
    if (!text)
        return false;
    names->texts[names->count++] = text;
    return fread(text, 1, length, log->file) == length;
}

static const char *name_of(struct ll_events *log, const struct names *names)
{
    size_t number = get_small(log);

    if (number == 0 || number > names->count) {
        log->broken = true;
        return NULL;
    }
    return names->texts[number - 1];
}

struct ll_events *ll_events_open(const char *path)
{
    struct ll_events *log = calloc(1, sizeof *log);
    char head[5];

    if (!log)
        return NULL;
    log->anchors[1] = (uint64_t)1 << 37;
    log->file = fopen(path, "rb");
    if (!log->file) {
        free(log);
        return NULL;
    }
    if (fread(head, 1, sizeof head, log->file) != sizeof head ||
        memcmp(head, "LPEV", 4) != 0 || head[4] < 1 || head[4] > VERSION) {
        ll_events_close(log);
        errno = EINVAL;
        return NULL;
    }
    return log;
}

static void get_bytes(struct ll_events *log, struct ll_event *event)
{
    event->address = get_address(log);
    event->size = get_number(log);
    event->bytes = log->bytes;
    if (log->broken || event->size == 0 || event->size > sizeof log->bytes ||
        fread(log->bytes, 1, event->size, log->file) != event->size)
        log->broken = true;
}

static void get_fields(struct ll_events *log, struct ll_event *event)
{
    switch (event->type) {
    case LL_EVENT_ALLOC:
        event->block = get_number(log);
        event->address = get_address(log);
        event->size = get_number(log);
        break;
    case LL_EVENT_FREE:
    case LL_EVENT_FOUND:
        event->block = get_number(log);
        break;
    case LL_EVENT_POINTER:
        event->address = get_address(log);
        event->block = get_number(log);
        event->size = get_number(log);
        break;
    case LL_EVENT_NO_POINTER:
    case LL_EVENT_RETURN:
        event->address = get_address(log);
        break;
    case LL_EVENT_LOST:
        event->block = get_number(log);
        event->how = get_small(log);
        break;
    case LL_EVENT_LINE:
        event->file = name_of(log, &log->files);
        event->line = get_small(log);
        break;
    case LL_EVENT_CALL:
        event->name = name_of(log, &log->functions);
        event->address = get_address(log);
        break;
    case LL_EVENT_BIAS:
    case LL_EVENT_DENIED:
        event->size = get_number(log);
        break;
    case LL_EVENT_WRITE:
        get_bytes(log, event);
        break;
    case LL_EVENT_THREAD:
        event->thread = get_small(log);
        break;
    case LL_EVENT_CUT:
    case LL_EVENT_END:
        log->ended = true;
        break;
    default:
        log->broken = true;
        break;
    }
}

int ll_events_next(struct ll_events *log, struct ll_event *event)
{
    int type;

    memset(event, 0, sizeof *event);
    if (log->ended && !log->broken)
        return 0;
    while (!log->broken) {
        type = getc(log->file);
        if (type == 'F' || type == 'N') {
            log->broken = !get_name(log, type == 'F' ? &log->files : &log->functions);
            continue;
        }
        event->type = (enum ll_event_type)type;
        get_fields(log, event);
        break;
    }
    return log->broken ? -1 : 1;
}

static void names_release(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->texts[i]);
    free(names->texts);
}

void ll_events_close(struct ll_events *log)
{
    if (!log)
        return;
    if (log->file)
        fclose(log->file);
    names_release(&log->files);
    names_release(&log->functions);
    free(log);
}
