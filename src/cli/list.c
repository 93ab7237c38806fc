/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cli/screen.h"
#include "base/home.h"
#include "session/judge.h"

extern const struct ll_command ll_command_list;

/* How far the reader is with a lesson, as the last judgement of the exercise as it
 * now stands says; nothing else is remembered. */
enum progress { UNTOUCHED, BEGUN, DONE };

static int look_up(const struct ll_lesson *lesson, enum progress *progress,
                   size_t *faults, struct ll_error *err)
{
    size_t count = 0;
    struct ll_case *cases = NULL;
    struct ll_judgement judgement = {0};
    struct ll_session session = LL_SESSION_INIT;
    *progress = UNTOUCHED;
    if (ll_cases(lesson, NULL, false, &cases, &count, err) != 0)
        return -1;
    int known = ll_judge_recall(&session, lesson, &cases[count - 1], &judgement, err);
    if (known == 1) {
        *faults = ll_judgement_faults(&judgement);
        *progress = ll_judgement_verdict(&judgement) == LL_PASS ? DONE : BEGUN;
        ll_judgement_release(&judgement);
    }
    ll_cases_free(cases, count);
    return known < 0 ? -1 : 0;
}

static void add_row(struct ll_buf *out, const struct ll_style *style,
                    const struct ll_lesson *lesson, enum progress progress,
                    size_t faults)
{
    ll_buf_addf(out, "%4u  %-18s ", lesson->manifest->number, lesson->slug);
    switch (progress) {
    case UNTOUCHED:
        ll_paint(out, style, LL_PAINT_DIM, "○         ");
        break;
    case BEGUN: {
        struct ll_buf text = LL_BUF_INIT;
        ll_buf_addf(&text, faults == 1 ? "◐ %zu fault " : "◐ %zu faults", faults);
        ll_paint(out, style, LL_PAINT_MARK,
                 faults > 0 ? ll_buf_text(&text) : "◐ begun   ");
        ll_buf_release(&text);
        break;
    }
    case DONE:
        ll_paint(out, style, LL_PAINT_GOOD, "● done    ");
        break;
    }
    ll_buf_addf(out, "  %s\n", lesson->manifest->title);
}

static int run(int argc, char **argv)
{
    (void)argv;
    if (argc > 1)
        return ll_command_misuse(&ll_command_list, "it takes no arguments");

    int status = LL_EXIT_CLEAN;
    struct ll_error err = {0};
    struct ll_style style = ll_style_for(1);
    struct ll_buf out = LL_BUF_INIT;
    struct ll_strings folders = LL_STRINGS_INIT;
    unsigned done = 0, next = 0;
    char *home = ll_home_lessons(&err);
    if (home == NULL || ll_lesson_folders(home, &folders, &err) != 0) {
        status = ll_command_failed(&err);
        goto out;
    }
    for (size_t i = 0; i < folders.count; i++) {
        enum progress progress;
        size_t faults = 0;
        struct ll_lesson *lesson = ll_lesson_load(folders.items[i], &err);
        if (lesson == NULL || look_up(lesson, &progress, &faults, &err) != 0) {
            /* One broken lesson must not hide the others. */
            status = ll_command_failed(&err);
        } else {
            add_row(&out, &style, lesson, progress, faults);
            done += progress == DONE;
            if (progress != DONE && next == 0)
                next = lesson->manifest->number;
        }
        ll_lesson_free(lesson);
    }
    ll_buf_addf(&out, "\n %u of %zu done", done, folders.count);
    if (next > 0) {
        ll_buf_puts(&out, "; next: ");
        ll_screen_command(&out, "lesson", next, 0);
    }
    ll_buf_putc(&out, '\n');
    ll_screen_print(&out);

out:
    ll_buf_release(&out);
    ll_strings_release(&folders);
    free(home);
    return status;
}

const struct ll_command ll_command_list = {
    .name = "list",
    .usage = "",
    .summary = "the lessons, and how far you are",
    .help = "○ not begun, ◐ faults are left, ● mended.\n",
    .run = run,
};
