/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/home.h"
#include "cli/screen.h"
#include "report/detection_matrix.h"

extern const struct ll_command ll_command_matrix;

static int add_lesson(const char *home, const char *wanted, struct ll_strings *folders,
                      struct ll_error *err)
{
    unsigned number;
    if (ll_screen_number(wanted, &number, err) != 0)
        return -1;
    char *folder = ll_lesson_folder(home, number, err);
    if (folder == NULL)
        return -1;
    ll_strings_add(folders, folder);
    free(folder);
    return ll_strings_ok(folders, err);
}

static int show(const struct ll_session *session, const struct ll_strings *folders,
                const struct ll_matrix_format *format, struct ll_error *err)
{
    struct ll_matrix matrix = {0};
    struct ll_style style = ll_style_for(1);
    struct ll_strings findings = LL_STRINGS_INIT;
    struct ll_buf out = LL_BUF_INIT;
    int status = LL_EXIT_CLEAN;
    if (isatty(2))
        fputs("leaklab: running every wrong half under every tool: a few minutes the "
              "first time\n",
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

static int run(int argc, char **argv)
{
    struct ll_error err = {0};
    struct ll_session session = LL_SESSION_INIT;
    const struct ll_matrix_format *format = &ll_matrix_formats[0];
    struct ll_strings folders = LL_STRINGS_INIT;
    int status = LL_EXIT_CLEAN;
    char *home = ll_home_lessons(&err);
    if (home == NULL)
        return ll_command_failed(&err);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--no-cache") == 0) {
            session.no_cache = true;
        } else if (strcmp(argv[i], "--format") == 0 && i + 1 < argc) {
            format = ll_matrix_format_find(argv[++i]);
            if (format == NULL) {
                status = ll_command_misuse(&ll_command_matrix,
                                           "unknown format '%s': use text, markdown or "
                                           "json",
                                           argv[i]);
                goto out;
            }
        } else if (argv[i][0] == '-') {
            status =
                ll_command_misuse(&ll_command_matrix, "unknown option '%s'", argv[i]);
            goto out;
        } else if (add_lesson(home, argv[i], &folders, &err) != 0) {
            status = ll_command_failed(&err);
            goto out;
        }
    }
    if (folders.count == 0 && ll_lesson_folders(home, &folders, &err) != 0)
        status = ll_command_failed(&err);
    else
        status = show(&session, &folders, format, &err);
out:
    ll_strings_release(&folders);
    free(home);
    return status;
}

const struct ll_command ll_command_matrix = {
    .name = "matrix",
    .usage = "[OPTIONS] [N...]",
    .summary = "which tool sees which fault",
    .help =
        "Runs every wrong half of the lessons (of lessons N..., if given) under every\n"
        "tool, compiled without optimisation (-O0) and with it (-O2).\n"
        "\n"
        "  --format FORMAT  text, markdown (docs/detection-matrix.md), json\n"
        "  --no-cache       run, even if nothing has changed since the last time\n"
        "\n"
        "Exit status: 0, or 1 when a tool is blind and no lesson says why\n",
    .run = run,
};
