/* SPDX-License-Identifier: MIT
 *
 * cmd_list: the command `list`: the lessons, and how far a learner is. */
#include <stdlib.h>

#include "base/home.h"
#include "cli/how_far.h"
#include "cli/screen.h"

extern const struct ll_command ll_command_list;

static void add_row(struct ll_buf *out, const struct ll_style *style,
                    const struct ll_lesson *lesson, const struct ll_how_far *progress)
{
    ll_buf_addf(out, "%4u  %-16s ", lesson->number, lesson->slug);
    if (progress->done == progress->exercises) {
        ll_paint(out, style, LL_PAINT_GOOD, "● done    ");
    } else if (progress->known == 0) {
        ll_paint(out, style, LL_PAINT_DIM, "○         ");
    } else {
        struct ll_buf text = LL_BUF_INIT;
        ll_buf_addf(&text, "◐ %u of %u  ", progress->done, progress->exercises);
        ll_paint(out, style, LL_PAINT_MARK, ll_buf_text(&text));
        ll_buf_release(&text);
    }
    ll_buf_addf(out, "  %s\n", lesson->manifest->title);
}

static int run(int argc, char **argv)
{
    int status;
    struct ll_operands given;
    if (!ll_command_line_parse(&ll_command_list, argc, argv, NULL, &given, &status))
        return status;

    status = LL_EXIT_CLEAN;
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
        struct ll_how_far progress;
        struct ll_lesson *lesson = ll_lesson_load(folders.items[i], &err);
        if (lesson == NULL || ll_how_far(lesson, &progress, &err) != 0) {
            /* One broken lesson must not hide the others. */
            status = ll_command_failed(&err);
        } else {
            bool all = progress.done == progress.exercises;
            add_row(&out, &style, lesson, &progress);
            done += all;
            if (!all && next == 0)
                next = lesson->number;
        }
        ll_lesson_free(lesson);
    }
    ll_buf_addf(&out, "\n %u of %zu done", done, folders.count);
    if (next > 0) {
        ll_buf_puts(&out, "; next: ");
        ll_screen_command(&out, "lesson", next, 0);
    }
    ll_buf_puts(&out, "\n ○ not begun   ◐ begun: 1 of 2 exercises is done   ● done\n");
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
    .about = "Prints a line for each lesson: ○ not begun, ◐ some exercises or steps "
             "are done, ● "
             "all exercises are done.",
    .status = "0, or 2 when a lesson cannot be read",
    .own_lessons = true,
    .run = run,
};
