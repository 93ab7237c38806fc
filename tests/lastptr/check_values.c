/* SPDX-License-Identifier: MIT
 *
 * check_values LOG < TOLD: replays a log of events and compares the bytes that it tells
 * with what the program printed (values.c says how).
 *
 * A byte has no value before it is told, after its frame has ended, and when a block
 * begins there. No byte may be told in a block that is free.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/lastptr_log.h"

#define BYTES_MAX 4096
#define RECORDS_MAX 4096
#define PAGE 65536
#define PAGES 4096
#define BLOCKS_MAX 4096
#define STACK 65536 /* bytes that a frame may have */

struct page {
    uint64_t number;
    unsigned char bytes[PAGE];
    bool known[PAGE];
};

/* What the program printed. */
struct record {
    enum { TELL, UNSET, LINE, NEVER } sort;
    unsigned line;
    uint64_t address;
    size_t size;
    unsigned char *bytes;
    bool done;
};

static struct page *pages[PAGES];
static struct record records[RECORDS_MAX];
static size_t record_count, next_call;
static struct {
    uint64_t address, size;
    bool freed;
} blocks[BLOCKS_MAX];
static unsigned wrong;

static struct page *page_of(uint64_t address)
{
    for (int i = 0; i < PAGES; i++) {
        if (pages[i] == NULL) {
            pages[i] = calloc(1, sizeof *pages[i]);
            if (pages[i] == NULL)
                exit(2);
            pages[i]->number = address / PAGE;
        }
        if (pages[i]->number == address / PAGE)
            return pages[i];
    }
    exit(2);
}

static void forget(uint64_t from, uint64_t to)
{
    while (from < to) {
        uint64_t end = (from / PAGE + 1) * PAGE;

        if (end > to)
            end = to;
        memset(page_of(from)->known + from % PAGE, 0, end - from);
        from = end;
    }
}

static void complain(const struct record *record, uint64_t address, const char *what)
{
    static const char *const names[] = {"tell", "unset", "line", "never"};

    if (wrong++ < 20)
        printf("%s %" PRIx64 " (record %zu, line %u): %" PRIx64 " %s\n",
               names[record->sort], record->address, (size_t)(record - records),
               record->line, address, what);
}

static void compare(struct record *record)
{
    for (size_t i = 0; i < record->size; i++) {
        uint64_t address = record->address + i;
        const struct page *page = page_of(address);
        bool known = page->known[address % PAGE];

        if (record->sort == UNSET) {
            if (known)
                complain(record, address, "has a value");
        } else if (!known) {
            complain(record, address, "has no value");
        } else if (page->bytes[address % PAGE] != record->bytes[i]) {
            complain(record, address, "has another value");
        } else {
            continue;
        }
        if (known == (record->sort == UNSET))
            break;
    }
    record->done = true;
}

/* The program calls tell() or unset(): the next of these records. */
static void on_call(const char *name)
{
    if (strcmp(name, "tell") != 0 && strcmp(name, "unset") != 0)
        return;
    while (next_call < record_count && records[next_call].sort > UNSET)
        next_call++;
    if (next_call == record_count ||
        (records[next_call].sort == TELL) != (strcmp(name, "tell") == 0)) {
        printf("call %zu of %s was not printed\n", next_call, name);
        wrong++;
        return;
    }
    compare(&records[next_call++]);
}

static void on_line(unsigned line)
{
    for (size_t i = 0; i < record_count; i++) {
        if (records[i].sort == LINE && records[i].line == line && !records[i].done) {
            compare(&records[i]);
            return;
        }
    }
}

static void on_write(const struct ll_event *event)
{
    for (uint64_t i = 0; i < event->size; i++) {
        uint64_t address = event->address + i;
        struct page *page = page_of(address);

        page->bytes[address % PAGE] = event->bytes[i];
        page->known[address % PAGE] = true;
        for (size_t r = 0; r < record_count; r++) {
            if (records[r].sort == NEVER &&
                address - records[r].address < records[r].size)
                complain(&records[r], address, "is told");
        }
    }
    for (size_t i = 0; i < BLOCKS_MAX; i++) {
        if (blocks[i].freed && event->address - blocks[i].address < blocks[i].size) {
            printf("%" PRIx64 " is told in a free block\n", event->address);
            wrong++;
        }
    }
}

