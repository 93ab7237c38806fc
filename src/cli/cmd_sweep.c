/* SPDX-License-Identifier: MIT
 *
 * cmd_sweep: the command `sweep`: each allocation of a program fails once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "cli/screen.h"
#include "picture/picture.h"
#include "project/built.h"
#include "project/sweepable.h"
#include "project/variant.h"
#include "session/build.h"
#include "session/modules.h"
#include "session/run.h"
#include "sweep/sweep.h"

extern const struct ll_command ll_command_sweep;

struct request {
    const char *format;
    struct ll_sweep_options options;
    struct ll_program program;
    bool gdb, reachable;
};

/* ---- the options ----------------------------------------------------------------- */

/* The formats that can show a sweep. */
static const char *format_name(size_t index)
{
    for (const struct ll_format *const *row = ll_formats; *row != NULL; row++)
        if ((*row)->sweep != NULL && index-- == 0)
            return (*row)->name;
    return NULL;
}

static const char *tool_name(size_t index)
{
    for (const struct ll_tool *const *row = ll_tools; *row != NULL; row++)
        if (ll_tool_sweeps(*row) && index-- == 0)
            return (*row)->name;
    return NULL;
}

static int take_only(void *stored, char letter, const char *value, struct ll_error *err)
{
    struct ll_sweep_options *to = stored;
    (void)letter;
    if (!ll_program_failure(value, &to->only, &to->only_with_all))
        return ll_fail(err, LL_FAULT_USAGE,
                       "--only takes the number of an allocation, as 7 or 7+, not '%s'",
                       value);
    return 0;
}

static int take_but(void *stored, char letter, const char *value, struct ll_error *err)
{
    struct ll_subject *subject = stored;
    (void)letter;
    return ll_strings_addf(&subject->env, LL_SWEEP_BUT "=%s", value)
               ? 0
               : ll_fail_memory(err);
}

static const struct ll_option options[] = {
    {.name = "only",
     .type = LL_OPTION_OWN,
     .value = "N",
     .at = offsetof(struct request, options),
     .take = take_only,
     .help = "fail only the Nth allocation; N+: and all that follow"},
    {.name = "gdb",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, gdb),
     .help = "with --only: start the debugger, stopped where the allocation fails"},
    {.name = "rerun",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, options.rerun),
     .help = "start the program again for each failure, and do not fork it"},
    {.name = "time",
     .type = LL_OPTION_SECONDS,
     .value = "SECONDS",
     .at = offsetof(struct request, options.seconds),
     .least = 0.01,
     .most = 86400,
     .help = "stop the sweep after SECONDS (default 60)"},
    {.name = "distinct",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, options.distinct),
     .help = "try one failure for each call stack that allocates"},
    {.name = "suite",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, program.subject.is_suite),
     .help = "the program is a Check suite: sweep each test by itself"},
    {.name = "but",
     .type = LL_OPTION_OWN,
     .value = "TEST,...",
     .at = offsetof(struct request, program.subject),
     .take = take_but,
     .help = "with --suite: leave these tests out"},
    {.name = "reachable",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, reachable),
     .help = "what a failure leaves reachable at the end is a fault, too"},
    {.name = "returns",
     .type = LL_OPTION_FLAG,
     .at = offsetof(struct request, program.subject.returns),
     .help = "a function of the first file that ends the program is at fault"},
    {.name = "suppress",
     .type = LL_OPTION_TEXT,
     .value = "FUNCTION",
     .at = offsetof(struct request, options.suppress),
     .help = "do not report as lost what FUNCTION, of a library, allocates"},
    {.group = ll_screen_root, .at = offsetof(struct request, program.subject.roots)},
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
    {.group = ll_options_timeout,
     .at = offsetof(struct request, program.session.limits)},
    {.group = ll_program_report_options, .at = offsetof(struct request, program)},
    {.group = ll_screen_pairs, .at = offsetof(struct request, program.subject.pairs)},
    {.group = ll_program_options, .at = offsetof(struct request, program)},
    {0},
};

/* ---- the commands for one failure ------------------------------------------------ */

