/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/path.h"
#include "cli/program.h"
#include "cli/screen.h"
#include "session/build.h"
#include "session/run.h"
#include "sweep/sweep.h"

extern const struct ll_command ll_command_sweep;

#define DEFAULT_SECONDS 60

struct request {
    const struct ll_format *format;
    const struct ll_tool *tools[LL_WITNESSES_MAX + 1];
    size_t tool_count;
    struct ll_sweep_options options;
    struct ll_session session;
    struct ll_style style;
    struct ll_program program;
    bool gdb;
    bool show_output;
};

enum {
    OPT_FORMAT = 256,
    OPT_TOOL,
    OPT_ONLY,
    OPT_GDB,
    OPT_RERUN,
    OPT_TIMEOUT,
    OPT_TIME,
    OPT_RAW,
    OPT_OUTPUT,
    OPT_SUITE,
    OPT_ROOT,
    OPT_BUT,
    OPT_DISTINCT,
    OPT_SUPPRESS,
    OPT_KEEP
};

static const struct option long_options[] = {
    {"format", required_argument, NULL, OPT_FORMAT},
    {"tool", required_argument, NULL, OPT_TOOL},
    {"only", required_argument, NULL, OPT_ONLY},
    {"gdb", no_argument, NULL, OPT_GDB},
    {"rerun", no_argument, NULL, OPT_RERUN},
    {"timeout", required_argument, NULL, OPT_TIMEOUT},
    {"time", required_argument, NULL, OPT_TIME},
    {"raw", no_argument, NULL, OPT_RAW},
    {"output", no_argument, NULL, OPT_OUTPUT},
    {"suite", no_argument, NULL, OPT_SUITE},
    {"but", required_argument, NULL, OPT_BUT},
    {"suppress", required_argument, NULL, OPT_SUPPRESS},
    {"distinct", no_argument, NULL, OPT_DISTINCT},
    {"root", required_argument, NULL, OPT_ROOT},
    {"keep", no_argument, NULL, OPT_KEEP},
    {"interactive", no_argument, NULL, 'i'},
    {0},
};

static int misuse(const char *format, const char *value)
{
    return ll_command_misuse(&ll_command_sweep, format, value);
}

static bool read_seconds(const char *text, double *seconds)
{
    char *end;
    *seconds = strtod(text, &end);
    return *end == '\0' && *seconds > 0 && *seconds <= 86400;
}

/* "7", "7+" */
static bool read_only(const char *text, struct ll_sweep_options *options)
{
    char *end;
    options->only = text[0] >= '1' && text[0] <= '9' ? strtoul(text, &end, 10) : 0;
    options->only_with_all = options->only > 0 && *end == '+';
    return options->only > 0 && end[options->only_with_all] == '\0';
}

static int add_root(struct request *request, const char *folder)
{
    char *real = ll_path_is_dir(folder) ? ll_path_real(folder, NULL) : NULL;
    if (real == NULL)
        return misuse("--root takes a folder, not '%s'", folder);
    ll_strings_add(&request->program.subject.roots, real);
    free(real);
    return 0;
}

