/* SPDX-License-Identifier: MIT
 *
 * cmd_debug: the command `debug`: a program in the debugger, stopped at its fault.
 *
 * The program is built for the tool that is compiled in, which calls a function of its
 * own when it sees a fault: gdb stops there. What that tool does not see in time (a
 * leak, an unset value) the other tools have told before: gdb stops at their lines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "cli/screen.h"
#include "diag/explain.h"
#include "judge/judge.h"
#include "session/build.h"
#include "session/run.h"

extern const struct ll_command ll_command_debug;

/* In the folder of --build, beside the program. */
#define COMMANDS "commands.gdb"

/* gdb is in a function of the tool then: choose the innermost frame of which there is a
 * source. Editors do that by themselves. */
static const char choose_frame[] =
    "python import os\n"
    "try:\n"
    "  frame = gdb.newest_frame()\n"
    "  while frame and not (frame.find_sal().symtab and\n"
    "                       os.path.exists(frame.find_sal().symtab.fullname())):\n"
    "    frame = frame.older()\n"
    "  if frame and frame != gdb.newest_frame():\n"
    "    frame.select()\n"
    "    gdb.execute('frame')\n"
    "except gdb.error:\n"
    "  pass\n";

struct request {
    const char *build; /* only build, into this folder; NULL: start gdb */
    struct ll_program program;
};

static const struct ll_option options[] = {
    {.name = "build",
     .type = LL_OPTION_TEXT,
     .value = "FOLDER",
     .at = offsetof(struct request, build),
     .values = LL_VALUES_FOLDERS,
     .help = "start no debugger: leave FOLDER/program and FOLDER/" COMMANDS
             " for one, such as an editor's"},
    {.group = ll_options_timeout,
     .at = offsetof(struct request, program.session.limits)},
    {.group = ll_screen_no_cache,
     .at = offsetof(struct request, program.session.no_cache)},
    {.group = ll_screen_pairs, .at = offsetof(struct request, program.subject.pairs)},
    {.group = ll_program_options, .at = offsetof(struct request, program)},
    {0},
};

/* ---- what gdb is told ------------------------------------------------------------ */

static void add_environment(struct ll_buf *out, const struct ll_strings *env)
{
    for (size_t i = 0; i < env->count; i++) {
        const char *value = strchr(env->items[i], '=');
        if (strchr(env->items[i], '\n') != NULL)
            continue;
        if (value == NULL)
            ll_buf_addf(out, "unset environment %s\n", env->items[i]);
        else
            ll_buf_addf(out, "set environment %.*s %s\n", (int)(value - env->items[i]),
                        env->items[i], value + 1);
    }
}

/* Whether the fault calls no function of the tool's when it happens. */
static bool is_silent(const struct ll_tool *tool, enum ll_kind kind)
{
    return ll_kind_is_leak(kind) || tool->blind(kind) != NULL;
}

static void add_breakpoint(struct ll_buf *out, const struct ll_diag *diag,
                           const char *const *roots)
{
    struct ll_mark marks[LL_MARKS_MAX];
    size_t count = ll_diag_marks(diag, roots, marks);
    const struct ll_mark *mark = ll_diag_main_mark(marks, count);
    if (mark == NULL || mark->frame->line == 0 || strchr(mark->frame->file, '"'))
        return;
    ll_buf_puts(out, "# ");
    ll_diag_summary(diag, mark, out);
    ll_buf_addf(out, "\nbreak -source \"%s\" -line %u\n", mark->frame->file,
                mark->frame->line);
}

