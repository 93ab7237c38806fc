/* SPDX-License-Identifier: MIT
 *
 * cmd_questions: the command `questions`: a bank of questions for a course system. */
#include <stdio.h>

#include "cli/screen.h"
#include "report/question_bank.h"

extern const struct ll_command ll_command_questions;

struct request {
    const char *format;
    struct ll_session session;
};

/* Say which questions are missing. Returns an exit status. */
static int say_left_out(const struct ll_questions *questions)
{
    for (size_t i = 0; i < questions->left_out.count; i++)
        fprintf(stderr, "leaklab: %s\n", questions->left_out.items[i]);
    return questions->left_out.count > 0 ? LL_EXIT_HARNESS : LL_EXIT_CLEAN;
}

static int show(const struct request *request, const struct ll_strings *folders,
                struct ll_error *err)
{
    struct ll_questions questions = {0};
    struct ll_buf out;
    int status;
    ll_buf_init(&out, (size_t)64 << 20);
    int result = ll_questions_make(&request->session, folders, &questions, err);
    if (result == 0)
        ll_questions_format_find(request->format)->write(&questions, &out);
    if (result == 0 && out.full)
        result = ll_fail_memory(err);
    if (result == 0) {
        ll_screen_print(&out);
        status = say_left_out(&questions);
    } else {
        status = ll_command_failed(err);
    }
    ll_buf_release(&out);
    ll_questions_release(&questions);
    return status;
}

static const char *format_name(size_t index)
{
    return ll_questions_formats[index].name;
}

static const struct ll_option options[] = {
    {.name = "format",
     .type = LL_OPTION_CHOICE,
     .value = "FORMAT",
     .at = offsetof(struct request, format),
     .choices = format_name,
     .help = "gift is for Moodle, csv for a spreadsheet"},
    {.group = ll_options_timeout, .at = offsetof(struct request, session.limits)},
    {.group = ll_screen_no_cache, .at = offsetof(struct request, session.no_cache)},
    {0},
};

static const struct ll_operand operands[] = {
    {.many = true, .values = LL_VALUES_LESSONS},
};

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands given;
    struct ll_strings folders = LL_STRINGS_INIT;
    struct request request = {.format = "gift", .session = LL_SESSION_INIT};
    if (!ll_command_line_parse(&ll_command_questions, argc, argv, &request, &given,
                               &status))
        return status;
    if (ll_screen_folders(given.items, given.count, false, &folders, &err) != 0)
        status = ll_command_failed(&err);
    else
        status = show(&request, &folders, &err);
    ll_strings_release(&folders);
    return status;
}

const struct ll_command ll_command_questions = {
    .name = "questions",
    .usage = "[OPTIONS] [N...]",
    .summary = "print questions about the lessons, with answers, for tests",
    .about =
        "The questions are those of \"Check yourself\" in each handout, and what the "
        "exercises of kind diagnose ask about their program. The tools are run to find "
        "the answers to those. Without N, all lessons.\n"
        "A program that runs out of time is run once more, with twice the time. If it "
        "runs out of time again, its questions are left out and named on stderr; all "
        "others are printed.\n"
        "Answers are printed, too: do not give the output to learners.",
    .status = "0 all questions are printed, 2 wrong usage, or a lesson cannot be read, "
              "3 some "
              "are left out, or leaklab failed",
    .examples = "leaklab questions > questions.gift\n"
                "leaklab questions --format csv 3 4 > questions.csv",
    .options = options,
    .operands = operands,
    .operand_count = 1,
    .run = run,
};