static int take_option(struct request *request, int option, const char *value)
{
    const struct ll_tool *tool;
    double seconds;
    switch (option) {
    case OPT_FORMAT:
        request->format = ll_format_find(value);
        return request->format != NULL && request->format->sweep != NULL
                   ? 0
                   : misuse("there is no format '%s' (text, json)", value);
    case OPT_TOOL:
        tool = ll_tool_find(value);
        if (tool == NULL || tool->reads_sources || tool->blind == NULL)
            return misuse("there is no tool '%s' that runs programs", value);
        if (request->tool_count < LL_WITNESSES_MAX)
            request->tools[request->tool_count++] = tool;
        return 0;
    case OPT_ONLY:
        return read_only(value, &request->options)
                   ? 0
                   : misuse("--only takes a number, as 7 or 7+, not '%s'", value);
    case OPT_TIMEOUT:
        if (!read_seconds(value, &seconds))
            return misuse("--timeout takes seconds, not '%s'", value);
        request->session.limits.wall_seconds = seconds;
        request->session.limits.cpu_seconds = 2 * seconds;
        return 0;
    case OPT_TIME:
        return read_seconds(value, &request->options.seconds)
                   ? 0
                   : misuse("--time takes seconds, not '%s'", value);
    case OPT_GDB:
        request->gdb = true;
        return 0;
    case OPT_RERUN:
        request->options.rerun = true;
        return 0;
    case OPT_RAW:
        request->style.raw = true;
        return 0;
    case OPT_OUTPUT:
        request->show_output = true;
        return 0;
    case OPT_SUITE:
        request->program.subject.is_suite = true;
        return 0;
    case OPT_BUT:
        ll_strings_addf(&request->program.subject.env, LL_SWEEP_BUT "=%s", value);
        return 0;
    case OPT_SUPPRESS:
        request->options.suppress = value;
        return 0;
    case OPT_DISTINCT:
        request->options.distinct = true;
        return 0;
    case OPT_ROOT:
        return add_root(request, value);
    case OPT_KEEP:
        request->session.keep = true;
        return 0;
    case ':':
        return misuse("an option lacks its value%s", "");
    case '?':
        return misuse("unknown option '%s'", value);
    default:
        ll_program_option(&request->program, option, value);
        return 0;
    }
}

static int take_arguments(struct request *request, int argc, char **argv,
                          struct ll_error *err)
{
    int own = ll_program_arguments(&request->program, argc, argv);
    int option;
    optind = 0;
    opterr = 0;
    while ((option = getopt_long(own, argv, ":" LL_PROGRAM_LETTERS, long_options,
                                 NULL)) != -1) {
        int status =
            take_option(request, option, option == '?' ? argv[optind - 1] : optarg);
        if (status != 0)
            return status;
    }
    if (request->gdb && request->options.only == 0)
        return misuse("--gdb needs to know which failure: --only %s", "N");
    return ll_program_files(&request->program, &ll_command_sweep, argv, optind, own,
                            err);
}

/* ---- the command that repeats one failure -----------------------------------------
 */

static void add_word(struct ll_buf *out, const char *word)
{
    bool plain = word[0] != '\0' && word[strspn(word, "abcdefghijklmnopqrstuvwxyz"
                                                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                      "0123456789_-+=./:,@")] == '\0';
    ll_buf_putc(out, ' ');
    if (plain) {
        ll_buf_puts(out, word);
        return;
    }
    ll_buf_putc(out, '\'');
    for (; *word != '\0'; word++)
        if (*word == '\'')
            ll_buf_puts(out, "'\\''");
        else
            ll_buf_putc(out, *word);
    ll_buf_putc(out, '\'');
}

/* "leaklab sweep --only %s series.c": as it was typed, for one failure. */
static void add_again(struct ll_buf *out, int argc, char **argv)
{
    ll_screen_command(out, "sweep", 0, 0);
    ll_buf_puts(out, " --only %s");
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--only") == 0 || strcmp(argv[i], "--time") == 0 ||
            strcmp(argv[i], "--format") == 0)
            i++;
        else if (strncmp(argv[i], "--only=", 7) != 0 &&
                 strncmp(argv[i], "--time=", 7) != 0 &&
                 strncmp(argv[i], "--format=", 9) != 0 &&
                 strcmp(argv[i], "--rerun") != 0)
            add_word(out, argv[i]);
    }
}

/* ---- under gdb ---------------------------------------------------------------------
 */

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
    if (subject->sweep == NULL || ll_build(subject, tool, dir, &run, err) != 0) {
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
    if (ll_strings_ok(&argv, err) != 0) {
        status = ll_command_failed(err);
        goto out;
    }
    pid_t gdb = fork();
    if (gdb == 0) {
        execvp("gdb", argv.items);
        fputs("leaklab: cannot start 'gdb': install the package 'gdb'\n", stderr);
        _exit(LL_EXIT_HARNESS);
    }
    int ended = 0;
    if (gdb > 0 && waitpid(gdb, &ended, 0) == gdb && WIFEXITED(ended))
        status = WEXITSTATUS(ended);

out:
    ll_strings_release(&argv);
    ll_run_release(&run);
    ll_path_remove_tree(dir);
    free(dir);
    return status;
}

/* ---- the sweep ------------------------------------------------------------------- */

