/* SPDX-License-Identifier: MIT
 *
 * export: make the folder that a class gets, or with which a course's system or a
 * cluster grades. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/bundle.h"
#include "cli/export_parts.h"
#include "cli/screen.h"
#include "tools/tool.h"

extern const struct ll_command ll_command_export;

/* For whom there is an export. Each has a file of its own: export_NAME.c. */
static const struct ll_export_target *const targets[] = {
    &ll_export_students,    &ll_export_lessons,      &ll_export_gradescope,
    &ll_export_classroom50, &ll_export_vpl,          &ll_export_coderunner,
    &ll_export_autolab,     &ll_export_prairielearn, &ll_export_slurm,
    &ll_export_vscode,      &ll_export_suppressions, NULL,
};

/* Refuse a lesson that is not in order: also one whose exercise was solved in place. */
static int check_lesson(const struct ll_lesson *lesson, struct ll_error *err)
{
    struct ll_strings tools = LL_STRINGS_INIT, findings = LL_STRINGS_INIT;
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        ll_strings_add(&tools, (*tool)->name);
    int result = ll_strings_ok(&tools, err);
    if (result == 0)
        result = ll_lesson_check(lesson, ll_strings_argv(&tools), &findings, err);
    if (result == 0 && findings.count > 0)
        result =
            ll_fail(err, LL_FAULT_INPUT,
                    "lesson %u is not in order: %s ('leaklab verify %u' says more)",
                    lesson->number, findings.items[0], lesson->number);
    ll_strings_release(&tools);
    ll_strings_release(&findings);
    return result;
}

struct request {
    const struct ll_export_target *target;
    struct ll_export_cluster cluster;
    const char *tool; /* NULL: none was named */
};

/* Write lesson number `index` of those that were asked for. */
static int put_lesson(const struct ll_bundle *bundle, const struct request *request,
                      const char *folder, size_t index, struct ll_error *err)
{
    const struct ll_export_target *target = request->target;
    struct ll_lesson *lesson = ll_lesson_load(folder, err);
    int result = -1;
    if (lesson != NULL && check_lesson(lesson, err) == 0)
        result = target->cluster == NULL
                     ? target->lesson(bundle, lesson, err)
                     : target->cluster(bundle, lesson, &request->cluster,
                                       request->cluster.submissions.items[index], err);
    ll_lesson_free(lesson);
    return result;
}

static int export(const struct request *request, const struct ll_strings *folders,
                  const char *destination, struct ll_error *err)
{
    const struct ll_export_target *target = request->target;
    struct ll_bundle bundle;
    int result = ll_bundle_begin(&bundle, destination, err);
    for (size_t i = 0; i < folders->count && result == 0; i++)
        result = put_lesson(&bundle, request, folders->items[i], i, err);
    if (result == 0 && target->whole != NULL)
        result = target->whole(&bundle, err);
    if (result == 0)
        result = ll_bundle_end(&bundle, err);
    if (result == 0) {
        printf("%zu lesson%s in '%s'. ", folders->count, ll_plural(folders->count),
               bundle.destination);
        printf(target->next, bundle.destination);
        putchar('\n');
    }
    ll_bundle_release(&bundle);
    return result;
}

static const struct ll_option options[] = {
    {.group = ll_export_cluster_options, .at = offsetof(struct request, cluster)},
    {.name = "for",
     .type = LL_OPTION_CHOICE,
     .value = "TOOL",
     .at = offsetof(struct request, tool),
     .choices = ll_export_tool_name,
     .help = "suppressions: the tool that is to read them"},
    {0},
};

static const char *target_name(size_t index)
{
    return targets[index] != NULL ? targets[index]->name : NULL;
}

static const struct ll_operand operands[] = {
    {.missing = "for whom, and into which folder?", .choices = target_name},
    {.many = true, .values = LL_VALUES_LESSONS | LL_VALUES_FOLDERS},
};

/* The row of that name; NULL: there is none, and a message was printed. */
static const struct ll_export_target *find_target(const char *name)
{
    struct ll_buf names = LL_BUF_INIT;
    if (strcmp(name, "github-classroom") == 0) {
        ll_command_misuse(&ll_command_export,
                          "GitHub Classroom was shut down on 28 August 2026; its "
                          "successor is Classroom 50: export for 'classroom50'");
        return NULL;
    }
    for (size_t i = 0; targets[i] != NULL; i++) {
        if (strcmp(targets[i]->name, name) == 0) {
            ll_buf_release(&names);
            return targets[i];
        }
        ll_buf_addf(&names, "%s%s", names.len > 0 ? ", " : "", targets[i]->name);
    }
    ll_command_misuse(&ll_command_export, "cannot export for '%s': use one of %s", name,
                      ll_buf_text(&names));
    ll_buf_release(&names);
    return NULL;
}

