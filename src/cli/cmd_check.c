/* SPDX-License-Identifier: MIT
 *
 * cmd_check: the command `check`: programs of the reader's own under the tools. */
#include <stdio.h>

#include "cli/program.h"
#include "cli/progress.h"
#include "cli/screen.h"

extern const struct ll_command ll_command_check;

struct request {
    const char *format;
    struct ll_program program;
    bool lost;
    struct ll_option_list more;
};

static const char *format_name(size_t index)
{
    return ll_formats[index] != NULL ? ll_formats[index]->name : NULL;
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
    {.group = ll_options_timeout,
     .at = offsetof(struct request, program.session.limits)},
    {.group = ll_screen_no_cache,
     .at = offsetof(struct request, program.session.no_cache)},
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

static int check(struct request *request, struct ll_error *err)
{
    const struct ll_tool *tools[LL_WITNESSES_MAX + 1];
    struct ll_program *program = &request->program;
    struct ll_result result = {0};
    struct ll_buf out = LL_BUF_INIT;
    int status;
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
                            err) != 0)) {
        status = ll_command_failed(err);
        goto out;
    }
    if (program->show_output)
        ll_program_print_output(&result);
    if (ll_format_find(request->format)->check(&result, &program->style, &out, err) !=
        0) {
        status = ll_command_failed(err);
        goto out;
    }
    fwrite(ll_buf_text(&out), 1, out.len, stdout);
    status = ll_exit_for(result.verdict);

out:
    ll_result_release(&result);
    ll_buf_release(&out);
    return status;
}

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands operands;
    struct request request = {.format = "text"};
    ll_program_init(&request.program);
    if (ll_command_line_parse(&ll_command_check, argc, argv, &request, &operands,
                              &status) &&
        (status = ll_program_take(&request.program, &ll_command_check, &operands,
                                  &err)) == 0)
        status = check(&request, &err);
    ll_program_release(&request.program);
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
             "(SARIF 2.1.0) for code hosts; docs/json.md describes json, "
             "docs/students.md the tools.",
    .status = "0 no fault, 1 faults, 2 nothing could be judged, 3 leaklab failed",
    .examples = "leaklab check prog.c\n"
                "leaklab check main.c list.c -lm -- --verbose < input.txt",
    .options = options,
    .operands = ll_program_operands,
    .operand_count = 1,
    .passes_rest = true,
    .run = run,
};
