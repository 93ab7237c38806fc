/* SPDX-License-Identifier: MIT */
#include "picture/cells.h"

#include <stdlib.h>

#include "base/grow.h"

enum {
    PAGE = 256,
    COUNT_MOST = 127, /* bytes in one event */
};

enum state { NO_VALUE, NOT_SHOWN, SHOWN };

struct ll_cells_page {
    uint64_t address;
    unsigned char bytes[PAGE], states[PAGE];
};

static struct ll_cells_page *find(const struct ll_cells *cells, uint64_t address)
{
    uint64_t number = ll_map_get(&cells->numbers, address / PAGE);
    return number == 0 ? NULL : &cells->pages[number - 1];
}

static struct ll_cells_page *find_or_add(struct ll_cells *cells, uint64_t address)
{
    struct ll_cells_page *page = find(cells, address);
    if (page != NULL)
        return page;
    if (!LL_GROW(cells->pages, cells->count, cells->cap) ||
        !ll_map_set(&cells->numbers, address / PAGE, cells->count + 1))
        return NULL;
    page = &cells->pages[cells->count++];
    *page = (struct ll_cells_page){.address = address - address % PAGE};
    return page;
}

bool ll_cells_write(struct ll_cells *cells, const struct ll_event *event, bool shown)
{
    for (uint64_t i = 0; i < event->size; i++) {
        uint64_t at = event->address + i;
        struct ll_cells_page *page = find_or_add(cells, at);
        if (page == NULL)
            return false;
        page->bytes[at % PAGE] = event->bytes[i];
        page->states[at % PAGE] = shown ? SHOWN : NOT_SHOWN;
    }
    return true;
}

void ll_cells_forget(struct ll_cells *cells, uint64_t from, uint64_t to)
{
    while (from < to) {
        uint64_t end = from - from % PAGE + PAGE;
        struct ll_cells_page *page = find(cells, from);
        end = end < to ? end : to;
        for (; page != NULL && from < end; from++)
            page->states[from % PAGE] = NO_VALUE;
        from = end;
    }
}

static bool show_page(struct ll_cells_page *page, struct ll_log_writer *writer)
{
    size_t at = 0;
    bool ok = true;
    while (at < PAGE && ok) {
        size_t end = at;
        for (; end < PAGE && end - at < COUNT_MOST && page->states[end] == NOT_SHOWN;
             end++)
            page->states[end] = SHOWN;
        const struct ll_event event = {.type = LL_EVENT_WRITE,
                                       .address = page->address + at,
                                       .size = end - at,
                                       .bytes = page->bytes + at};
        ok = end == at || ll_log_add(writer, &event);
        at = end == at ? at + 1 : end;
    }
    return ok;
}

bool ll_cells_show(struct ll_cells *cells, struct ll_log_writer *writer)
{
    bool ok = true;
    for (size_t i = 0; i < cells->count && ok; i++)
        ok = show_page(&cells->pages[i], writer);
    return ok;
}

void ll_cells_release(struct ll_cells *cells)
{
    ll_map_release(&cells->numbers);
    free(cells->pages);
    *cells = (struct ll_cells){0};
}