/* Append "leaklab sweep --only %s series.c": the command line for one failure. */
static int add_again(struct ll_buf *out, int argc, char **argv, struct ll_error *err)
{
    static const char *const left_out[] = {"only", "time", "format", "rerun", NULL};
    struct ll_strings words = LL_STRINGS_INIT;
    int result =
        ll_command_line_repeat(&ll_command_sweep, argc, argv, left_out, &words, err);
    ll_screen_command(out, "sweep", 0, 0);
    ll_buf_puts(out, " --only %s");
    for (size_t i = 0; i < words.count && result == 0; i++)
        ll_screen_word(out, words.items[i]);
    ll_strings_release(&words);
    return result;
}

/* Append "leaklab picture --fail %s series.c", with the options that `picture` has,
 * too. */
static int add_picture(struct ll_buf *out, int argc, char **argv, struct ll_error *err)
{
    static const char *const left_out[] = {
        "only", "gdb",       "rerun",   "time",     "distinct", "suite",
        "but",  "reachable", "returns", "suppress", "root",     "format",
        "tool", "raw",       "output",  "keep",     NULL};
    struct ll_strings words = LL_STRINGS_INIT;
    int result =
        ll_command_line_repeat(&ll_command_sweep, argc, argv, left_out, &words, err);
    ll_buf_addf(out, "%s picture --fail %%s", ll_command_program());
    for (size_t i = 0; i < words.count && result == 0; i++)
        ll_screen_word(out, words.items[i]);
    ll_strings_release(&words);
    return result;
}

/* ---- under gdb ------------------------------------------------------------------- */

/* Start gdb on the program, stopped where the allocation fails. Returns an exit
 * status. */
static int debug(struct request *request, struct ll_error *err)
{
    struct ll_subject *subject = &request->program.subject;
    const struct ll_tool *tool = ll_tool_for(LL_TOOL_BARE);
    struct ll_run run = {.tool = tool};
    struct ll_strings argv = LL_STRINGS_INIT;
    int status = LL_EXIT_HARNESS;
    char *dir = ll_path_temp_dir(err);
    if (dir == NULL)
        return ll_command_failed(err);
    char what[64];
    snprintf(what, sizeof what, "fail:%lu%s", request->options.only,
             request->options.only_with_all ? "+" : "");
    subject->sweep = strdup(what);
    if (subject->sweep == NULL || ll_build(subject, tool, dir, NULL, &run, err) != 0) {
        status = ll_command_failed(err);
        goto out;
    }
    if (run.status != LL_RUN_JUDGED) {
        fprintf(stderr, "leaklab: cannot build '%s'\n\n%s", subject->name,
                run.compiler != NULL ? run.compiler : "");
        status = LL_EXIT_INPUT;
        goto out;
    }
    ll_strings_add_all(&argv, (const char *const[]){"gdb", "-q", "-ex", NULL});
    ll_strings_addf(&argv, "set environment LEAKLAB_SWEEP %s", what);
    ll_strings_add_all(
        &argv, (const char *const[]){"-ex", "break leaklab_allocation_fails", "-ex",
                                     "run", "-ex", "backtrace", "--args", NULL});
    ll_strings_addf(&argv, "%s/" LL_BUILD_PROGRAM, dir);
    ll_strings_add_all(&argv, ll_strings_argv(&subject->args));
    status = ll_program_gdb(&argv, err);

out:
    ll_strings_release(&argv);
    ll_run_release(&run);
    ll_path_remove_tree(dir);
    free(dir);
    return status;
}

/* ---- the sweep ------------------------------------------------------------------- */

static void print_output(const struct ll_sweep *sweep)
{
    for (size_t i = 0; i < sweep->count; i++)
        if (ll_program_print_output(&sweep->attempts[i].result))
            return;
}

/* The tools that were asked for, or those of `leaklab check` that can sweep. */
static void choose_tools(const struct ll_program *program,
                         const struct ll_tool *tools[LL_WITNESSES_MAX + 1])
{
    size_t count = ll_program_tools(program, tools), kept = 0;
    for (size_t i = 0; i < count; i++)
        if (ll_tool_sweeps(tools[i]))
            tools[kept++] = tools[i];
    tools[kept] = NULL;
}

/* The tool that a finished program runs under: what `leaklab cc` built has one of its
 * own in it. */
static const struct ll_tool *tool_for_finished(const struct ll_program *program)
{
    if (!program->subject.preloads)
        return ll_tool_for(LL_TOOL_BUILT_IN);
    return program->tools.count > 0 ? ll_tool_find(program->tools.items[0])
                                    : ll_tool_for(LL_TOOL_WATCHER);
}

