/* SPDX-License-Identifier: MIT
 *
 * lastptr_log: reads the log that lastptr writes with --events (docs/events.md), of
 * version 1, which has no values, or 2.
 *
 *     struct ll_events *log = ll_events_open("program.events");
 *     struct ll_event event;
 *     while (ll_events_next(log, &event) == 1)
 *         ...
 *     ll_events_close(log);
 *
 * The file is read event by event and may have any size. The program that wrote it may
 * have been killed: a log without its last event counts as broken.
 */
#ifndef LL_TOOLS_LASTPTR_LOG_H
#define LL_TOOLS_LASTPTR_LOG_H

#include <stdint.h>

enum ll_event_type {
    LL_EVENT_ALLOC = 'A',      /* block, address, size */
    LL_EVENT_FREE = 'R',       /* block */
    LL_EVENT_POINTER = 'P',    /* the word at address points to block, at offset size */
    LL_EVENT_NO_POINTER = 'U', /* the word at address points to no block any more */
    LL_EVENT_LOST = 'X',       /* block: its last pointer went; how */
    LL_EVENT_FOUND = 'V',      /* block: a pointer came back */
    LL_EVENT_LINE = 'L',       /* file, line: what comes next is done there */
    LL_EVENT_CALL = 'C',       /* name: a function began; address: the stack pointer */
    LL_EVENT_RETURN = 'E', /* a function ends; address: the stack pointer after it */
    LL_EVENT_BIAS = 'M',   /* size: what is added to the program file's addresses */
    LL_EVENT_WRITE = 'W',  /* size bytes at address are as in bytes now */
    LL_EVENT_DENIED =
        'D', /* size: the allocation of this number, or 0, was made to fail */
    LL_EVENT_THREAD = 'S', /* thread: what follows is done by it */
    LL_EVENT_CUT = 'T',    /* the log had reached its limit: nothing follows */
    LL_EVENT_END = 'Z'     /* the program ended: nothing follows */
};

struct ll_event {
    enum ll_event_type type;
    uint64_t block; /* a number that stands for the block until it is freed */
    uint64_t address, size;
    unsigned how; /* in the order of enum ll_loss, from LL_LOSS_OVERWRITTEN = 0 */
    unsigned line;
    const char *file; /* borrowed: valid until the log is closed */
    const char *name; /* likewise */
    unsigned thread;
    const unsigned char *bytes; /* likewise, until the next event is read */
};

struct ll_events;

/* Returns a new log, to be closed with ll_events_close(); NULL with errno set if the
 * file cannot be read, is no such log (EINVAL), or memory ran out. */
struct ll_events *ll_events_open(const char *path);

/* 1: *event is the next event; 0: the log has ended (after CUT or END); -1: the log is
 * broken or memory ran out, and stays so. */
int ll_events_next(struct ll_events *log, struct ll_event *event);

void ll_events_close(struct ll_events *log);

#endif
