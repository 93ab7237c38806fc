/* SPDX-License-Identifier: MIT
 *
 * reports: what a tool really left of a run, captured in
 * data/<tool>/<case>/<name>.report, against what must be read in it
 * (<name>.expected, written anew with LL_WRITE_EXPECTED=1).
 *
 * A captured report is one text: how the program ended, and behind each line
 * "--- name" the file of that name; "--- output" is what the program printed. */
#ifndef LL_TESTS_REPORTS_H
#define LL_TESTS_REPORTS_H

#include "tools/tool.h"

#define REPORTS_CASES_MAX 128

/* Whether this machine has the tool; a line on stdout says what it lacks. */
bool has_tool(const char *name);

/* A folder as a run leaves it. */
struct folder {
    char *path;
    char *output;
    struct ll_ended ended;
};

struct folder folder_new(void);
struct folder folder_unpack(const char *report);
void folder_put(const struct folder *folder, const char *name, const char *text,
                size_t length);
void folder_free(struct folder *folder);

/* What the tool reads there; as text: a new string. */
struct ll_findings folder_parse(const struct folder *folder,
                                const struct ll_tool *tool);
char *folder_dump(const struct folder *folder, const struct ll_tool *tool);

/* data/<of>/<name>/<file>, a new string. */
char *read_data(const char *of, const char *name, const char *file);

/* data/<of>/<name>/<stem>.report says what <stem>.expected says. */
void check_case(const char *of, const char *name, const char *stem,
                const struct ll_tool *tool);

/* The cases in data/<of>, sorted: new strings. Returns how many. */
size_t list_cases(const char *of, char *cases[REPORTS_CASES_MAX]);

#endif