/* Whether a page can show one failure of the program. A suite has more tests than the
 * one in which it happens. */
static bool can_be_drawn(const struct ll_subject *subject)
{
    return ll_picture_is_built() && subject->finished == NULL && !subject->is_suite &&
           !ll_modules_any(subject);
}

static int sweep(struct request *request, const char *again, const char *picture,
                 struct ll_error *err)
{
    const struct ll_tool *tools[LL_WITNESSES_MAX + 1];
    struct ll_program *program = &request->program;
    struct ll_sweep swept = {0};
    struct ll_buf out = LL_BUF_INIT;
    int status;
    choose_tools(program, tools);
    if (program->subject.finished != NULL) {
        tools[0] = tool_for_finished(program);
        tools[1] = NULL;
    }
    request->options.tools = tools;
    if (request->reachable)
        program->subject.reachable = LL_REACHABLE_FAULT;
    if (can_be_drawn(&program->subject))
        program->style.picture = picture;
    ll_progress_show(&program->session);
    if (ll_program_input(program, err) != 0 ||
        ll_sweep_run(&program->session, &program->subject, &request->options, &swept,
                     err) != 0 ||
        ll_format_find(request->format)
                ->sweep(&swept, again, &program->style, &out, err) != 0) {
        status = ll_command_failed(err);
        goto out;
    }
    if (program->show_output)
        print_output(&swept);
    status = ll_exit_for(ll_sweep_verdict(&swept));
    if (request->options.only > 0 && swept.count == 0 &&
        swept.base.verdict <= LL_FAIL) {
        fprintf(stderr,
                "leaklab: there is no allocation number %lu: the program has %lu\n",
                request->options.only, swept.allocations);
        status = LL_EXIT_INPUT;
        goto out;
    }
    fwrite(ll_buf_text(&out), 1, out.len, stdout);

out:
    ll_sweep_release(&swept);
    ll_buf_release(&out);
    return status;
}

/* ---- a finished program ------------------------------------------------------- */

/* Whether one operand is a program that was built. */
static bool is_finished(const struct ll_operands *operands)
{
    return operands->count == 1 && !ll_path_ends(operands->items[0], ".o") &&
           ll_program_is_finished(operands->items[0]);
}

/* Whether to sweep the variant `swept` that `leaklab cc` built, and not the program
 * itself. */
static bool wants_variant(const struct request *request, const char *swept)
{
    const struct ll_option_list *tools = &request->program.tools;
    return tools->count > 0 ? ll_tool_find(tools->items[0])->is_built_in
                            : swept != NULL && !request->program.subject.is_suite;
}

/* Have the subject run the variant. 0, or an exit status. */
static int take_variant(struct ll_subject *subject, const char *file, const char *swept,
                        struct ll_error *err)
{
    if (swept == NULL)
        ll_fail(err, LL_FAULT_USAGE,
                "'%s' was not built by `leaklab cc`, or long ago: build it anew with "
                "CC=\"%s cc\", or leave --tool out",
                file, ll_command_program());
    else if (ll_built_look(swept, &(struct ll_built){0}, &subject->roots, err) == 0)
        return 0;
    return ll_command_failed(err);
}

/* Have the subject run the program itself. 0, or an exit status. */
static int take_itself(struct ll_subject *subject, const char *file,
                       struct ll_sweepable *how, struct ll_error *err)
{
    if (ll_sweepable_look(file, subject->is_suite, &subject->roots, how, err) != 0)
        return ll_command_failed(err);
    if (how->refusal != NULL) {
        ll_fail(err, LL_FAULT_USAGE, "%s", how->refusal);
        return ll_command_failed(err);
    }
    for (size_t i = 0; i < how->remarks.count; i++)
        fprintf(stderr, "leaklab: %s\n", how->remarks.items[i]);
    if (how->is_suite && !subject->is_suite)
        fprintf(stderr,
                "leaklab: '%s' is a Check suite: each test is swept by itself\n", file);
    subject->is_suite = how->is_suite;
    subject->preloads = true;
    return 0;
}

