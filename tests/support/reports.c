/* SPDX-License-Identifier: MIT */
#include "support/reports.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "support/dump.h"
#include "support/suite.h"

#define DATA LL_TESTS_DIR "/tools/data/"

bool has_tool(const char *name)
{
    struct ll_error missing = {0};
    char *version = ll_tool_find(name)->version(&missing);
    bool here = version != NULL;
    if (!here)
        skip_part(name, "%s", missing.text);
    free(version);
    return here;
}

char *read_data(const char *of, const char *name, const char *file)
{
    struct ll_buf text = LL_BUF_INIT, path = LL_BUF_INIT;
    ck_assert(ll_buf_addf(&path, DATA "%s/%s/%s", of, name, file));
    ck_assert_msg(ll_file_read(path.data, 1 << 20, &text, NULL) == 0, "no %s",
                  path.data);
    ll_buf_release(&path);
    char *taken = ll_buf_take(&text);
    ll_buf_release(&text);
    return taken;
}

struct folder folder_new(void)
{
    struct folder folder = {.path = ll_path_temp_dir(NULL)};
    ck_assert_ptr_nonnull(folder.path);
    return folder;
}

void folder_put(const struct folder *folder, const char *name, const char *text,
                size_t length)
{
    char *path = ll_path_join(folder->path, name);
    ck_assert_int_eq(ll_file_write(path, text, length, NULL), 0);
    free(path);
}

void folder_free(struct folder *folder)
{
    ll_path_remove_tree(folder->path);
    free(folder->path);
    free(folder->output);
}

struct folder folder_unpack(const char *report)
{
    struct folder folder = folder_new();
    if (sscanf(report, "exited %d", &folder.ended.status) == 1)
        folder.ended.how = LL_END_EXITED;
    else if (sscanf(report, "signalled %d", &folder.ended.signal) == 1)
        folder.ended.how = LL_END_SIGNALLED;
    else
        ck_abort_msg("how did it end?");
    const char *head = strstr(report, "--- ");
    while (head != NULL) {
        char name[64];
        ck_assert_int_eq(sscanf(head, "--- %63s", name), 1);
        const char *text = strchr(head, '\n') + 1;
        const char *next = strstr(text, "--- ");
        size_t length = next ? (size_t)(next - text) : strlen(text);
        if (strcmp(name, "output") == 0)
            folder.output = strndup(text, length);
        else
            folder_put(&folder, name, text, length);
        head = next;
    }
    return folder;
}

struct ll_findings folder_parse(const struct folder *folder, const struct ll_tool *tool)
{
    struct ll_tool_run run = {
        .dir = folder->path, .ended = folder->ended, .output = folder->output};
    struct ll_findings findings = {0};
    ck_assert_int_eq(tool->parse(&run, &findings, NULL), 0);
    return findings;
}

char *folder_dump(const struct folder *folder, const struct ll_tool *tool)
{
    struct ll_findings findings = folder_parse(folder, tool);
    struct ll_buf text = LL_BUF_INIT;
    ll_dump_findings(&findings, &text);
    ll_findings_release(&findings);
    char *taken = ll_buf_take(&text);
    ll_buf_release(&text);
    return taken;
}

void check_case(const char *of, const char *name, const char *stem,
                const struct ll_tool *tool)
{
    char file[64];
    snprintf(file, sizeof file, "%s.report", stem);
    char *report = read_data(of, name, file);
    struct folder folder = folder_unpack(report);
    char *found = folder_dump(&folder, tool);
    snprintf(file, sizeof file, "%s.expected", stem);
    if (getenv("LL_WRITE_EXPECTED") != NULL) {
        char path[4096];
        snprintf(path, sizeof path, DATA "%s/%s/%s", of, name, file);
        ck_assert_int_eq(ll_file_write(path, found, strlen(found), NULL), 0);
    }
    char *expected = read_data(of, name, file);
    ck_assert(found != NULL && expected != NULL);
    ck_assert_msg(strcmp(found, expected) == 0, "%s, %s:\n%s\nis not\n%s", name, stem,
                  found, expected);
    free(expected);
    free(found);
    free(report);
    folder_free(&folder);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

size_t list_cases(const char *of, char *cases[REPORTS_CASES_MAX])
{
    char path[4096];
    snprintf(path, sizeof path, DATA "%s", of);
    DIR *folder = opendir(path);
    size_t count = 0;
    struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL &&
           count < REPORTS_CASES_MAX)
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            cases[count++] = strdup(entry->d_name);
    if (folder != NULL)
        closedir(folder);
    qsort(cases, count, sizeof cases[0], by_name);
    return count;
}