static int write_commands(const struct ll_subject *subject, const struct ll_tool *tool,
                          const struct ll_result *result, const char *dir,
                          struct ll_error *err)
{
    struct ll_buf out = LL_BUF_INIT;
    struct ll_strings env = LL_STRINGS_INIT;
    char *path = ll_path_join(dir, COMMANDS);
    int written =
        path == NULL ? ll_fail_memory(err) : ll_build_env(subject, dir, &env, err);
    ll_buf_puts(&out, "set breakpoint pending on\n");
    add_environment(&out, &env);
    for (const char *const *one = tool->gdb_commands; *one != NULL; one++)
        ll_buf_addf(&out, "%s\n", *one);
    for (size_t i = 0; i < result->diags.count; i++)
        if (is_silent(tool, result->diags.items[i].kind))
            add_breakpoint(&out, &result->diags.items[i],
                           ll_strings_argv(&subject->roots));
    if (written == 0)
        written = out.full ? ll_fail_memory(err)
                           : ll_file_write(path, ll_buf_text(&out), out.len, err);
    ll_buf_release(&out);
    ll_strings_release(&env);
    free(path);
    return written;
}

/* ---- the program ----------------------------------------------------------------- */

static int start(const struct ll_subject *subject, const char *dir,
                 struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    ll_strings_add_all(&argv, (const char *const[]){"gdb", "-q", "-x", NULL});
    ll_strings_addf(&argv, "%s/" COMMANDS, dir);
    ll_strings_add_all(&argv, (const char *const[]){"-ex", "run", "-ex", choose_frame,
                                                    "--args", NULL});
    ll_strings_addf(&argv, "%s/" LL_BUILD_PROGRAM, dir);
    ll_strings_add_all(&argv, ll_strings_argv(&subject->args));
    int status = ll_program_gdb(&argv, err);
    ll_strings_release(&argv);
    return status;
}

/* Build the program in `dir`. Returns an exit status. */
static int build(const struct ll_subject *subject, const struct ll_tool *tool,
                 const char *dir, struct ll_error *err)
{
    struct ll_run run = {.tool = tool};
    int status = LL_EXIT_CLEAN;
    if (ll_build(subject, tool, dir, NULL, &run, err) != 0) {
        status = ll_command_failed(err);
    } else if (run.status != LL_RUN_JUDGED) {
        fprintf(stderr, "leaklab: cannot build '%s'\n\n%s", subject->name,
                run.compiler != NULL ? run.compiler : "");
        status = LL_EXIT_INPUT;
    }
    ll_run_release(&run);
    return status;
}

/* Print the faults in one line each, as editors read them. */
static int say_faults(const struct ll_program *program, const struct ll_result *result,
                      struct ll_error *err)
{
    struct ll_buf out = LL_BUF_INIT;
    int said = ll_format_find("gcc")->check(result, &program->style, &out, err);
    fputs(ll_buf_text(&out), stdout);
    ll_buf_release(&out);
    return said;
}

/* Find the faults, build the program, and debug it. Returns an exit status. */
static int debug(const struct request *request, const struct ll_subject *subject,
                 const struct ll_tool *const *tools, struct ll_error *err)
{
    const struct ll_session *session = &request->program.session;
    const struct ll_tool *tool = ll_tool_for(LL_TOOL_BUILT_IN);
    struct ll_result result = {0};
    int status = LL_EXIT_HARNESS;
    char *dir = request->build == NULL ? ll_path_temp_dir(err)
                : ll_path_make_dirs(request->build, err) == 0
                    ? ll_path_real(request->build, err)
                    : NULL;
    if (dir == NULL)
        return ll_command_failed(err);
    if (ll_session_run_one(session, subject, tools, &result, err) != 0 ||
        ll_session_explain(session, &(struct ll_result *){&result}, 1, err) != 0 ||
        say_faults(&request->program, &result, err) != 0) {
        status = ll_command_failed(err);
        goto out;
    }
    status = build(subject, tool, dir, err);
    if (status == LL_EXIT_CLEAN &&
        write_commands(subject, tool, &result, dir, err) != 0)
        status = ll_command_failed(err);
    else if (status == LL_EXIT_CLEAN && request->build == NULL)
        status = start(subject, dir, err);

out:
    ll_result_release(&result);
    if (request->build == NULL)
        ll_path_remove_tree(dir);
    free(dir);
    return status;
}