static void choose_tools(struct request *request)
{
    if (request->tool_count > 0)
        return;
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        if ((*tool)->by_default)
            request->tools[request->tool_count++] = *tool;
}

static void print_output(const struct ll_sweep *sweep)
{
    for (size_t i = 0; i < sweep->count; i++)
        for (size_t j = 0; j < sweep->attempts[i].result.run_count; j++)
            if (sweep->attempts[i].result.runs[j].output != NULL) {
                fputs(sweep->attempts[i].result.runs[j].output, stderr);
                return;
            }
}

static int sweep(struct request *request, const char *again, struct ll_error *err)
{
    struct ll_sweep swept = {0};
    struct ll_buf out = LL_BUF_INIT;
    int status;
    choose_tools(request);
    request->options.tools = request->tools;
    if (ll_program_input(&request->program, err) != 0 ||
        ll_sweep_run(&request->session, &request->program.subject, &request->options,
                     &swept, err) != 0 ||
        request->format->sweep(&swept, again, &request->style, &out, err) != 0) {
        status = ll_command_failed(err);
        goto out;
    }
    if (request->show_output)
        print_output(&swept);
    status = ll_exit_for(ll_sweep_verdict(&swept));
    if (request->options.only > 0 && swept.count == 0 &&
        swept.base.verdict <= LL_FAIL) {
        fprintf(stderr, "leaklab: there is no allocation number %lu: it has %lu\n",
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

static int run(int argc, char **argv)
{
    struct ll_error err = {0};
    struct ll_buf again = LL_BUF_INIT;
    struct request request = {
        .format = ll_format_find("text"),
        .options = {.seconds = DEFAULT_SECONDS},
        .session = LL_SESSION_INIT,
        .style = ll_style_for(STDOUT_FILENO),
    };
    request.style.limits = &request.session.limits;
    add_again(&again, argc, argv);
    int status = take_arguments(&request, argc, argv, &err);
    if (status == 0)
        status = request.gdb ? debug(&request, &err)
                             : sweep(&request, ll_buf_text(&again), &err);
    ll_program_release(&request.program);
    ll_buf_release(&again);
    return status;
}

const struct ll_command ll_command_sweep = {
    .name = "sweep",
    .usage = "[OPTIONS] FILE.c... [-- ARGS]",
    .summary = "fail each allocation of a program once",
    .help =
        "Counts the allocations of a run and lets the 1st, the 2nd, ... fail, each\n"
        "alone and each with all that follow, under memcheck and AddressSanitizer.\n"
        "What then leaks, crashes, touches memory that is not its own or does not end\n"
        "is told once for each cause.\n"
        "\n"
        "  --only N         just the failure of the Nth allocation; N+: and all after "
        "it\n"
        "  --gdb            with --only: in the debugger, stopped where it fails\n"
        "  --format F       text (default), json (see docs/json.md)\n"
        "  --suite          the program is a Check suite: each test is swept by "
        "itself\n"
        "  --but TEST,...   with --suite: pass these tests over\n"
        "  --distinct       one failure for each call stack that allocates, and no "
        "more\n"
        "  --suppress FUNCTION  what it allocates, a library's, does not count as "
        "lost\n"
        "  --root FOLDER    code below it is mine, too: a library's that is linked\n"
        "  --tool NAME      under this tool; may be repeated\n"
        "  --timeout S      stop a failing run after S seconds (default 10)\n"
        "  --time S         try failures for S seconds at most (default 60)\n"
        "  --rerun          run the program anew for each failure, and do not fork it\n"
        "  --raw            add the tools' own words\n"
        "  --output         with --only: show on stderr what the program printed\n"
        "  -i, --interactive  let me type the program's input first\n"
        "  --keep           keep the working folders and say where they are\n"
        "  -I -D -U -std= -W -f -O -pthread -l -L  go to the compiler\n"
        "\n"
        "Exit status: 0 it survives them all, 1 faults, 2 nothing could be judged or\n"
        "not all was tried, 3 leaklab failed\n"
        "\n"
        "  leaklab sweep prog.c\n"
        "  leaklab sweep --only 7 prog.c -- --verbose < input.txt\n",
    .run = run,
};
