/* SPDX-License-Identifier: MIT
 *
 * cmd_next: the command `next`: where a learner goes on. */
#include "cli/how_far.h"
#include "cli/screen.h"

extern const struct ll_command ll_command_next;

static int say_next(unsigned number, struct ll_buf *out, struct ll_error *err)
{
    unsigned exercise;
    bool done;
    struct ll_lesson *lesson = ll_screen_lesson(number, err);
    if (lesson == NULL)
        return -1;
    int result = ll_how_far_open(lesson, &exercise, &done, err);
    if (result == 0 && !done) {
        ll_buf_addf(out, "Lesson %u: %s. Next in it is ", number,
                    lesson->manifest->title);
        ll_screen_file(out, lesson,
                       ll_exercise_file(&lesson->manifest->exercises[exercise]));
        ll_buf_puts(out, ".\n\n  ");
        ll_screen_command(out, "lesson", number, 0);
        ll_buf_puts(out, "   shows it\n  ");
        ll_screen_command(out, "watch", number, 0);
        ll_buf_puts(out, "    judges it each time that you save it\n");
    }
    ll_lesson_free(lesson);
    return result;
}

static int run(int argc, char **argv)
{
    int status;
    unsigned number;
    struct ll_error err = {0};
    struct ll_operands given;
    struct ll_buf out = LL_BUF_INIT;
    if (!ll_command_line_parse(&ll_command_next, argc, argv, NULL, &given, &status))
        return status;
    if (ll_how_far_next(0, &number, &err) != 0 ||
        (number > 0 && say_next(number, &out, &err) != 0)) {
        ll_buf_release(&out);
        return ll_command_failed(&err);
    }
    if (number == 0)
        ll_buf_puts(&out, "All lessons are done.\n");
    ll_screen_print(&out);
    return LL_EXIT_CLEAN;
}

const struct ll_command ll_command_next = {
    .name = "next",
    .usage = "",
    .summary = "where to go on",
    .about = "Names the first lesson that is not done, and its first exercise that is "
             "not.",
    .status = "0",
    .own_lessons = true,
    .run = run,
};
