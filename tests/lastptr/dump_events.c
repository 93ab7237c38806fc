/* SPDX-License-Identifier: MIT
 *
 * dump_events LOG: prints a log of events as text, one event a line:
 *
 *     M 0x108000
 *     C 0x1ffeffff58 main
 *     L a.c:7
 *     W 0x1ffeffff40 05000000
 */
#include <inttypes.h>
#include <stdio.h>

#include "tools/lastptr_log.h"

static void print_bytes(const struct ll_event *event)
{
    putchar(' ');
    for (uint64_t i = 0; i < event->size; i++)
        printf("%02x", event->bytes[i]);
}

static void print_fields(const struct ll_event *event)
{
    switch (event->type) {
    case LL_EVENT_ALLOC:
        printf(" #%" PRIu64 " 0x%" PRIx64 " %" PRIu64, event->block, event->address,
               event->size);
        break;
    case LL_EVENT_FREE:
    case LL_EVENT_FOUND:
        printf(" #%" PRIu64, event->block);
        break;
    case LL_EVENT_POINTER:
        printf(" 0x%" PRIx64 " #%" PRIu64 "+%" PRIu64, event->address, event->block,
               event->size);
        break;
    case LL_EVENT_LOST:
        printf(" #%" PRIu64 " %u", event->block, event->how);
        break;
    case LL_EVENT_LINE:
        printf(" %s:%u", event->file, event->line);
        break;
    case LL_EVENT_CALL:
        printf(" 0x%" PRIx64 " %s", event->address, event->name);
        break;
    case LL_EVENT_BIAS:
        printf(" 0x%" PRIx64, event->size);
        break;
    case LL_EVENT_DENIED:
        printf(" %" PRIu64, event->size);
        break;
    case LL_EVENT_THREAD:
        printf(" %u", event->thread);
        break;
    case LL_EVENT_CUT:
    case LL_EVENT_END:
        break;
    case LL_EVENT_WRITE:
    case LL_EVENT_NO_POINTER:
    case LL_EVENT_RETURN:
        printf(" 0x%" PRIx64, event->address);
        break;
    }
    if (event->type == LL_EVENT_WRITE)
        print_bytes(event);
    putchar('\n');
}

int main(int argc, char **argv)
{
    struct ll_events *log = argc == 2 ? ll_events_open(argv[1]) : NULL;
    struct ll_event event;
    int result;

    if (log == NULL) {
        perror(argc == 2 ? argv[1] : "usage: dump_events LOG");
        return 2;
    }
    while ((result = ll_events_next(log, &event)) == 1) {
        putchar((int)event.type);
        print_fields(&event);
    }
    ll_events_close(log);
    return result != 0;
}
