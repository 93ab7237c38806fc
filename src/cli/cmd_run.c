/* SPDX-License-Identifier: MIT
 *
 * cmd_run: the command `run`: any command, with all programs that it starts under the
 * tools. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "cli/lists.h"
#include "cli/screen.h"
#include "project/project.h"
#include "report/layout.h"

extern const struct ll_command ll_command_run;

struct request {
    const char *format;
    const char *report; /* a file; NULL: stdout */
    struct ll_style style;
    struct ll_option_list also;
    struct ll_strings roots, pairs;
    bool once;
    bool keep_status;
    struct ll_lists_asked asked;
    struct ll_lists lists;
};

static const struct ll_option options[] = {
    {.name = "format",
     .type = LL_OPTION_CHOICE,
     .value = "FORMAT",
     .at = offsetof(struct request, format),
     .choices = ll_format_name,
     .help = "the format of the report"},
    {.name = "report",
     .type = LL_OPTION_TEXT,
     .value = "FILE",
     .at = offsetof(struct request, report),
     .values = LL_VALUES_FILES,
     .help = "write the report to FILE, not among what the command prints"},
    {.name = "watch",
     .repeats = true,
     .type = LL_OPTION_TEXT,
     .value = "NAME",
     .at = offsetof(struct request, also),
     .help =
         "watch the program NAME, too, although it is the system's, such as python3"},
    {.group = ll_screen_root, .at = offsetof(struct request, roots)},
    {.group = ll_screen_pairs, .at = offsetof(struct request, pairs)},
    {.name = "once",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, once),
     .help = "do not run the command again, neither to find where memory was lost, nor "
             "with what `leaklab cc` built"},
    {.name = "keep-status",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, keep_status),
     .help = "where there is no fault, end with the status of the command itself"},
    {.name = "all",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, style.all),
     .help = "show every fault, not only the first ten"},
    {.group = ll_lists_options, .at = offsetof(struct request, asked)},
    {.name = "raw",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, style.raw),
     .help = "add the reports of the tools themselves"},
    {0},
};

static const struct ll_operand operands_of_run[] = {
    {.missing = "which command?", .many = true, .values = LL_VALUES_FILES},
};

/* ---- what is told of the programs --------------------------------------------- */

static const char *shown(const char *path, char **owned)
{
    *owned = ll_path_relative(path, NULL);
    return *owned != NULL ? *owned : path;
}

static void say_program(struct ll_buf *out, const struct ll_style *style,
                        const struct ll_project_program *program, const char *what)
{
    char *owned;
    struct ll_buf line = LL_BUF_INIT;
    ll_buf_addf(&line, "%s: %s", shown(program->path, &owned), what);
    ll_wrap(out, style, 0, ll_buf_text(&line));
    ll_buf_release(&line);
    free(owned);
}

static bool has_no_lines(const struct ll_project_program *program)
{
    return program->no_lines;
}

static bool may_mislead(const struct ll_project_program *program)
{
    return program->is_optimised && program->has_faults && !program->no_lines;
}

static bool was_terminated(const struct ll_project_program *program)
{
    return program->was_terminated;
}

static bool has_no_variant(const struct ll_project_program *program)
{
    return !program->has_variant && program->unchecked == NULL;
}

/* What is told of all programs to which it applies at once. */
static const struct remark {
    bool (*applies)(const struct ll_project_program *);
    const char *of_one, *of_many;
} no_lines = {has_no_lines,
              "has no debug information, so no lines of its own can be told. Build it "
              "with -g, and do not strip it.",
              "have no debug information, so no lines of their own can be told. Build "
              "them with -g, and do not strip them."},
  optimised = {may_mislead,
               "was optimised, so lines and variables may be wrong or missing. Build "
               "it with -O0 -g to be sure.",
               "were optimised, so lines and variables may be wrong or missing. Build "
               "them with -O0 -g to be sure."},
  terminated =
      {was_terminated,
       "was ended by SIGTERM. If that was a time limit of the tests, raise it "
       "(ctest --timeout 600, meson test -t 20): the tools make programs slower.",
       "were ended by SIGTERM. If that was a time limit of the tests, raise it "
       "(ctest --timeout 600, meson test -t 20): the tools make programs slower."},
  no_variant = {has_no_variant,
                "was not built by `leaklab cc`, or long ago, so only memcheck and "
                "lastptr watched it",
                "were not built by `leaklab cc`, or long ago, so only memcheck and "
                "lastptr watched them"};