static int take_finished(struct request *request, const struct ll_operands *operands,
                         struct ll_error *err)
{
    struct ll_subject *subject = &request->program.subject;
    if (request->gdb || subject->returns || subject->python ||
        request->program.tools.count > 1)
        return ll_command_misuse(&ll_command_sweep,
                                 "'%s' is built already: --gdb, --returns, --python "
                                 "and more than one --tool are for sources",
                                 operands->items[0]);
    for (size_t i = 0; i < operands->rest_count; i++)
        ll_strings_add(&subject->args, operands->rest[i]);
    char *here = ll_path_real(".", err);
    subject->name = strdup(operands->items[0]);
    if (here != NULL)
        ll_strings_add(&subject->roots, here);
    bool taken = here != NULL && subject->name != NULL &&
                 ll_strings_ok(&subject->args, err) == 0 &&
                 ll_strings_ok(&subject->roots, err) == 0;
    free(here);
    return taken ? 0 : ll_command_failed(err);
}

/* Sweep a finished program: what `leaklab cc` built for it, or the program itself. */
static int sweep_finished(struct request *request, const struct ll_operands *operands,
                          const char *again, struct ll_error *err)
{
    struct ll_subject *subject = &request->program.subject;
    const char *file = operands->items[0];
    struct ll_sweepable how = {0};
    int status = take_finished(request, operands, err);
    if (status != 0)
        return status;
    char *real = ll_path_real(file, err);
    char *swept = ll_variant_swept(file);
    bool variant = wants_variant(request, swept);
    status = real == NULL ? ll_command_failed(err)
             : variant    ? take_variant(subject, file, swept, err)
                          : take_itself(subject, file, &how, err);
    subject->finished = variant ? swept : real;
    request->program.session.no_cache = true; /* which knows only of sources */
    if (status == 0)
        status = sweep(request, again, NULL, err);
    subject->finished = NULL;
    ll_sweepable_release(&how);
    free(swept);
    free(real);
    return status;
}

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_buf again = LL_BUF_INIT, picture = LL_BUF_INIT;
    struct ll_operands operands;
    struct request request = {.format = "text", .options = {.seconds = 60}};
    ll_program_init(&request.program);
    request.program.session.limits.output_bytes = LL_SWEEP_OUTPUT_BYTES;
    if (add_again(&again, argc, argv, &err) != 0 ||
        add_picture(&picture, argc, argv, &err) != 0)
        status = ll_command_failed(&err);
    else if (!ll_command_line_parse(&ll_command_sweep, argc, argv, &request, &operands,
                                    &status))
        ; /* `status` says how it ends */
    else if (is_finished(&operands))
        status = sweep_finished(&request, &operands, ll_buf_text(&again), &err);
    else if (request.gdb && request.options.only == 0)
        status = ll_command_misuse(&ll_command_sweep,
                                   "--gdb needs to know which failure: add --only N");
    else if ((status = ll_program_take(&request.program, &ll_command_sweep, &operands,
                                       &err)) == 0)
        status = request.gdb ? debug(&request, &err)
                             : sweep(&request, ll_buf_text(&again),
                                     ll_buf_text(&picture), &err);
    ll_program_release(&request.program);
    ll_buf_release(&again);
    ll_buf_release(&picture);
    return status;
}

const struct ll_command ll_command_sweep = {
    .name = "sweep",
    .usage = "[OPTIONS] FILE.c...|PROGRAM [-- ARGS]",
    .summary = "fail each allocation of a program once",
    .about =
        "Counts the allocations of a run. Then it makes the 1st fail, the 2nd, and "
        "so on, each alone and each with all that follow, under memcheck and "
        "AddressSanitizer. It reports each cause once that makes the program leak, "
        "crash, use memory that is not its own, or not end. See docs/sweep.md and "
        "docs/json.md.\n"
        "PROGRAM is a finished one, linked dynamically; it runs under memcheck. If "
        "it was built by `leaklab cc`, its variant runs under AddressSanitizer.",
    .status = "0 no failure leads to a fault, 1 faults, 2 nothing could be judged or "
              "not all failures were tried, 3 leaklab failed",
    .examples = "leaklab sweep prog.c\n"
                "leaklab sweep --only 7 prog.c -- --verbose < input.txt\n"
                "make && leaklab sweep tests/parser -- data.txt",
    .options = options,
    .operands = ll_program_operands,
    .operand_count = 1,
    .passes_rest = true,
    .run = run,
};
