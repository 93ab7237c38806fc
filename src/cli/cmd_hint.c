/* SPDX-License-Identifier: MIT
 *
 * cmd_hint: the command `hint`: the next hint for an exercise. */
#include "cli/hints.h"
#include "cli/screen.h"

extern const struct ll_command ll_command_hint;

static void print_hint(struct ll_buf *out, const struct ll_lesson *lesson,
                       const struct ll_hints *hints, unsigned which)
{
    const struct ll_style style = ll_style_for(1);
    const struct ll_hint_group group = ll_hints_around(hints, which);
    const bool more = which + 1 < group.first + group.count;
    ll_hints_add(out, &style, 0, 1, hints, which);
    ll_buf_puts(out, more ? "\n Next hint: " : "\n Try it: ");
    ll_screen_command(out, more ? "hint" : "lesson", lesson->number,
                      more ? which + 1 : 0);
    if (!more && which < hints->texts.count) {
        ll_buf_addf(out, "\n %s: ", hints->groups.items[which]);
        ll_screen_command(out, "hint", lesson->number, which + 1);
    }
    ll_buf_putc(out, '\n');
}

static const struct ll_operand operands[] = {
    LL_SCREEN_LESSON,
    {.values = LL_VALUES_ANY},
};

static int run(int argc, char **argv)
{
    int status;
    unsigned which = 1;
    struct ll_error err = {0};
    struct ll_operands given;
    struct ll_lesson *lesson = NULL;
    struct ll_hints hints = {LL_STRINGS_INIT, LL_STRINGS_INIT};
    struct ll_buf out = LL_BUF_INIT;
    if (!ll_command_line_parse(&ll_command_hint, argc, argv, NULL, &given, &status))
        return status;
    if ((given.count == 2 && ll_screen_number(given.items[1], &which, &err) != 0) ||
        (lesson = ll_screen_lesson_of(given.items[0], &err)) == NULL ||
        ll_hints_load(lesson, &hints, &err) != 0) {
        status = ll_command_failed(&err);
        goto out;
    }
    if (which > hints.texts.count) {
        status = ll_command_misuse(&ll_command_hint, "lesson %u has %zu hints",
                                   lesson->number, hints.texts.count);
        goto out;
    }
    print_hint(&out, lesson, &hints, which);
    ll_screen_print(&out);
    status = LL_EXIT_CLEAN;

out:
    ll_buf_release(&out);
    ll_hints_release(&hints);
    ll_lesson_free(lesson);
    return status;
}

const struct ll_command ll_command_hint = {
    .name = "hint",
    .usage = "N [M]",
    .summary = "a hint for an exercise of lesson N",
    .about = "Prints hint M, or the first one. Each hint tells a little more than the "
             "one before it. The folder of a lesson may stand for its number.",
    .status = "0, or 2 when there is no such hint",
    .examples = "leaklab hint 3\nleaklab hint 3 2",
    .operands = operands,
    .operand_count = 2,
    .own_lessons = true,
    .run = run,
};
