/* SPDX-License-Identifier: MIT
 *
 * view: a whole terminal that shows one text, which may be longer than the screen, and
 * a line of keys below it; by ncurses, which knows terminals, keys, resizes and
 * locales.
 *
 * One view at a time: the terminal is the process's.
 */
#ifndef LL_CLI_VIEW_H
#define LL_CLI_VIEW_H

#include <stdbool.h>

#include "base/error.h"
#include "report/layout.h"

/* What ll_view_wait() returns besides the characters of keys. */
enum ll_view_event {
    LL_VIEW_READY = 0x10000, /* one of the descriptors can be read */
    LL_VIEW_RESIZED,
    LL_VIEW_TICK, /* the time is over */
    LL_VIEW_END,  /* the terminal is gone, or a signal asked us to end */
};

/* Take the terminal. -1: there is none, or leaklab was built without ncurses. */
int ll_view_open(struct ll_error *err) LL_MUST_CHECK;

/* Give it back as it was. Safe when it was not taken. */
void ll_view_close(void);

/* How texts for it are laid out: its width, colour unless NO_COLOR is set. */
struct ll_style ll_view_style(void);

/* Show `text`, which may have SGR sequences (layout.h), below the lines of `head`,
 * which stay when the text is moved; and `keys`, with " · " between them, in the last
 * lines. `again`: the text is a later form of the one before, and what is in sight
 * stays. */
void ll_view_show(const char *head, const char *text, const char *keys, bool again);

/* Wait for a key, for one of the `count` descriptors, or for `milliseconds`; -1: no
 * limit. Keys that move the text are handled. Returns a key, or an event. */
int ll_view_wait(const int *fds, int count, int milliseconds);

#endif
