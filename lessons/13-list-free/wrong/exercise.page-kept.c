/* SPDX-License-Identifier: MIT
 *
 * exercise.page-kept.c: without memory for the address, the page is not freed.
 */
#define _POSIX_C_SOURCE 200809L
#include "history.h"

#include <stdlib.h>
#include <string.h>

int history_visit(struct page **history, const char *address)
{
    struct page *page = malloc(sizeof *page);

    if (page == NULL)
        return -1;
    page->address = strdup(address);
    if (page->address == NULL)
        return -1;
    page->before = *history;
    *history = page;
    return 0;
}

int history_back(struct page **history)
{
    struct page *page = *history;

    if (page == NULL)
        return -1;
    *history = page->before;
    free(page->address);
    free(page);
    return 0;
}

const char *history_current(const struct page *history)
{
    return history == NULL ? NULL : history->address;
}

void history_trim(struct page **history, unsigned keep)
{
    while (*history != NULL && keep-- > 0)
        history = &(*history)->before;
    history_clear(history);
}

void history_clear(struct page **history)
{
    while (history_back(history) == 0)
        ;
}
