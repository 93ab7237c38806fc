/* SPDX-License-Identifier: MIT */
#include "values/asan_frame.h"

#include <stdlib.h>
#include <string.h>

#include "values/program.h"

#define MAGIC 0x41b58ab3U

struct head {
    uint64_t magic, description, function;
};

/* The frame's description; NULL: at `start` there is no frame of the function. */
static const char *describe(const struct ll_scope *scope, uint64_t start)
{
    struct head head;
    Dwarf_Die function = scope->function;
    const unsigned char *bytes = ll_memory_at(scope->memory, start, sizeof head);
    if (start == 0 || bytes == NULL)
        return NULL;
    memcpy(&head, bytes, sizeof head);
    size_t room = ll_memory_room(scope->memory, head.description);
    const char *text =
        (const char *)ll_memory_at(scope->memory, head.description, room);
    if (head.magic != MAGIC || room == 0 || memchr(text, '\0', room) == NULL ||
        dwarf_haspc(&function, head.function - scope->memory->bias) != 1)
        return NULL;
    return text;
}

/* Read a number and the blank after it. */
static bool read_number(const char **text, unsigned long *number)
{
    char *end;
    *number = strtoul(*text, &end, 10);
    bool found = end != *text && *end == ' ';
    *text = found ? end + 1 : end;
    return found;
}

static bool search(const char *text, const char *name, unsigned line,
                   unsigned long *offset)
{
    unsigned long count, size, length;
    if (!read_number(&text, &count))
        return false;
    for (; count > 0; count--) {
        if (!read_number(&text, offset) || !read_number(&text, &size) ||
            !read_number(&text, &length) || length > strlen(text))
            return false;
        size_t own = strcspn(text, ":");
        own = own > length ? length : own;
        unsigned long declared =
            own < length ? strtoul(text + own + 1, NULL, 10) : line;
        if (strlen(name) == own && strncmp(name, text, own) == 0 &&
            (line == 0 || declared == line))
            return true;
        text += length;
        text += *text == ' ';
    }
    return false;
}

bool ll_asan_frame_find(const struct ll_scope *scope, const char *name, unsigned line,
                        uint64_t *address)
{
    for (size_t i = 0; i < LL_SNAPSHOT_REGISTERS; i++) {
        unsigned long offset;
        const char *text = describe(scope, scope->frame->registers[i]);
        if (text != NULL && search(text, name, line, &offset)) {
            *address = scope->frame->registers[i] + offset;
            return true;
        }
    }
    return false;
}
