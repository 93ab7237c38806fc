/* SPDX-License-Identifier: MIT
 *
 * exercise.c: a history that forgets too soon, and too much. Mend it.
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
    if (page->address == NULL) {
        free(page);
        return -1;
    }
    page->before = *history;
    *history = page;
    return 0;
}

int history_back(struct page **history)
{
    struct page *page = *history;

    if (page == NULL)
        return -1;
    free(page->address);
    free(page);
    *history = page->before;
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
    *history = NULL;
}

void history_clear(struct page **history)
{
    while (history_back(history) == 0)
        ;
}
