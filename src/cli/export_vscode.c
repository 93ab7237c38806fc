/* SPDX-License-Identifier: MIT
 *
 * export_vscode: what Visual Studio Code needs to run leaklab: tasks whose output it
 * reads, and a configuration of its debugger that stops at the fault. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "cli/export_parts.h"

/* The template, and the file that it becomes. */
static const struct {
    const char *template, *name;
} files[] = {
    {"tasks.json", "tasks.json"},       {"launch.json", "launch.json"},
    {"settings.json", "settings.json"}, {"extensions.json", "extensions.json"},
    {"gitignore", ".gitignore"},
};

/* Append `text` as a part of a string in JSON. */
static void add_in_json(struct ll_buf *out, const char *text)
{
    for (; *text != '\0'; text++)
        ll_buf_addf(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
}

/* Refuse to write over what somebody has chosen. */
static int check_new(const char *folder, struct ll_error *err)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *path = ll_path_join(folder, files[i].name);
        bool is_there = path != NULL && ll_path_exists(path);
        int result = path == NULL ? ll_fail_memory(err)
                     : is_there
                         ? ll_fail(err, LL_FAULT_USAGE,
                                   "'%s' exists already: move it away, or export "
                                   "into another folder and take what you need",
                                   path)
                         : 0;
        free(path);
        if (result != 0)
            return result;
    }
    return 0;
}

static int put_files(const char *templates, const char *folder,
                     const struct ll_bundle_word *words, struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files && result == 0; i++) {
        char *from = ll_path_join(templates, files[i].template);
        char *to = ll_path_join(folder, files[i].name);
        result = from == NULL || to == NULL ? ll_fail_memory(err)
                                            : ll_bundle_write(from, to, words, err);
        free(from);
        free(to);
    }
    return result;
}

/* Write the files into folder/.vscode. `leaklab` (a word of the shell) is run there;
 * `is_own`: `make` builds it. */
static int put(const char *folder, const char *leaklab, bool is_own,
               struct ll_error *err)
{
    struct ll_buf command = LL_BUF_INIT;
    char *templates = ll_home_editor(err);
    char *to = templates != NULL ? ll_path_join(folder, ".vscode") : NULL;
    int result = -1;
    add_in_json(&command, leaklab);
    const struct ll_bundle_word words[] = {
        {"LEAKLAB", ll_buf_text(&command)},
        {"MAKE", is_own ? "make -s program && " : ""},
        {"CHECK_IS_DEFAULT", is_own ? "false" : "true"},
        {"LESSON_IS_DEFAULT", is_own ? "true" : "false"},
        {NULL, NULL},
    };
    if (templates != NULL && (to == NULL || command.full))
        ll_fail_memory(err);
    else if (templates != NULL && check_new(to, err) == 0 &&
             ll_path_make_dirs(to, err) == 0)
        result = put_files(templates, to, words, err);
    ll_buf_release(&command);
    free(templates);
    free(to);
    return result;
}

/* The place of leaklab in a folder of its sources. */
static const char own[] = "build/leaklab";

int ll_export_put_vscode(const char *folder, struct ll_error *err)
{
    return put(folder, own, true, err);
}

static int into(const char *folder, struct ll_error *err)
{
    struct ll_buf word = LL_BUF_INIT;
    int result = -1;
    if (ll_path_make_dirs(folder, err) != 0)
        return -1;
    char *here = ll_path_real(folder, err);
    char *program = here != NULL ? ll_path_real("/proc/self/exe", err) : NULL;
    char *of_folder = program != NULL ? ll_path_join(here, own) : NULL;
    if (program != NULL && of_folder == NULL)
        ll_fail_memory(err);
    if (of_folder != NULL) {
        ll_buf_quote(&word, program);
        result = strcmp(program, of_folder) == 0
                     ? ll_export_put_vscode(here, err)
                     : put(here, ll_buf_text(&word), false, err);
    }
    if (result == 0)
        printf("'%s/.vscode' is written. Next: open '%s' in Visual Studio Code.\n",
               here, here);
    ll_buf_release(&word);
    free(of_folder);
    free(program);
    free(here);
    return result;
}

const struct ll_export_target ll_export_vscode = {.name = "vscode", .into = into};
