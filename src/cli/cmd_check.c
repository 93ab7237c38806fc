/* SPDX-License-Identifier: MIT
 *
 * cmd_check: the command `check`: programs of the reader's own under the tools. */
#include <stdio.h>
#include <string.h>

#include "cli/lists.h"
#include "cli/pictured.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "cli/screen.h"

extern const struct ll_command ll_command_check;

struct request {
    const char *format;
    const char *picture; /* the command that draws this run */
    struct ll_program program;
    bool lost;
    struct ll_option_list more;
    struct ll_lists_asked asked;
    struct ll_lists lists;
};

/* The page is no report on a result: it needs a run of its own. */
static const char page_format[] = "html";

static const char *format_name(size_t index)
{
    size_t count = 0;
    while (ll_formats[count] != NULL)
        count++;
    return index < count    ? ll_formats[index]->name
           : index == count ? page_format
                            : NULL;
}

/* The tools that report faults. */
static const char *tool_name(size_t index)
{
    for (const struct ll_tool *const *row = ll_tools; *row != NULL; row++)
        if ((*row)->blind != NULL && index-- == 0)
            return (*row)->name;
    return NULL;
}

static const struct ll_option options[] = {
    {.name = "format",
     .type = LL_OPTION_CHOICE,
     .value = "FORMAT",
     .at = offsetof(struct request, format),
     .choices = format_name,
     .help = "the format of the report"},
    {.name = "tool",
     .type = LL_OPTION_CHOICE,
     .repeats = true,
     .value = "TOOL",
     .at = offsetof(struct request, program.tools),
     .choices = tool_name,
     .help = "run only this tool"},
    {.name = "lost",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, lost),
     .help = "run lastptr at once, not only after another tool has seen a leak"},
    {.name = "more",
     .repeats = true,
     .type = LL_OPTION_TEXT,
     .value = "ARG",
     .at = offsetof(struct request, more),
     .help = "run it a second time with ARG, which gives it more input: memory that it "
             "then keeps more of at its end is a fault"},
    {.name = "all",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, program.style.all),
     .help = "show every fault, not only the first ten"},
    {.group = ll_lists_options, .at = offsetof(struct request, asked)},
    {.group = ll_options_timeout,
     .at = offsetof(struct request, program.session.limits)},
    {.group = ll_screen_no_cache,
     .at = offsetof(struct request, program.session.no_cache)},
    {.group = ll_program_report_options, .at = offsetof(struct request, program)},
    {.group = ll_screen_pairs, .at = offsetof(struct request, program.subject.pairs)},
    {.group = ll_program_options, .at = offsetof(struct request, program)},
    {0},
};

/* With --lost, the tools that explain leaks run beside the others. */
static void choose_tools(const struct request *request,
                         const struct ll_tool *tools[LL_WITNESSES_MAX + 1])
{
    size_t count = ll_program_tools(&request->program, tools);
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        if ((*tool)->explains_leaks && request->lost && count < LL_WITNESSES_MAX &&
            !ll_tool_is_among(*tool, tools, count))
            tools[count++] = *tool;
    tools[count] = NULL;
}

/* Append the page. Returns the exit status of a failure, or 0. */
static int add_page(const struct ll_program *program, const struct ll_result *result,
                    struct ll_buf *out, struct ll_error *err)
{
    struct ll_buf report = LL_BUF_INIT;
    struct ll_style style = program->style;
    style.colour = false;
    style.all = true;
    int status = LL_EXIT_CLEAN;
    if (ll_format_find("text")->check(result, &style, &report, err) != 0) {
        status = ll_command_failed(err);
    } else {
        const struct ll_picture_order order = {.session = &program->session,
                                               .subject = &program->subject,
                                               .result = result,
                                               .report = ll_buf_text(&report)};
        status = ll_pictured_page(&order, out, err);
    }
    ll_buf_release(&report);
    return status;
}

/* Append the report. Returns the exit status of a failure, or 0. */
static int add_report(const struct request *request, const struct ll_result *result,
                      struct ll_buf *out, struct ll_error *err)
{
    const struct ll_program *program = &request->program;
    if (strcmp(request->format, page_format) == 0)
        return add_page(program, result, out, err);
    if (ll_format_find(request->format)->check(result, &program->style, out, err) != 0)
        return ll_command_failed(err);
    if (strcmp(request->format, "text") == 0 && ll_pictured_is_worth(result))
        ll_buf_addf(out, "To see it happen: %s%s\n", request->picture,
                    program->subject.stdin_path != NULL ? " < INPUT" : "");
    return 0;
}