/* ---- a lesson -------------------------------------------------------------------- */

/* The lesson in whose folder the file is. New string; NULL: it is in none. */
static char *lesson_of(const char *file)
{
    char *folder = ll_path_dir(file);
    char *manifest = folder != NULL ? ll_path_join(folder, "lesson.yml") : NULL;
    if (manifest == NULL || !ll_path_exists(manifest)) {
        free(folder);
        folder = NULL;
    }
    free(manifest);
    return folder;
}

/* A file of a lesson is debugged with the lesson's other files. */
static int debug_lesson(const struct request *request, const char *folder,
                        const char *file, struct ll_error *err)
{
    struct ll_case *cases = NULL;
    const struct ll_case *one = NULL;
    const struct ll_tool **tools = NULL;
    size_t count = 0;
    int status;
    struct ll_lesson *lesson = ll_screen_lesson_of(folder, err);
    char *path = ll_path_real(file, err);
    if (lesson == NULL || path == NULL ||
        ll_cases(lesson, NULL, true, &cases, &count, err) != 0 ||
        (tools = ll_lesson_tools(lesson, err)) == NULL) {
        status = ll_command_failed(err);
        goto out;
    }
    for (size_t i = 0; i < count && one == NULL; i++)
        if (ll_strings_has(&cases[i].subject.sources, path))
            one = &cases[i];
    if (one == NULL) {
        ll_fail(err, LL_FAULT_USAGE, "lesson %u has no program with '%s'",
                lesson->number, file);
        status = ll_command_failed(err);
    } else {
        status = debug(request, &one->subject, tools, err);
    }

out:
    free(path);
    free(tools);
    ll_cases_free(cases, count);
    ll_lesson_free(lesson);
    return status;
}

/* ---- the command ----------------------------------------------------------------- */

static int debug_program(struct request *request, const struct ll_operands *given,
                         struct ll_error *err)
{
    const struct ll_tool *tools[LL_WITNESSES_MAX + 1];
    int status = ll_program_take(&request->program, &ll_command_debug, given, err);
    if (status != 0)
        return status;
    if (request->program.subject.python)
        return ll_command_misuse(&ll_command_debug, "not for Python modules");
    ll_program_tools(&request->program, tools);
    return debug(request, &request->program.subject, tools, err);
}

static int run(int argc, char **argv)
{
    int status;
    struct ll_error err = {0};
    struct ll_operands given;
    struct request request = {0};
    ll_program_init(&request.program);
    if (ll_command_line_parse(&ll_command_debug, argc, argv, &request, &given,
                              &status)) {
        char *folder = given.count == 1 ? lesson_of(given.items[0]) : NULL;
        ll_progress_show(&request.program.session);
        status = folder != NULL ? debug_lesson(&request, folder, given.items[0], &err)
                                : debug_program(&request, &given, &err);
        free(folder);
    }
    ll_program_release(&request.program);
    return status;
}

const struct ll_command ll_command_debug = {
    .name = "debug",
    .usage = "[OPTIONS] FILE.c... [-- ARGS]",
    .summary = "a program in the debugger, stopped at its fault",
    .about =
        "Runs the program as 'leaklab check' does, builds it with AddressSanitizer and "
        "starts it in gdb. It prints the faults first. gdb stops where "
        "AddressSanitizer sees a fault, in the line "
        "that causes it. At a leak, or at the use of an unset value, it stops in the "
        "line that 'leaklab check' tells, each time the program comes there. A file "
        "in a lesson's folder is built with the lesson's other files. The program "
        "reads its input from the terminal.",
    .status = "gdb's; with --build 0 the program is built, 2 it is not, 3 leaklab "
              "failed",
    .examples = "leaklab debug prog.c\n"
                "leaklab debug main.c list.c -lm -- 3\n"
                "leaklab debug lessons/03-lost-realloc/exercise.c",
    .options = options,
    .operands = ll_program_operands,
    .operand_count = 1,
    .passes_rest = true,
    .run = run,
};
