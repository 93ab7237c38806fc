/* SPDX-License-Identifier: MIT */
#include "support/reports.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "support/dump.h"
#include "support/expected.h"
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

/* ---- a report's text ---------------------------------------------------------- */

static char *report_path(const char *of, const char *name, const char *compiler)
{
    struct ll_buf path = LL_BUF_INIT;
    ck_assert(ll_buf_addf(&path, DATA "%s/%s.%s.report", of, name, compiler));
    char *taken = ll_buf_take(&path);
    ll_buf_release(&path);
    ck_assert_ptr_nonnull(taken);
    return taken;
}

char *read_report(const char *of, const char *name, const char *compiler)
{
    char *path = report_path(of, name, compiler);
    char *text = read_text(path);
    free(path);
    return text;
}

/* The head of the next section at or after `text`, which follows a newline; NULL: there
 * is none. */
static const char *next_head(const char *text)
{
    if (strncmp(text, "--- ", 4) == 0)
        return text;
    const char *head = strstr(text, "\n--- ");
    return head != NULL ? head + 1 : NULL;
}

/* The text of a section and its length; NULL: there is none of that name. */
static const char *find_section(const char *report, const char *section, size_t *length)
{
    size_t name_length = strlen(section);
    for (const char *head = next_head(report); head != NULL;) {
        const char *text = strchr(head, '\n') + 1;
        const char *next = next_head(text);
        if (strncmp(head + 4, section, name_length) == 0 &&
            head[4 + name_length] == '\n') {
            *length = next != NULL ? (size_t)(next - text) : strlen(text);
            return text;
        }
        head = next;
    }
    return NULL;
}

char *report_section(const char *report, const char *section)
{
    size_t length;
    const char *text = find_section(report, section, &length);
    char *copy = text != NULL ? strndup(text, length) : NULL;
    ck_assert(copy != NULL || text == NULL);
    return copy;
}

static void record_section(const char *path, const char *report, const char *section,
                           const char *found)
{
    size_t length;
    struct ll_buf text = LL_BUF_INIT;
    const char *old = find_section(report, section, &length);
    ck_assert_msg(old != NULL, "%s: no section '%s'", path, section);
    ll_buf_add(&text, report, (size_t)(old - report));
    ll_buf_puts(&text, found);
    ll_buf_puts(&text, old + length);
    write_text(path, ll_buf_text(&text), text.len);
    ll_buf_release(&text);
}

void assert_section(const char *of, const char *name, const char *compiler,
                    const char *section, const char *found)
{
    ck_assert_ptr_nonnull(found);
    char *path = report_path(of, name, compiler);
    char *report = read_text(path);
    if (update_expected())
        record_section(path, report, section, found);
    char *again = read_text(path);
    char *expected = report_section(again, section);
    ck_assert_msg(expected != NULL, "%s: no section '%s'", path, section);
    ck_assert_msg(strcmp(found, expected) == 0, "%s, %s: found\n%s\nexpected\n%s", path,
                  section, found, expected);
    free(expected);
    free(again);
    free(report);
    free(path);
}

/* ---- a folder ------------------------------------------------------------------ */

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

static struct ll_ended ended_of(const char *report)
{
    struct ll_ended ended = {0};
    char how[32];
    int value = 0;
    ck_assert_msg(sscanf(report, "%31s %d", how, &value) == 2, "how did it end?");
    ended.how = strcmp(how, "exited") == 0      ? LL_END_EXITED
                : strcmp(how, "signalled") == 0 ? LL_END_SIGNALLED
                : strcmp(how, "cpu") == 0       ? LL_END_CPU
                                                : LL_END_TIMEOUT;
    ended.status = ended.how == LL_END_EXITED ? value : 0;
    ended.signal = ended.how == LL_END_EXITED ? 0 : value;
    return ended;
}

struct folder folder_unpack(const char *report)
{
    struct folder folder = folder_new();
    folder.ended = ended_of(report);
    for (const char *head = next_head(report); head != NULL;) {
        char name[64];
        ck_assert_int_eq(sscanf(head, "--- %63s", name), 1);
        const char *text = strchr(head, '\n') + 1;
        const char *next = next_head(text);
        size_t length = next != NULL ? (size_t)(next - text) : strlen(text);
        if (strcmp(name, "output") == 0) {
            folder.output = strndup(text, length);
            ck_assert_ptr_nonnull(folder.output);
        } else if (strcmp(name, "expected") != 0 && strcmp(name, "words") != 0) {
            folder_put(&folder, name, text, length);
        }
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

struct ll_findings parse_report(const char *of, const char *name, const char *compiler,
                                const struct ll_tool *tool)
{
    char *report = read_report(of, name, compiler);
    struct folder folder = folder_unpack(report);
    struct ll_findings findings = folder_parse(&folder, tool);
    folder_free(&folder);
    free(report);
    return findings;
}

void check_case(const char *of, const char *name, const char *compiler,
                const struct ll_tool *tool)
{
    char *report = read_report(of, name, compiler);
    struct folder folder = folder_unpack(report);
    char *found = folder_dump(&folder, tool);
    assert_section(of, name, compiler, "expected", found);
    free(found);
    free(report);
    folder_free(&folder);
}

void check_made_text(const struct ll_tool *tool, const struct made_text *made)
{
    char name[64];
    struct folder folder = folder_new();
    snprintf(name, sizeof name, "%s.1", tool->name);
    folder.ended.how = made->how;
    folder_put(&folder, "mark", made->mark, strlen(made->mark));
    folder_put(&folder, name, made->report, strlen(made->report));
    char *found = folder_dump(&folder, tool);
    ck_assert_ptr_nonnull(found);
    ck_assert_msg(strncmp(found, made->expected, strlen(made->expected)) == 0,
                  "found\n%s\nexpected\n%s", found, made->expected);
    free(found);
    folder_free(&folder);
}

void assert_sees_only(const struct ll_tool *tool, const enum ll_kind *kinds,
                      size_t count)
{
    for (int kind = 0; kind < LL_KIND_COUNT; kind++) {
        bool sees = kind == LL_CRASH;
        for (size_t i = 0; i < count; i++)
            sees = sees || kind == (int)kinds[i];
        ck_assert_int_eq(tool->blind((enum ll_kind)kind) == NULL, sees);
    }
    ck_assert(!tool->by_default);
}

/* ---- all cases ------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

size_t list_cases(const char *of, const char *compiler, size_t least,
                  char *cases[REPORTS_CASES_MAX])
{
    char path[4096], suffix[64];
    snprintf(path, sizeof path, DATA "%s", of);
    snprintf(suffix, sizeof suffix, ".%s.report", compiler);
    DIR *folder = opendir(path);
    size_t count = 0;
    struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL &&
           count < REPORTS_CASES_MAX) {
        size_t length = strlen(entry->d_name), cut = strlen(suffix);
        if (length > cut && strcmp(entry->d_name + length - cut, suffix) == 0)
            cases[count++] = strndup(entry->d_name, length - cut);
    }
    if (folder != NULL)
        closedir(folder);
    if (count < least) {
        fprintf(stderr, "%s: %zu cases, and there should be %zu\n", path, count, least);
        exit(EXIT_FAILURE);
    }
    qsort(cases, count, sizeof cases[0], by_name);
    return count;
}

void free_cases(char *cases[REPORTS_CASES_MAX], size_t count)
{
    while (count > 0)
        free(cases[--count]);
}
