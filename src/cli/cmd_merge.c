/* SPDX-License-Identifier: MIT
 *
 * cmd_merge: the command `merge`: the results of several machines become one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "class/gather.h"
#include "cli/class_files.h"
#include "cli/screen.h"

extern const struct ll_command ll_command_merge;

struct request {
    const char *output;
    struct ll_class_files files;
};

static const struct ll_option options[] = {
    {.name = "output",
     .type = LL_OPTION_TEXT,
     .value = "FOLDER",
     .at = offsetof(struct request, output),
     .values = LL_VALUES_FOLDERS,
     .help = "where the results are written (default: grades-lessonN)"},
    {.group = ll_class_files_options, .at = offsetof(struct request, files)},
    {0},
};

static const struct ll_operand operands[] = {
    {.missing = "which results? Name their folders",
     .many = true,
     .values = LL_VALUES_FOLDERS},
};

/* Say which submissions have two grades. */
static void tell_conflicts(const struct ll_strings *conflicts)
{
    enum { SHOWN = 10 };
    fprintf(stderr, "leaklab: nothing was merged: the results differ in the grade of ");
    for (size_t i = 0; i < conflicts->count && i < SHOWN; i++)
        fprintf(stderr, "%s%s", i > 0 ? ", " : "", conflicts->items[i]);
    if (conflicts->count > SHOWN)
        fprintf(stderr, " and %zu more", conflicts->count - SHOWN);
    fputs("\nleaklab: grade these again, or leave one of the folders out\n", stderr);
}

static int merge(struct request *request, const struct ll_operands *given,
                 const struct ll_class_about *about, struct ll_error *err)
{
    struct ll_class_outcome outcome = {0};
    struct ll_strings conflicts = LL_STRINGS_INIT;
    char own[32];
    const char *output = request->output;
    int status = LL_EXIT_CLEAN;
    if (output == NULL) {
        snprintf(own, sizeof own, "grades-lesson%u", about->lesson->number);
        output = own;
    }
    if (ll_class_files_check(&request->files, err) != 0)
        return ll_command_failed(err);
    int result = ll_class_gather(given->items, given->count, output, about, &outcome,
                                 &conflicts, err);
    if (result > 0) {
        tell_conflicts(&conflicts);
        status = LL_EXIT_INPUT;
    } else if (result < 0 ||
               ll_class_files_write(&request->files, &outcome, output, err) != 0) {
        status = ll_command_failed(err);
    } else {
        ll_class_files_show(&request->files, &outcome, output);
        for (size_t i = 0; i < outcome.class.count; i++)
            if (outcome.class.all[i].verdict == LL_HARNESS_ERROR)
                status = LL_EXIT_HARNESS;
    }
    ll_class_files_release(&request->files);
    ll_strings_release(&conflicts);
    ll_class_outcome_release(&outcome);
    return status;
}

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands given;
    struct request request = {0};
    struct ll_class_about about = {0};
    struct ll_lesson *lesson = NULL;
    unsigned number = 0;
    int exercise = 0;
    if (!ll_command_line_parse(&ll_command_merge, argc, argv, &request, &given,
                               &status))
        return status;
    char *what = ll_class_gathered(given.items, given.count, &err);
    if (what != NULL && sscanf(what, "lesson %u, %n", &number, &exercise) == 1)
        lesson = ll_screen_lesson(number, &err);
    if (lesson == NULL || ll_class_about(lesson, what + exercise, &about, &err) != 0)
        status = ll_command_failed(&err);
    else
        status = merge(&request, &given, &about, &err);
    ll_class_about_release(&about);
    ll_lesson_free(lesson);
    free(what);
    return status;
}

const struct ll_command ll_command_merge = {
    .name = "merge",
    .usage = "[OPTIONS] RESULTS...",
    .summary = "join the results of a class that was graded in parts",
    .about = "RESULTS are folders that 'leaklab grade --shard' has written. Their "
             "order makes "
             "no difference, and a folder may be merged twice. If two of them have "
             "different "
             "grades for one submission, nothing is written.",
    .status =
        "0, 2 when results differ or are none of one lesson, 3 when leaklab failed, "
        "or a submission was not graded because of it",
    .examples = "leaklab merge grades-lesson3-*of8",
    .options = options,
    .operands = operands,
    .operand_count = 1,
    .run = run,
};