static void on_alloc(const struct ll_event *event)
{
    if (event->block >= BLOCKS_MAX)
        exit(2);
    for (size_t i = 0; i < BLOCKS_MAX; i++) { /* its memory may have been theirs */
        if (blocks[i].address < event->address + event->size &&
            event->address < blocks[i].address + blocks[i].size)
            blocks[i].freed = false;
    }
    blocks[event->block].address = event->address;
    blocks[event->block].size = event->size;
    blocks[event->block].freed = false;
    forget(event->address, event->address + event->size);
}

static void apply(const struct ll_event *event)
{
    switch (event->type) {
    case LL_EVENT_ALLOC:
        on_alloc(event);
        break;
    case LL_EVENT_FREE:
        blocks[event->block].freed = true;
        break;
    case LL_EVENT_WRITE:
        on_write(event);
        break;
    case LL_EVENT_CALL:
        on_call(event->name);
        forget(event->address + 8 - STACK, event->address + 8);
        break;
    case LL_EVENT_RETURN:
        forget(event->address - STACK, event->address);
        break;
    case LL_EVENT_LINE:
        on_line(event->line);
        break;
    default:
        break;
    }
}

static void read_bytes(struct record *record, const char *text)
{
    record->size = strlen(text) / 2;
    record->bytes = calloc(1, record->size + 1);
    if (record->bytes == NULL)
        exit(2);
    for (size_t i = 0; i < record->size; i++)
        sscanf(text + 2 * i, "%2hhx", &record->bytes[i]);
}

static void read_records(void)
{
    static char line[2 * BYTES_MAX + 100], text[2 * BYTES_MAX + 1];

    while (fgets(line, sizeof line, stdin) != NULL) {
        struct record *record = &records[record_count];

        if (sscanf(line, "tell %" SCNx64 " %8192s", &record->address, text) == 2)
            record->sort = TELL;
        else if (sscanf(line, "line %u %" SCNx64 " %8192s", &record->line,
                        &record->address, text) == 3)
            record->sort = LINE;
        else if (sscanf(line, "unset %" SCNx64 " %zu", &record->address,
                        &record->size) == 2)
            record->sort = UNSET;
        else if (sscanf(line, "never %" SCNx64 " %zu", &record->address,
                        &record->size) == 2)
            record->sort = NEVER;
        else
            exit(2);
        if (record->sort == TELL || record->sort == LINE)
            read_bytes(record, text);
        if (++record_count == RECORDS_MAX)
            exit(2);
    }
}

int main(int argc, char **argv)
{
    struct ll_events *log = argc == 2 ? ll_events_open(argv[1]) : NULL;
    unsigned long counts[256] = {0};
    struct ll_event event;
    int result;
    size_t told = 0;

    if (log == NULL) {
        perror(argc == 2 ? argv[1] : "usage: check_values LOG");
        return 2;
    }
    read_records();
    while ((result = ll_events_next(log, &event)) == 1) {
        counts[event.type]++;
        apply(&event);
    }
    ll_events_close(log);
    for (size_t i = 0; i < record_count; i++)
        told += records[i].done || records[i].sort == NEVER;
    printf("%zu of %zu records compared, %u wrong, %lu writes\n", told, record_count,
           wrong, counts[LL_EVENT_WRITE]);
    for (size_t i = 0; i < record_count; i++)
        free(records[i].bytes);
    for (int i = 0; i < PAGES; i++)
        free(pages[i]);
    return result != 0 || wrong > 0 || told == 0 || told != record_count ||
           counts[LL_EVENT_BIAS] != 1 || counts[LL_EVENT_THREAD] < 2;
}