/* Check what no row can check alone. Returns 0, or an exit status. */
static int check_request(const struct request *request, size_t lessons)
{
    const struct ll_export_cluster *cluster = &request->cluster;
    bool asked = cluster->submissions.count > 0 || cluster->results != NULL ||
                 cluster->partition != NULL || cluster->time != NULL ||
                 cluster->memory != NULL || cluster->shards > 0 || cluster->cpus > 0;
    if (lessons > 0 && request->target->into != NULL)
        return ll_command_misuse(&ll_command_export,
                                 "an export for '%s' takes one folder, and no lessons",
                                 request->target->name);
    if (lessons == 0 && !request->target->takes_all && request->target->into == NULL)
        return ll_command_misuse(&ll_command_export, "which lessons?");
    if ((asked && request->target->cluster == NULL) || request->tool != NULL)
        return ll_command_misuse(&ll_command_export,
                                 "an export for '%s' takes no options",
                                 request->target->name);
    if (request->target->cluster != NULL && cluster->submissions.count != lessons)
        return ll_command_misuse(&ll_command_export,
                                 "which submissions? --submissions FOLDER, once for "
                                 "each lesson");
    return 0;
}

/* Print a file in the words of a tool. Returns an exit status. */
static int convert(const struct request *request, const struct ll_operands *given)
{
    struct ll_error err = {0};
    if (given->count != 2)
        return ll_command_misuse(&ll_command_export, "which file? Name one");
    if (request->tool == NULL)
        return ll_command_misuse(&ll_command_export, "for which tool? --for TOOL");
    if (request->target->convert(given->items[1], request->tool, &err) == 0)
        return LL_EXIT_CLEAN;
    int status = ll_command_failed(&err);
    return status == LL_EXIT_INPUT ? LL_EXIT_LISTS : status;
}

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands given;
    struct request request = {0};
    if (!ll_command_line_parse(&ll_command_export, argc, argv, &request, &given,
                               &status))
        return status;
    request.target = find_target(given.items[0]);
    if (request.target == NULL)
        return LL_EXIT_INPUT;
    if (request.target->convert != NULL)
        return convert(&request, &given);
    const bool is_into = request.target->into != NULL;
    if (given.count == 1 && !is_into)
        return ll_command_misuse(&ll_command_export, "into which folder?");
    size_t count = given.count == 1 ? 0 : given.count - 2; /* between FOR and FOLDER */
    status = check_request(&request, count);
    if (status != 0)
        return status;

    struct ll_strings folders = LL_STRINGS_INIT;
    status = LL_EXIT_CLEAN;
    if (is_into) {
        if (request.target->into(given.count == 1 ? "." : given.items[1], &err) != 0)
            status = ll_command_failed(&err);
    } else if (ll_screen_folders(given.items + 1, count, false, &folders, &err) != 0 ||
               export(&request, &folders, given.items[given.count - 1], &err) != 0)
        status = ll_command_failed(&err);
    ll_strings_release(&folders);
    return status;
}

const struct ll_command ll_command_export = {
    .name = "export",
    .usage = "[OPTIONS] FOR [N...] [FOLDER | FILE]",
    .summary = "make the folder for a class, or for its grader",
    .about =
        "students: what a class gets: lessons without solutions, labels and hidden "
        "tests, and what builds leaklab. Without N, all lessons.\n"
        "gradescope: for each lesson, a folder to upload as its autograder.\n"
        "classroom50: for each lesson, a template repository and an autograder for "
        "Classroom 50, and the image that grades them.\n"
        "vpl: for each lesson, the scripts of a Virtual Programming Lab in Moodle.\n"
        "coderunner: for each lesson, a question for CodeRunner in Moodle, and the "
        "image that grades them.\n"
        "autolab: for each lesson, an assessment, and the image that grades them.\n"
        "prairielearn: for each lesson, a question, and the image that grades them.\n"
        "slurm: for each lesson, a script that grades a class on a Slurm cluster, in "
        "parts: a job with a task for each part, and one that joins them.\n"
        "lessons: the lessons for yourself, to work in where leaklab is installed. "
        "Without N, all. The commands about lessons take them when you are in FOLDER.\n"
        "vscode: the folder .vscode for Visual Studio Code: tasks (check, lesson, "
        "sweep, hint) whose faults it shows as problems, and a configuration of its "
        "debugger that stops at the fault. FOLDER may exist; the default is the "
        "current one.\n"
        "suppressions: prints FILE, a file of suppressions (docs/projects.md), in the "
        "words of the tool that --for names. A line that the tool cannot express is "
        "left out, and told.\n"
        "The first exercise of a lesson in which code is written is graded. The other "
        "FOLDERs "
        "must not exist; if the export fails, it is not made. A lesson that is not in "
        "order, or whose exercise was solved in place, is not exported.",
    .status = "0, 2 when nothing could be exported, or 6 when a file of suppressions "
              "cannot be read",
    .examples = "leaklab export lessons mine\n"
                "leaklab export students class\n"
                "leaklab export gradescope 3 4 graders\n"
                "leaklab export slurm 6 --submissions submissions --shards 40 cluster\n"
                "leaklab export vscode .\n"
                "leaklab export suppressions --for memcheck list.yml > memcheck.supp",
    .options = options,
    .operands = operands,
    .operand_count = 2,
    .run = run,
};
