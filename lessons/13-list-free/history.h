/* SPDX-License-Identifier: MIT
 *
 * history.h: the pages that a browser has visited, the newest first.
 *
 * Life cycle: start with a NULL pointer; history_visit(), history_back(); at the end
 * history_clear().
 */
#ifndef HISTORY_H
#define HISTORY_H

struct page {
    struct page *before; /* the one visited before this; owned */
    char *address;       /* owned */
};

/* Put `address` on top of `history`; it is copied. Returns 0, or -1 when memory ran
 * out: the history is then as it was. */
int history_visit(struct page **history, const char *address);

/* Forget the newest page. Returns 0, or -1 when there was none. */
int history_back(struct page **history);

/* The address of the newest page, or NULL. Borrowed: valid until history_back(),
 * history_trim() or history_clear(). */
const char *history_current(const struct page *history);

/* Forget all but the `keep` newest pages. */
void history_trim(struct page **history, unsigned keep);

/* Forget all pages; the history is NULL then. */
void history_clear(struct page **history);

#endif