/* "tests/list: was optimised, ...", "tests/list, tests/tree and 3 more: were ...". */
static void say_remark(struct ll_buf *out, const struct ll_style *style,
                       const struct ll_project_report *report,
                       const struct remark *remark)
{
    enum { SHOWN = 3 };
    struct ll_buf line = LL_BUF_INIT;
    size_t count = 0;
    for (size_t i = 0; i < report->program_count; i++) {
        char *owned = NULL;
        if (!remark->applies(&report->programs[i]))
            continue;
        if (count < SHOWN)
            ll_buf_addf(&line, "%s%s", count > 0 ? ", " : "",
                        shown(report->programs[i].path, &owned));
        count++;
        free(owned);
    }
    if (count > SHOWN)
        ll_buf_addf(&line, " and %zu more", count - SHOWN);
    ll_buf_addf(&line, ": %s", count == 1 ? remark->of_one : remark->of_many);
    if (count > 0)
        ll_wrap(out, style, 0, ll_buf_text(&line));
    ll_buf_release(&line);
}

/* What the variant does not check: the first lines of it. */
static void say_unchecked(struct ll_buf *out, const struct ll_style *style,
                          const struct ll_project_program *program)
{
    enum { SHOWN = 3 };
    size_t count = 0;
    for (const char *line = program->unchecked; line != NULL && *line != '\0';
         line = ll_next_line(line), count++) {
        char *one = count < SHOWN ? strndup(line, strcspn(line, "\n")) : NULL;
        if (one != NULL)
            say_program(out, style, program, one);
        free(one);
    }
    if (count > SHOWN) {
        struct ll_buf rest = LL_BUF_INIT;
        ll_buf_addf(&rest, "no checks in %zu more files", count - SHOWN);
        say_program(out, style, program, ll_buf_text(&rest));
        ll_buf_release(&rest);
    }
}

/* "3 programs were watched: tests/list (faults), tests/tree, and 1 without a fault". */
static void say_watched(struct ll_buf *out, const struct ll_style *style,
                        const struct ll_project_report *report)
{
    enum { SHOWN = 12 };
    struct ll_buf line = LL_BUF_INIT;
    size_t count = report->program_count, told = 0;
    ll_buf_addf(&line, "%zu program%s %s watched:", count, ll_plural(count),
                count == 1 ? "was" : "were");
    for (size_t i = 0; i < 2 * count; i++) { /* those with faults first */
        const struct ll_project_program *program = &report->programs[i % count];
        char *owned;
        if (program->has_faults != (i < count) || (i >= count && told >= SHOWN))
            continue;
        ll_buf_addf(&line, "%s %s%s", told > 0 ? "," : "", shown(program->path, &owned),
                    i < count ? " (faults)" : "");
        told++;
        free(owned);
    }
    if (told < count)
        ll_buf_addf(&line, ", and %zu without a fault", count - told);
    ll_wrap(out, style, 0, ll_buf_text(&line));
    ll_buf_release(&line);
}

static const char by_valgrind[] =
    "The command runs programs under valgrind itself, and what runs there leaklab "
    "cannot "
    "watch. Run the tests without it: look in their script for a variable, such as "
    "USE_VALGRIND=0.";

static void add_programs(struct ll_buf *out, const struct ll_style *style,
                         const struct ll_project_report *report)
{
    bool any_variant = false;
    say_remark(out, style, report, &no_lines);
    say_remark(out, style, report, &optimised);
    if (report->status != 0) /* else the command ends its own programs so */
        say_remark(out, style, report, &terminated);
    for (size_t i = 0; i < report->program_count; i++) {
        any_variant = any_variant || report->programs[i].has_variant;
        if (report->programs[i].note != NULL)
            say_program(out, style, &report->programs[i], report->programs[i].note);
        say_unchecked(out, style, &report->programs[i]);
    }
    if (any_variant)
        say_remark(out, style, report, &no_variant);
    say_watched(out, style, report);
    if (report->status != 0)
        ll_buf_addf(out, "The command itself ended with status %d.\n", report->status);
    if (report->has_valgrind)
        ll_wrap(out, style, 0, by_valgrind);
    if (report->lacks_input)
        ll_wrap(
            out, style, 0,
            "Where the command ran again, it could not read what it had read on its "
            "input: give that in a file, with < FILE.");
}

/* ---- the report --------------------------------------------------------------- */

static int write_report(const struct request *request, const struct ll_buf *out,
                        struct ll_error *err)
{
    if (request->report != NULL)
        return ll_file_write(request->report, out->data, out->len, err);
    fwrite(ll_buf_text(out), 1, out->len, stdout);
    return 0;
}