static int check(struct request *request, struct ll_error *err)
{
    const struct ll_tool *tools[LL_WITNESSES_MAX + 1];
    struct ll_program *program = &request->program;
    struct ll_result result = {0};
    struct ll_buf out;
    int status;
    if (strcmp(request->format, page_format) == 0 &&
        !ll_pictured_can(&program->subject, &status))
        return status;
    ll_buf_init(&out, LL_PICTURED_MAX);
    choose_tools(request, tools);
    for (size_t i = 0; i < request->more.count; i++)
        ll_strings_add(&program->subject.more_args, request->more.items[i]);
    if (request->more.count > 0)
        program->subject.reachable = LL_REACHABLE_GROWS;
    ll_progress_show(&program->session);
    if (ll_strings_ok(&program->subject.more_args, err) != 0 ||
        ll_program_input(program, err) != 0 ||
        ll_session_run_one(&program->session, &program->subject, tools, &result, err) !=
            0 ||
        (program->tools.count == 0 &&
         ll_session_explain(&program->session, &(struct ll_result *){&result}, 1,
                            err) != 0) ||
        ll_lists_apply(&request->lists, &result, err) != 0) {
        status = ll_command_failed(err);
        goto out;
    }
    if (program->show_output)
        ll_program_print_output(&result);
    status = add_report(request, &result, &out, err);
    if (status != LL_EXIT_CLEAN)
        goto out;
    ll_lists_tell(&request->lists, request->format, &out);
    fwrite(ll_buf_text(&out), 1, out.len, stdout);
    status = ll_lists_exit(&request->lists, &result);

out:
    ll_result_release(&result);
    ll_buf_release(&out);
    return status;
}

/* Append "leaklab picture prog.c": the command line without what is for reports. */
static int add_picture(struct ll_buf *out, int argc, char **argv, struct ll_error *err)
{
    static const char *const left_out[] = {
        "format", "tool", "lost",     "more",           "raw",          "output",
        "keep",   "all",  "baseline", "write-baseline", "suppressions", NULL};
    struct ll_strings words = LL_STRINGS_INIT;
    int result =
        ll_command_line_repeat(&ll_command_check, argc, argv, left_out, &words, err);
    ll_screen_command(out, "picture", 0, 0);
    for (size_t i = 0; i < words.count && result == 0; i++)
        ll_screen_word(out, words.items[i]);
    ll_strings_release(&words);
    return result;
}

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_buf picture = LL_BUF_INIT;
    struct ll_operands operands;
    struct request request = {.format = "text"};
    ll_program_init(&request.program);
    if (add_picture(&picture, argc, argv, &err) != 0) {
        status = ll_command_failed(&err);
        goto out;
    }
    request.picture = ll_buf_text(&picture);
    if (ll_command_line_parse(&ll_command_check, argc, argv, &request, &operands,
                              &status) &&
        (status = ll_lists_open(&request.lists, &request.asked, &ll_command_check)) ==
            0 &&
        (status = ll_program_take(&request.program, &ll_command_check, &operands,
                                  &err)) == 0)
        status = check(&request, &err);

out:
    ll_lists_release(&request.lists);
    ll_program_release(&request.program);
    ll_buf_release(&picture);
    return status;
}

const struct ll_command ll_command_check = {
    .name = "check",
    .usage = "[OPTIONS] FILE.c... [-- ARGS]",
    .summary = "diagnose any C program",
    .about = "Compiles the files once for each tool, runs the program with ARGS under "
             "each, and reports each fault once. The program reads what leaklab gets "
             "on stdin.\n"
             "Of the formats, gcc (file:line:col: error: ...) is for editors, sarif "
             "(SARIF 2.1.0) and gitlab (GitLab's code quality) for code hosts, ctest "
             "for CTest, junit for Jenkins and similar systems, and html a page for a "
             "browser with the report, the source and the memory of the run; "
             "docs/json.md describes json, docs/formats.md those for code hosts, "
             "docs/students.md the tools.",
    .status = "0 no fault, 1 faults, 2 nothing could be judged, 3 leaklab failed, 4 "
              "leaklab was built without pages (html), 6 a file of known faults or "
              "suppressions "
              "cannot be read",
    .examples = "leaklab check prog.c\n"
                "leaklab check main.c list.c -lm -- --verbose < input.txt",
    .options = options,
    .operands = ll_program_operands,
    .operand_count = 1,
    .passes_rest = true,
    .run = run,
};
