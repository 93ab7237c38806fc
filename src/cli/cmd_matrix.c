/* SPDX-License-Identifier: MIT
 *
 * cmd_matrix: the command `matrix`: which tool sees which wrong half. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/path.h"
#include "cli/screen.h"
#include "report/detection_matrix.h"

extern const struct ll_command ll_command_matrix;

/* The files that the option --write makes. */
static const struct {
    const char *name, *format;
} files[] = {{"detection-matrix.md", "markdown"}, {"detection-matrix.csv", "csv"}};

static int write_files(const struct ll_matrix *matrix, const char *folder,
                       struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files && result == 0; i++) {
        struct ll_style plain = {0};
        struct ll_buf out = LL_BUF_INIT;
        char *path = ll_path_join(folder, files[i].name);
        result = path == NULL ? ll_fail_memory(err)
                              : ll_matrix_format_find(files[i].format)
                                    ->write(matrix, &plain, &out, err);
        if (result == 0)
            result = ll_file_write(path, ll_buf_text(&out), out.len, err);
        ll_buf_release(&out);
        free(path);
    }
    return result;
}

static int print(const struct ll_matrix *matrix, const char *format,
                 struct ll_error *err)
{
    struct ll_style style = ll_style_for(1);
    struct ll_buf out = LL_BUF_INIT;
    int result = ll_matrix_format_find(format)->write(matrix, &style, &out, err);
    if (result == 0)
        ll_screen_print(&out);
    ll_buf_release(&out);
    return result;
}

struct request {
    const char *format, *folder;
    struct ll_session session;
};

static int show(const struct request *request, const struct ll_strings *folders,
                struct ll_error *err)
{
    struct ll_matrix matrix = {0};
    struct ll_strings findings = LL_STRINGS_INIT;
    int status = LL_EXIT_CLEAN;
    if (isatty(2))
        fputs("leaklab: running every wrong half under every tool; the first time this "
              "takes a few minutes\n",
              stderr);
    if (ll_matrix_make(&request->session, folders, &matrix, err) != 0 ||
        (request->folder != NULL ? write_files(&matrix, request->folder, err)
                                 : print(&matrix, request->format, err)) != 0 ||
        ll_matrix_findings(&matrix, &findings, err) != 0) {
        status = ll_command_failed(err);
    } else {
        for (size_t i = 0; i < findings.count; i++)
            fprintf(stderr, "leaklab: %s\n", findings.items[i]);
        status = findings.count > 0 ? LL_EXIT_FAULTS : LL_EXIT_CLEAN;
    }
    ll_strings_release(&findings);
    ll_matrix_release(&matrix);
    return status;
}

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
    {.name = "write",
     .type = LL_OPTION_TEXT,
     .value = "FOLDER",
     .values = LL_VALUES_FOLDERS,
     .at = offsetof(struct request, folder),
     .help = "write detection-matrix.md, the table, and detection-matrix.csv, what "
             "each tool said, to FOLDER, and print nothing"},
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
        status = show(&request, &folders, &err);
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
    .examples = "leaklab matrix 3 4\nleaklab matrix --write docs",
    .options = options,
    .operands = operands,
    .operand_count = 1,
    .run = run,
};
