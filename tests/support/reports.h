/* SPDX-License-Identifier: MIT
 *
 * reports: what a tool really left of a run, and what must be read in it.
 *
 * A captured report is one text, tools/data/TOOL/CASE.COMPILER.report, in sections:
 *
 *     exited 1                     how the run ended: exited, signalled, timeout, cpu
 *     --- expected                 what must be read in it, as support/dump.h writes it
 *     complete
 *     definitely-lost bytes=8 ...
 *     --- words                    the tool's own words, where a suite compares them
 *     --- mark                     and every file that the run left, by its name
 *     started 1
 *     --- output                   what the program printed
 *
 * The files are captured by tools/data/TOOL/regenerate, which leaves `expected` alone.
 * LL_UPDATE_EXPECTED=1 records what is read now. */
#ifndef LL_TESTS_REPORTS_H
#define LL_TESTS_REPORTS_H

#include "tools/tool.h"

#define REPORTS_CASES_MAX 128

/* Whether this machine has the tool; if not, a skip tells what it lacks. */
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

/* The text of tools/data/<of>/<name>.<compiler>.report, a new string. */
char *read_report(const char *of, const char *name, const char *compiler);

/* What the tool reads in that report. Release it with ll_findings_release(). */
struct ll_findings parse_report(const char *of, const char *name, const char *compiler,
                                const struct ll_tool *tool);

/* A section of a report, a new string; NULL: it has none of that name. */
char *report_section(const char *report, const char *section);

/* The report's section holds exactly `found`. */
void assert_section(const char *of, const char *name, const char *compiler,
                    const char *section, const char *found);

/* The tool reads in the report what its section `expected` says. */
void check_case(const char *of, const char *name, const char *compiler,
                const struct ll_tool *tool);

/* What no program of ours makes a sanitizer write. */
struct made_text {
    const char *mark;     /* the completion mark of the program */
    const char *report;   /* of its one process */
    const char *expected; /* what is read, as text, begins so */
    enum ll_end how;
};

void check_made_text(const struct ll_tool *tool, const struct made_text *made);

/* For every kind but these `count` and a crash the tool's row has a reason why the tool
 * does not see it; and it is asked by name only. */
void assert_sees_only(const struct ll_tool *tool, const enum ll_kind *kinds,
                      size_t count);

/* The cases in tools/data/<of> that this compiler has, sorted: new strings. Returns how
 * many. With less than `least` of them the program ends: data that is not found must
 * not look like success. */
size_t list_cases(const char *of, const char *compiler, size_t least,
                  char *cases[REPORTS_CASES_MAX]);
void free_cases(char *cases[REPORTS_CASES_MAX], size_t count);

#endif
