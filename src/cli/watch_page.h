/* SPDX-License-Identifier: MIT
 *
 * watch_page: what `watch` shows: what has changed, one fault, and the keys.
 */
#ifndef LL_CLI_WATCH_PAGE_H
#define LL_CLI_WATCH_PAGE_H

#include <time.h>

#include "cli/errand.h"
#include "cli/lesson_screen.h"
#include "cli/look.h"

/* What lies over the page of the exercise. */
enum ll_overlay {
    LL_OVERLAY_TEXT,
    LL_OVERLAY_HINT,
    LL_OVERLAY_LAST_HINT,
    LL_OVERLAY_LIST,
    LL_OVERLAY_KINDS, /* of fault: there is none to explain */
    LL_OVERLAY_TOOLS,
    LL_OVERLAY_PICTURE,
};

/* The last save. */
struct ll_watch_save {
    char *name; /* owned: the file; NULL: there was none */
    time_t at;
    bool unchanged; /* the exercise is as it was when it was judged before */
    bool others;    /* more files were written with it */
};

struct ll_watch {
    struct ll_lesson_screen screen; /* its lesson is the one that is shown */
    struct ll_looks *looks;
    struct ll_look *look; /* the newest; NULL: none yet */
    struct ll_lesson *lesson;
    unsigned exercise; /* from 0 */
    size_t part;       /* that is shown */
    unsigned hint;     /* the one that was shown last, from 1; 0: none yet */
    char *before;      /* owned: how the exercise fared before the last save */
    char *now;         /* owned: how it fares */
    struct ll_watch_save save;
    struct ll_buf content;    /* of the exercise's file when it was judged last */
    struct ll_buf longer;     /* the command that gives each run more time */
    struct ll_buf overlay;    /* the text; empty: none */
    enum ll_overlay kind;     /* of the overlay, or of what the errand will print */
    struct ll_errand *errand; /* whose output will be the overlay; NULL: none */
    int saves;                /* inotify, of the lesson's folder */
    bool asks_reset;
    bool was_reset; /* by us: the save that follows is no reader's */
};

const struct ll_exercise *ll_watch_exercise(const struct ll_watch *watch);
const char *ll_watch_file(const struct ll_watch *watch);

/* Whether an overlay is there, or on its way. */
bool ll_watch_is_covered(const struct ll_watch *watch);

/* Whether the program of the exercise was built and can be drawn, as far as is known.
 */
bool ll_watch_can_draw(const struct ll_watch *watch);

/* Whether the compiler refused the exercise, as far as is known. */
bool ll_watch_is_not_built(const struct ll_watch *watch);

/* What the part that is shown is about. */
struct ll_lesson_part ll_watch_part(struct ll_watch *watch);

/* Show it. `again`: what is in sight stays (view.h). */
void ll_watch_show(struct ll_watch *watch, bool again);

#endif
