/* SPDX-License-Identifier: MIT */
#include "picture/log_writer.h"

#include <string.h>

enum { VERSION = 2 };

void ll_log_begin(struct ll_log_writer *writer, struct ll_buf *out)
{
    *writer = (struct ll_log_writer){.out = out, .anchors = {0, (uint64_t)1 << 37}};
    ll_buf_puts(out, "LPEV");
    ll_buf_putc(out, VERSION);
}

void ll_log_writer_release(struct ll_log_writer *writer)
{
    ll_map_release(&writer->files);
    ll_map_release(&writer->functions);
    ll_strings_release(&writer->file_names);
}

static void put_number(struct ll_log_writer *writer, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        ll_buf_putc(writer->out, (char)(number | 0x80));
    ll_buf_putc(writer->out, (char)number);
}

static uint64_t distance(uint64_t from, uint64_t to)
{
    int64_t difference = (int64_t)(to - from);
    return ((uint64_t)difference << 1) ^ (uint64_t)(difference >> 63);
}

static void put_address(struct ll_log_writer *writer, uint64_t address)
{
    uint64_t first = distance(writer->anchors[0], address);
    uint64_t second = distance(writer->anchors[1], address);
    unsigned which = second < first;
    put_number(writer, (which ? second : first) << 1 | which);
    writer->anchors[which] = address;
}

/* The number of a name, which is defined first if it has none. 0: memory ran out. */
static uint64_t number_of(struct ll_log_writer *writer, char type, const char *name)
{
    const bool is_file = type == 'F';
    struct ll_map *map = is_file ? &writer->files : &writer->functions;
    uint64_t number = ll_map_get(map, (uintptr_t)name);
    if (number != 0)
        return number;
    if (is_file && !ll_strings_add(&writer->file_names, name))
        return 0;
    number = is_file ? writer->file_names.count : ++writer->function_count;
    ll_buf_putc(writer->out, type);
    put_number(writer, number);
    put_number(writer, strlen(name));
    ll_buf_puts(writer->out, name);
    return ll_map_set(map, (uintptr_t)name, number) ? number : 0;
}

bool ll_log_add(struct ll_log_writer *writer, const struct ll_event *event)
{
    uint64_t name = 0;
    bool has_name = event->type == LL_EVENT_LINE || event->type == LL_EVENT_CALL;
    if (event->type == LL_EVENT_LINE)
        name = number_of(writer, 'F', event->file);
    else if (event->type == LL_EVENT_CALL)
        name = number_of(writer, 'N', event->name);
    if (has_name && name == 0)
        return false;
    ll_buf_putc(writer->out, (char)event->type);
    switch (event->type) {
    case LL_EVENT_ALLOC:
        put_number(writer, event->block);
        put_address(writer, event->address);
        put_number(writer, event->size);
        break;
    case LL_EVENT_FREE:
    case LL_EVENT_FOUND:
        put_number(writer, event->block);
        break;
    case LL_EVENT_POINTER:
        put_address(writer, event->address);
        put_number(writer, event->block);
        put_number(writer, event->size);
        break;
    case LL_EVENT_NO_POINTER:
    case LL_EVENT_RETURN:
        put_address(writer, event->address);
        break;
    case LL_EVENT_LOST:
        put_number(writer, event->block);
        put_number(writer, event->how);
        break;
    case LL_EVENT_LINE:
        put_number(writer, name);
        put_number(writer, event->line);
        break;
    case LL_EVENT_CALL:
        put_number(writer, name);
        put_address(writer, event->address);
        break;
    case LL_EVENT_BIAS:
    case LL_EVENT_DENIED:
        put_number(writer, event->size);
        break;
    case LL_EVENT_WRITE:
        put_address(writer, event->address);
        put_number(writer, event->size);
        ll_buf_add(writer->out, event->bytes, event->size);
        break;
    case LL_EVENT_THREAD:
        put_number(writer, event->thread);
        break;
    case LL_EVENT_CUT:
    case LL_EVENT_END:
        break;
    }
    writer->count++;
    return !writer->out->full;
}
