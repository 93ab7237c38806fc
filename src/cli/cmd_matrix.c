/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <unistd.h>

#include "cli/screen.h"
#include "report/detection_matrix.h"

extern const struct ll_command ll_command_matrix;

static int show(const struct ll_session *session, const struct ll_strings *folders,
                const struct ll_matrix_format *format, struct ll_error *err)
{
    struct ll_matrix matrix = {0};
    struct ll_style style = ll_style_for(1);
    struct ll_strings findings = LL_STRINGS_INIT;
    struct ll_buf out = LL_BUF_INIT;
    int status = LL_EXIT_CLEAN;
    if (isatty(2))
        fputs("leaklab: running every wrong half under every tool; the first time this "
              "takes a few minutes\n",
              stderr);
    if (ll_matrix_make(session, folders, &matrix, err) != 0 ||
        format->write(&matrix, &style, &out, err) != 0 ||
        ll_matrix_findings(&matrix, &findings, err) != 0) {
        status = ll_command_failed(err);
    } else {
        ll_screen_print(&out);
        for (size_t i = 0; i < findings.count; i++)
            fprintf(stderr, "leaklab: %s\n", findings.items[i]);
        status = findings.count > 0 ? LL_EXIT_FAULTS : LL_EXIT_CLEAN;
    }
    ll_buf_release(&out);
    ll_strings_release(&findings);
    ll_matrix_release(&matrix);
    return status;
}

struct request {
    const char *format;
    struct ll_session session;
};

static const char *format_name(size_t index)
{
    return ll_matrix_formats[index].name;
}

static const struct ll_option options[] = {
    {.name = "format",
     .type = LL_OPTION_CHOICE,
     .value = "FORMAT",
     .at = offsetof(struct request, format),
     .choices = format_name,
     .help = "the format of the table"},
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
    struct request request = {.format = "text", .session = LL_SESSION_INIT};
    if (!ll_command_line_parse(&ll_command_matrix, argc, argv, &request, &given,
                               &status))
        return status;
    if (ll_screen_folders(given.items, given.count, false, &folders, &err) != 0)
        status = ll_command_failed(&err);
    else
        status = show(&request.session, &folders, ll_matrix_format_find(request.format),
                      &err);
    ll_strings_release(&folders);
    return status;
}

const struct ll_command ll_command_matrix = {
    .name = "matrix",
    .usage = "[OPTIONS] [N...]",
    .summary = "which tool sees which fault",
    .about =
        "Runs every wrong half of the lessons N, or of all lessons, under every tool, "
        "compiled without optimisation (-O0) and with it (-O2). Prints which tool "
        "reports which fault.",
    .status = "0, or 1 when a tool misses a fault and the lesson does not say why",
    .examples = "leaklab matrix 3 4\nleaklab matrix --format markdown",
    .options = options,
    .operands = operands,
    .operand_count = 1,
    .run = run,
};
