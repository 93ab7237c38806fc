/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/program.h"

extern const struct ll_command ll_command_check;

/* What the command line asked for. */
struct request {
    const struct ll_format *format;
    const struct ll_tool *tools[LL_WITNESSES_MAX + 1];
    size_t tool_count;
    struct ll_session session;
    struct ll_style style;
    struct ll_program program;
    bool lost; /* look for lost pointers at once, not only after a leak was seen */
    bool show_output;
};

enum {
    OPT_FORMAT = 256,
    OPT_TOOL,
    OPT_TIMEOUT,
    OPT_RAW,
    OPT_NO_CACHE,
    OPT_KEEP,
    OPT_LOST,
    OPT_OUTPUT
};

static const struct option long_options[] = {
    {"format", required_argument, NULL, OPT_FORMAT},
    {"tool", required_argument, NULL, OPT_TOOL},
    {"timeout", required_argument, NULL, OPT_TIMEOUT},
    {"raw", no_argument, NULL, OPT_RAW},
    {"no-cache", no_argument, NULL, OPT_NO_CACHE},
    {"keep", no_argument, NULL, OPT_KEEP},
    {"lost", no_argument, NULL, OPT_LOST},
    {"output", no_argument, NULL, OPT_OUTPUT},
    {"interactive", no_argument, NULL, 'i'},
    {0},
};

/* A misuse that names the tools. */
static int no_tool(const char *name)
{
    struct ll_buf names = LL_BUF_INIT;
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        if ((*tool)->blind != NULL) /* a witness of faults */
            ll_buf_addf(&names, "%s%s", names.len > 0 ? ", " : "", (*tool)->name);
    int status = ll_command_misuse(&ll_command_check, "there is no tool '%s' (%s)",
                                   name, ll_buf_text(&names));
    ll_buf_release(&names);
    return status;
}

static int take_option(struct request *request, int option, const char *value)
{
    switch (option) {
    case OPT_FORMAT:
        request->format = ll_format_find(value);
        if (request->format == NULL)
            return ll_command_misuse(&ll_command_check,
                                     "there is no format '%s' (text, json, gcc, sarif)",
                                     value);
        return 0;
    case OPT_TOOL:
        if (request->tool_count == LL_WITNESSES_MAX)
            return ll_command_misuse(&ll_command_check, "too many tools");
        request->tools[request->tool_count] = ll_tool_find(value);
        if (request->tools[request->tool_count++] == NULL)
            return no_tool(value);
        return 0;
    case OPT_TIMEOUT: {
        char *end;
        double seconds = strtod(value, &end);
        if (*end != '\0' || !(seconds > 0 && seconds <= 86400))
            return ll_command_misuse(&ll_command_check,
                                     "--timeout takes seconds, not '%s'", value);
        request->session.limits.wall_seconds = seconds;
        request->session.limits.cpu_seconds = 2 * seconds;
        return 0;
    }
    case OPT_RAW:
        request->style.raw = true;
        return 0;
    case OPT_NO_CACHE:
        request->session.no_cache = true;
        return 0;
    case OPT_KEEP:
        request->session.keep = true;
        return 0;
    case OPT_LOST:
        request->lost = true;
        return 0;
    case OPT_OUTPUT:
        request->show_output = true;
        return 0;
    case ':':
        return ll_command_misuse(&ll_command_check, "an option lacks its value");
    case '?':
        return ll_command_misuse(&ll_command_check, "unknown option '%s'", value);
    default:
        ll_program_option(&request->program, option, value);
        return 0;
    }
}

/* Read the command line. 0, or an exit status. */
static int take_arguments(struct request *request, int argc, char **argv,
                          struct ll_error *err)
{
    int own = ll_program_arguments(&request->program, argc, argv);
    int option;
    optind = 0;
    opterr = 0;
    while ((option = getopt_long(own, argv, ":" LL_PROGRAM_LETTERS, long_options,
                                 NULL)) != -1) {
        /* An option that getopt does not know is named by where it stands. */
        int status =
            take_option(request, option, option == '?' ? argv[optind - 1] : optarg);
        if (status != 0)
            return status;
    }
    return ll_program_files(&request->program, &ll_command_check, argv, optind, own,
                            err);
}

static void choose_tools(struct request *request)
{
    bool asked = request->tool_count > 0;
    for (const struct ll_tool *const *tool = ll_tools; *tool != NULL; tool++)
        if (((*tool)->by_default && !asked) ||
            ((*tool)->explains_leaks && request->lost))
            if (request->tool_count < LL_WITNESSES_MAX)
                request->tools[request->tool_count++] = *tool;
}

/* What the program printed under the first tool that ran it. */
static void print_output(const struct ll_result *result)
{
    for (size_t i = 0; i < result->run_count; i++)
        if (result->runs[i].output != NULL) {
            fputs(result->runs[i].output, stderr);
            return;
        }
}

static int check(struct request *request, struct ll_error *err)
{
    struct ll_result result = {0};
    struct ll_buf out = LL_BUF_INIT;
    int status;
    bool explain = request->tool_count == 0;
    choose_tools(request);
    if (ll_program_input(&request->program, err) != 0 ||
        ll_session_run_one(&request->session, &request->program.subject, request->tools,
                           &result, err) != 0 ||
        (explain &&
         ll_session_explain_leaks(&request->session, &(struct ll_result *){&result}, 1,
                                  err) != 0)) {
        status = ll_command_failed(err);
        goto out;
    }
    if (request->show_output)
        print_output(&result);
    if (request->format->check(&result, &request->style, &out, err) != 0) {
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
    struct ll_error err = {0};
    struct request request = {
        .format = ll_format_find("text"),
        .session = LL_SESSION_INIT,
        .style = ll_style_for(STDOUT_FILENO),
    };
    request.style.limits = &request.session.limits;
    int status = take_arguments(&request, argc, argv, &err);
    if (status == 0)
        status = check(&request, &err);
    ll_program_release(&request.program);
    return status;
}

const struct ll_command ll_command_check = {
    .name = "check",
    .usage = "[OPTIONS] FILE.c... [-- ARGS]",
    .summary = "diagnose any C program",
    .help =
        "The files are compiled once for each tool, run with ARGS, and what the tools\n"
        "saw is told as one. What comes in on stdin goes to the program.\n"
        "\n"
        "  --format F     text (default), json (see docs/json.md), gcc "
        "(file:line:col:\n"
        "                 error: ..., for editors), sarif (2.1.0, for code hosts)\n"
        "  --tool NAME    only this tool; may be repeated\n"
        "  --lost         look for lost pointers at once (otherwise only once a leak "
        "was\n"
        "                 seen)\n"
        "  --timeout S    stop the program after S seconds (default 10)\n"
        "  --raw          add the tools' own words\n"
        "  --output       show on stderr what the program printed\n"
        "  -i, --interactive  let me type the program's input first\n"
        "  --no-cache     run, even if nothing has changed since the last time\n"
        "  --keep         keep the working folder and say where it is\n"
        "  -I -D -U -std= -W -f -O -pthread -l -L  go to the compiler\n"
        "\n"
        "Exit status: 0 no fault, 1 faults, 2 nothing could be judged, 3 leaklab "
        "failed\n"
        "\n"
        "  leaklab check prog.c\n"
        "  leaklab check main.c list.c -lm -- --verbose < input.txt\n",
    .run = run,
};
