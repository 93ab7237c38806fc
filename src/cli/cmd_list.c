/* SPDX-License-Identifier: MIT
 *
 * cmd_list: the command `list`: the lessons, and how far a learner is. */
#include <stdlib.h>

#include "base/home.h"
#include "cli/screen.h"
#include "judge/judge.h"

extern const struct ll_command ll_command_list;

/* How far the reader is with a lesson. It comes from the cache, which keeps the
 * judgement of each exercise; an exercise that was changed since then is not known. Of
 * an exercise in steps, each step counts as one. */
struct progress {
    unsigned exercises, known, done;
};

/* How many of the exercise's steps are done: of one that has faults left, never all. */
static unsigned done_of(const struct ll_judgement *judgement)
{
    size_t steps = judgement->steps.count, mended = ll_steps_mended(&judgement->steps);
    if (ll_judgement_verdict(judgement) == LL_PASS)
        return steps > 0 ? (unsigned)steps : 1;
    return (unsigned)(mended > 0 && mended == steps ? mended - 1 : mended);
}

static int look_up(const struct ll_lesson *lesson, struct progress *progress,
                   struct ll_error *err)
{
    size_t count = 0;
    int result = 0;
    struct ll_case *cases = NULL;
    struct ll_session session = LL_SESSION_INIT;
    *progress = (struct progress){0};
    if (ll_cases(lesson, NULL, false, &cases, &count, err) != 0)
        return -1;
    for (size_t i = 0; i < count && result == 0; i++) {
        struct ll_judgement judgement = {0};
        if (cases[i].part != LL_PART_EXERCISE)
            continue;
        progress->exercises +=
            cases[i].exercise->steps_count > 0 ? cases[i].exercise->steps_count : 1;
        int known = ll_judge_recall(&session, lesson, &cases[i], &judgement, err);
        if (known == 1) {
            progress->known++;
            progress->done += done_of(&judgement);
            ll_judgement_release(&judgement);
        }
        result = known < 0 ? -1 : 0;
    }
    ll_cases_free(cases, count);
    return result;
}

static void add_row(struct ll_buf *out, const struct ll_style *style,
                    const struct ll_lesson *lesson, const struct progress *progress)
{
    ll_buf_addf(out, "%4u  %-18s ", lesson->number, lesson->slug);
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
        struct progress progress;
        struct ll_lesson *lesson = ll_lesson_load(folders.items[i], &err);
        if (lesson == NULL || look_up(lesson, &progress, &err) != 0) {
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
    .about = "Prints a line for each lesson: ○ not begun, ◐ some exercises or steps "
             "are done, ● "
             "all exercises are done.",
    .status = "0, or 2 when a lesson cannot be read",
    .run = run,
};