/* A command that started no program of the user's own was not judged. */
static int say_nothing(const struct request *request,
                       const struct ll_project_report *report, struct ll_error *err)
{
    const struct ll_buf nothing = LL_BUF_INIT;
    if (report->has_valgrind)
        fprintf(stderr, "leaklab: %s\n", by_valgrind);
    if (request->keep_status)
        return request->report != NULL && write_report(request, &nothing, err) != 0
                   ? ll_command_failed(err)
                   : report->status;
    if (!report->has_valgrind)
        fprintf(
            stderr,
            "leaklab: '%s' started no program of your own: what it started is the "
            "system's.\nTo watch such a program, name it: leaklab run --watch NAME -- "
            "...\n",
            report->subject.name);
    if (report->status != 0)
        fprintf(stderr, "The command itself ended with status %d.\n", report->status);
    return LL_EXIT_INPUT;
}

static int report_on(struct request *request, struct ll_project_report *report,
                     struct ll_error *err)
{
    struct ll_buf out = LL_BUF_INIT;
    bool is_text = strcmp(request->format, "text") == 0;
    if (report->program_count == 0)
        return say_nothing(request, report, err);
    if (ll_lists_apply(&request->lists, &report->result, err) != 0)
        return ll_command_failed(err);
    if (is_text)
        ll_buf_putc(&out, '\n');
    int result = ll_format_find(request->format)
                     ->check(&report->result, &request->style, &out, err);
    if (result == 0 && is_text)
        add_programs(&out, &request->style, report);
    if (result == 0) {
        ll_lists_tell(&request->lists, request->format, &out);
        result = write_report(request, &out, err);
    }
    ll_buf_release(&out);
    int status = ll_lists_exit(&request->lists, &report->result);
    return result != 0                                      ? ll_command_failed(err)
           : status != LL_EXIT_CLEAN || report->status == 0 ? status
           : request->keep_status                           ? report->status
                                                            : LL_EXIT_COMMAND;
}

static void tell_again(const struct ll_tool *tool)
{
    fprintf(stderr, "leaklab: %s (--once: not)\n",
            tool->is_built_in
                ? "the command runs again, without its output, with what `leaklab cc` "
                  "built to find more"
                : "memory was lost. The command runs again, without its output, to "
                  "find where");
}

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands operands;
    struct ll_project_report report = {0};
    struct request request = {.format = "text", .style = ll_style_for(STDOUT_FILENO)};
    if (!ll_command_line_parse(&ll_command_run, argc, argv, &request, &operands,
                               &status) ||
        (status = ll_lists_open(&request.lists, &request.asked, &ll_command_run)) != 0)
        goto out;
    if (ll_screen_add_pairs(&request.pairs, &err) != 0) {
        status = ll_command_failed(&err);
        goto out;
    }
    const struct ll_project project = {.argv = (const char *const *)operands.items,
                                       .also = request.also.items,
                                       .roots = ll_strings_argv(&request.roots),
                                       .pairs = ll_strings_argv(&request.pairs),
                                       .once = request.once,
                                       .tell_again = tell_again};
    status = ll_project_run(&project, &report, &err) != 0
                 ? ll_command_failed(&err)
                 : report_on(&request, &report, &err);

out:
    ll_lists_release(&request.lists);
    ll_project_report_release(&report);
    ll_strings_release(&request.roots);
    ll_strings_release(&request.pairs);
    return status;
}

const struct ll_command ll_command_run = {
    .name = "run",
    .usage = "[OPTIONS] [--] COMMAND [ARG...]",
    .summary = "watch all programs that a command starts",
    .about =
        "Runs COMMAND, such as a program, `make check` or `ctest`, and watches each of "
        "your own programs that it starts, also by scripts: under memcheck, and, where "
        "memory was lost, once more under lastptr. Each fault is reported once. "
        "Nothing is built: build with -g first.\n"
        "Your own are the programs that are not the system's (not below /usr). The "
        "code of your own is what lies below this folder, or was compiled for these "
        "programs.",
    .status =
        "0 no fault, 1 faults, 2 no program of your own was started, 3 leaklab "
        "failed, 5 no fault, but the command itself failed (with --keep-status, "
        "its own status), 6 a file of known faults or suppressions cannot be read",
    .examples = "leaklab run ./prog input.txt\n"
                "leaklab run make check\n"
                "leaklab run --report report.sarif --format sarif -- ctest",
    .options = options,
    .operands = operands_of_run,
    .operand_count = 1,
    .ends_in_command = true,
    .run = run,
};
