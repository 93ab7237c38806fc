/* SPDX-License-Identifier: MIT
 *
 * The rows of the compilers' analysers: what gcc 12, 15 and 16 ("sarif") and clang
 * really wrote (data/analyzers/<program>.<tool>.O<level>.report, made by
 * data/analyzers/regenerate) against what we read in it, and small programs from end to
 * end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/path.h"
#include "support/dump.h"
#include "support/programs.h"
#include "support/reports.h"
#include "support/suite.h"

static const char *const names[] = {"gcc-analyzer", "clang-analyzer"};

static const struct ll_tool *row(const char *name)
{
    const struct ll_tool *tool = ll_tool_find(name);
    ck_assert_ptr_nonnull(tool);
    return tool;
}

/* ---- reading --------------------------------------------------------------------- */

static void put(const char *name, const char *text, size_t length)
{
    char *path = in_folder(name);
    ck_assert_int_eq(ll_file_write(path, text, length, NULL), 0);
    free(path);
}

/* What the row reads in the folder. */
static char *read_folder(const char *tool, const char *level, size_t sources,
                         enum ll_end how)
{
    const char *const compile[] = {"cc", level, NULL};
    const char *const all[] = {"/home/ada/a.c", "/home/ada/b.c", NULL};
    struct ll_tool_run tool_run = {
        .dir = folder,
        .compile = compile,
        .sources = all + 2 - sources,
        .ended = {.how = how},
    };
    struct ll_findings findings = {0};
    struct ll_buf text = LL_BUF_INIT;
    ck_assert_int_eq(row(tool)->parse(&tool_run, &findings, NULL), 0);
    ll_dump_findings(&findings, &text);
    ll_findings_release(&findings);
    char *taken = ll_buf_take(&text);
    ll_buf_release(&text);
    return taken;
}

static char *read_written(const char *tool, const char *level, const char *report,
                          size_t length, const char *status)
{
    put("1.report", report, length);
    put("1.status", status, strlen(status));
    return read_folder(tool, level, 1, LL_END_EXITED);
}

static const struct {
    const char *program, *tool, *format, *level;
} captured[] = {
    {"faults", "gcc-analyzer", "", "-O0"},
    {"faults", "gcc-analyzer", "", "-O1"},
    {"faults", "gcc-analyzer", ".sarif15", "-O0"},
    {"faults", "gcc-analyzer", ".sarif15", "-O1"},
    {"faults", "gcc-analyzer", ".sarif16", "-O0"},
    {"faults", "gcc-analyzer", ".sarif16", "-O1"},
    {"faults", "clang-analyzer", "", "-O0"},
    {"clean", "gcc-analyzer", "", "-O0"},
    {"clean", "gcc-analyzer", "", "-O1"},
    {"clean", "gcc-analyzer", ".sarif15", "-O0"},
    {"clean", "gcc-analyzer", ".sarif15", "-O1"},
    {"clean", "gcc-analyzer", ".sarif16", "-O0"},
    {"clean", "gcc-analyzer", ".sarif16", "-O1"},
    {"clean", "clang-analyzer", "", "-O0"},
};

/* What the analyser wrote; `name` gets that of the report behind the program's. */
static char *captured_text(int i, char name[64])
{
    snprintf(name, 64, "%s%s.%s", captured[i].tool, captured[i].format,
             captured[i].level + 1);
    char *report = read_report("analyzers", captured[i].program, name);
    char *text = report_section(report, "report");
    ck_assert_ptr_nonnull(text);
    free(report);
    return text;
}

START_TEST(a_captured_report_is_read)
{
    char name[64];
    char *text = captured_text(_i, name);
    char *found =
        read_written(captured[_i].tool, captured[_i].level, text, strlen(text), "0\n");
    assert_section("analyzers", captured[_i].program, name, "expected", found);
    free(found);
    free(text);
}
END_TEST

/* Wherever a report stops, it is not clean. */
START_TEST(a_cut_report_is_never_clean)
{
    for (size_t i = 0; i < sizeof captured / sizeof *captured; i++) {
        char name[64];
        char *text = captured_text((int)i, name);
        size_t length = strlen(text);
        while (length > 0 && strchr(" \n", text[length - 1]) != NULL)
            length--;
        for (size_t cut = 0; cut < length; cut += 1 + length / 60) {
            char *found =
                read_written(captured[i].tool, captured[i].level, text, cut, "0\n");
            ck_assert_msg(strncmp(found, "cut", 3) == 0, "%s at %zu: %s", name, cut,
                          found);
            free(found);
        }
        free(text);
    }
}
END_TEST

#define PLIST "<?xml version=\"1.0\"?>\n<plist version=\"1.0\"><dict>"
#define EMPTY                                                                          \
    PLIST "<key>diagnostics</key><array></array><key>files</key><array></array>"       \
          "</dict></plist>"
#define GCC_ONE(option, message)                                                       \
    "[{\"kind\": \"warning\", \"option\": \"" option "\", \"message\": \"" message     \
    "\", \"locations\": [{\"caret\": {\"file\": \"/home/ada/a.c\", \"line\": 7, "      \
    "\"column\": 3}}]}]\n"
#define SARIF(results)                                                                 \
    "{\"version\": \"2.1.0\", \"runs\": [{\"results\": [" results "]}]}\n"
/* `more` is JSON in front of the finding's place, in a line with a letter of two bytes.
 */
#define SARIF_ONE(rule, message, more)                                                 \
    SARIF("{\"ruleId\": \"" rule "\", \"message\": {\"text\": \"" message "\"}, " more \
          "\"locations\": [{\"physicalLocation\": {\"artifactLocation\": {\"uri\": "   \
          "\"/home/ada/a.c\"}, \"region\": {\"startLine\": 7, \"startColumn\": 11}, "  \
          "\"contextRegion\": {\"startLine\": 7, \"snippet\": {\"text\": "             \
          "\"/* \u00e9 */ f();\\n\"}}}}]}")
#define SARIF_EVENT(message)                                                           \
    "\"codeFlows\": [{\"threadFlows\": [{\"locations\": [{\"nestingLevel\": 1, "       \
    "\"location\": {\"message\": {\"text\": \"" message "\"}}}]}]}], "

static const struct {
    const char *tool, *report, *status, *expected; /* the dump begins so */
} texts[] = {
    {"gcc-analyzer", "[]\n", "0\n", "complete\n"},
    {"gcc-analyzer", "[]\n[]\n", "0\n", "complete\n"},
    {"gcc-analyzer", "[]\n", "", "cut"},
    {"gcc-analyzer", "[]\n", "1\n", "tool-crashed"},
    {"gcc-analyzer", "[]\nmore", "0\n", "junk"},
    {"gcc-analyzer", "{}\n", "0\n", "cut"},
    {"gcc-analyzer", "gcc: internal compiler error\n", "4\n", "tool-crashed"},
    {"gcc-analyzer", "[7, {}, {\"option\": 3}]", "0\n", "complete\n"},
    {"gcc-analyzer", GCC_ONE("-Wunused", "unused"), "0\n", "complete\n"},
    {"gcc-analyzer", GCC_ONE("-Wanalyzer-too-complex", "analysis bailed out early (1)"),
     "0\n", "cut note=\"gcc gave up part of the analysis"},
    {"gcc-analyzer",
     GCC_ONE("-Wanalyzer-too-complex", "terminating analysis for this program point"),
     "0\n", "complete\n"},
    /* gcc 13 and later */
    {"gcc-analyzer", GCC_ONE("-Wanalyzer-out-of-bounds", "heap-based buffer overflow"),
     "0\n", "complete\ninvalid-write at=?:a.c:7"},
    {"gcc-analyzer", GCC_ONE("-Wanalyzer-out-of-bounds", "heap-based buffer over-read"),
     "0\n", "complete\ninvalid-read at=?:a.c:7"},
    {"gcc-analyzer", GCC_ONE("-Wanalyzer-fd-leak", "leak of file descriptor 'fd'"),
     "0\n", "complete\ndescriptor-leak"},
    {"gcc-analyzer", GCC_ONE("-Wanalyzer-new", "news"), "0\n", "complete\nother"},
    /* gcc 16 */
    {"gcc-analyzer", SARIF(""), "0\n", "complete\n"},
    {"gcc-analyzer", SARIF("") SARIF(""), "0\n", "complete\n"},
    {"gcc-analyzer", SARIF(""), "1\n", "tool-crashed"},
    {"gcc-analyzer", SARIF("") "gcc: warning: more", "0\n", "junk"},
    {"gcc-analyzer", "{\"runs\": []}\n", "0\n", "cut"},
    {"gcc-analyzer", "{\"runs\": 3}\n", "0\n", "cut"},
    {"gcc-analyzer", SARIF("7, {}, {\"ruleId\": 3, \"message\": 4}"), "0\n",
     "complete\n"},
    {"gcc-analyzer", SARIF_ONE("-Wunused", "unused", ""), "0\n", "complete\n"},
    {"gcc-analyzer",
     SARIF_ONE("-Wanalyzer-too-complex", "analysis bailed out early (1)", ""), "0\n",
     "cut note=\"gcc gave up part of the analysis"},
    {"gcc-analyzer", SARIF_ONE("-Wanalyzer-double-free", "double-'free' of 'a[0]'", ""),
     "0\n",
     "complete\ndouble-free place=heap at=?:a.c:7 what=\"double-'free' of 'a[0]'\""},
    {"clang-analyzer", EMPTY, "0\n", "complete\n"},
    {"clang-analyzer", EMPTY, "1\n", "tool-crashed"},
    {"clang-analyzer", EMPTY "<more/>", "0\n", "junk"},
    {"clang-analyzer", PLIST "</dict></plist>", "0\n", "junk"},
    {"clang-analyzer", PLIST, "0\n", "cut"},
    {"clang-analyzer", "", "0\n", "cut"},
};

START_TEST(a_made_up_text_is_read)
{
    char *found = read_written(texts[_i].tool, "-O1", texts[_i].report,
                               strlen(texts[_i].report), texts[_i].status);
    ck_assert_msg(strncmp(found, texts[_i].expected, strlen(texts[_i].expected)) == 0,
                  "%s is not %s", found, texts[_i].expected);
    free(found);
}
END_TEST

/* What the witness of the only finding says. */
static char *read_witness(const char *report)
{
    const char *const compile[] = {"gcc", NULL};
    const char *const sources[] = {"/home/ada/a.c", NULL};
    struct ll_tool_run tool_run = {
        .dir = folder, .compile = compile, .sources = sources};
    struct ll_findings findings = {0};
    put("1.report", report, strlen(report));
    put("1.status", "0\n", 2);
    ck_assert_int_eq(row("gcc-analyzer")->parse(&tool_run, &findings, NULL), 0);
    ck_assert_uint_eq(findings.diags.count, 1);
    char *raw = strdup(findings.diags.items[0].witnesses[0].raw);
    ll_findings_release(&findings);
    return raw;
}

/* The events of SARIF link to each other. */
START_TEST(a_link_to_an_event_becomes_its_text)
{
    char *raw = read_witness(SARIF_ONE(
        "-Wanalyzer-malloc-leak", "leak of 'a[1]'",
        SARIF_EVENT(
            "'a[1]' [(3)](sarif:/a/3) leaks; see [(1)](sarif:/a/1), (2) and [3]")));
    ck_assert_ptr_nonnull(strstr(raw, ": 'a[1]' (3) leaks; see (1), (2) and [3]\n"));
    free(raw);
}
END_TEST

/* SARIF counts characters, and everything else here bytes. */
START_TEST(a_column_of_sarif_counts_bytes)
{
    char *raw = read_witness(SARIF_ONE("-Wanalyzer-malloc-leak", "leak of 'a'", ""));
    ck_assert_ptr_eq(strstr(raw, "/home/ada/a.c:7:12: leak"), raw);
    free(raw);
}
END_TEST

/* Each source has its report; one that is missing is told. */
START_TEST(a_missing_report_is_told)
{
    put("1.report", "[]\n", 3);
    put("1.status", "0\n", 2);
    char *found = read_folder("gcc-analyzer", "-O1", 2, LL_END_EXITED);
    ck_assert_ptr_eq(strstr(found, "missing"), found);
    free(found);
    found = read_folder("gcc-analyzer", "-O1", 2, LL_END_TIMEOUT);
    ck_assert_ptr_eq(strstr(found, "cut note=\"gcc was stopped"), found);
    free(found);
    put("2.report", "[]\n", 3);
    put("2.status", "0\n", 2);
    found = read_folder("gcc-analyzer", "-O1", 2, LL_END_EXITED);
    ck_assert_ptr_eq(strstr(found, "complete note=\"gcc analysed each file by itself"),
                     found);
    free(found);
}
END_TEST

/* ---- from end to end ------------------------------------------------------------- */

static const char leak[] =
    "#include <stdio.h>\n"
    "#include <stdlib.h>\n"
    "#include \"own.h\"\n"
    "int lose(int many)\n"
    "{\n"
    "    char *block = malloc(SIZE);\n"
    "    if (block == NULL || fgets(block, SIZE, stdin) == NULL || many)\n"
    "        return 1;\n"
    "    free(block);\n"
    "    return 0;\n"
    "}\n";

static void run_row(const struct ll_tool *tool)
{
    const struct ll_tool *const tools[] = {tool, NULL};
    ll_result_release(&result);
    ck_assert_msg(ll_session_run_one(&session, &subject, tools, &result, &err) == 0,
                  "%s", err.text);
    ck_assert_uint_eq(result.run_count, 1);
}

/* Without a main; the second time from the cache, until a header changes. */
START_TEST(a_leak_is_found)
{
    const struct ll_tool *tool = row(names[_i]);
    free(write_file("own.h", "#define SIZE 8\n"));
    add_source("it's a leak.c", leak);
    run_row(tool);
    ck_assert_int_eq(result.verdict, LL_FAIL);
    ck_assert_uint_eq(result.diags.count, 1);
    const struct ll_diag *diag = &result.diags.items[0];
    ck_assert_int_eq(diag->kind, LL_DEFINITELY_LOST);
    ck_assert_uint_eq(diag->allocated.frames[0].line, 6);
    ck_assert_str_eq(diag->allocated.frames[0].function, "lose");
    ck_assert_uint_ge(diag->lost.frames[0].line, 7);
    ck_assert_str_eq(diag->variable, "block");
    ck_assert_str_eq(diag->witnesses[0].tool, names[_i]);
    ck_assert_ptr_nonnull(strstr(diag->witnesses[0].raw, "  (1) "));
    ck_assert(!result.runs[0].cached);
}
END_TEST

START_TEST(a_report_is_cached)
{
    const struct ll_tool *tool = row(names[_i]);
    char *header = write_file("own.h", "#define SIZE 8\n");
    add_source("leak.c", leak);
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    run_row(tool);
    run_row(tool);
    ck_assert(result.runs[0].cached);
    ck_assert_int_eq(result.verdict, LL_FAIL);
    free(header);
    header = write_file("own.h", "#define SIZE 16\n");
    run_row(tool);
    ck_assert(!result.runs[0].cached);
    free(header);
}
END_TEST

START_TEST(nothing_is_run)
{
    free(write_file("own.h", ""));
    /* A loop that does nothing is a fault to the analyzer of gcc 14. */
    add_source("loop.c", "#include <unistd.h>\n"
                         "int main(void) { for (;;) pause(); }\n");
    session.limits.wall_seconds = 1;
    run_row(row(names[_i]));
    ck_assert_int_eq(result.verdict, LL_PASS);
    ck_assert_ptr_null(result.runs[0].note);
    ck_assert_uint_eq(count_left_over(), 0);
}
END_TEST

START_TEST(a_warning_is_no_finding)
{
    add_source("warned.c", "int main(void) { int unused; return 0; }\n");
    ll_strings_add(&subject.cflags, "-Werror=pedantic");
    run_row(row(names[_i]));
    ck_assert_int_eq(result.verdict, LL_PASS);
    ck_assert_ptr_nonnull(strstr(result.runs[0].compiler, "unused"));
}
END_TEST

START_TEST(what_does_not_compile_is_told)
{
    add_source("broken.c", "int main(void) { return x; }\n");
    run_row(row(names[_i]));
    ck_assert_int_eq(result.runs[0].status, LL_RUN_NOT_BUILT);
    ck_assert_ptr_nonnull(strstr(result.runs[0].compiler, "undeclared"));
}
END_TEST

/* Neither silences the analysers nor makes an error of what they say. */
START_TEST(flags_do_not_hide_a_fault)
{
    static const char *const flags[] = {"-w", "-Werror", "-O0", "-O2"};
    free(write_file("own.h", "#define SIZE 8\n"));
    add_source("leak.c", leak);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        ll_strings_release(&subject.cflags);
        ll_strings_add(&subject.cflags, flags[i]);
        run_row(row(names[_i]));
        ck_assert_msg(result.verdict == LL_FAIL, "%s, %s", names[_i], flags[i]);
    }
}
END_TEST

/* A write is told from a read. */
START_TEST(a_write_is_told_from_a_read)
{
    add_source("null.c", "void put(int *own)\n"
                         "{\n"
                         "    int *p = 0;\n"
                         "    if (own[0] > 3)\n"
                         "        p = own;\n"
                         "    *p = 3;\n"
                         "}\n");
    run_row(row(names[_i]));
    ck_assert_uint_eq(result.diags.count, 1);
    ck_assert_int_eq(result.diags.items[0].kind, LL_INVALID_WRITE);
    ck_assert(result.diags.items[0].place.is_null);
    ck_assert_uint_eq(result.diags.items[0].at.frames[0].line, 6);
}
END_TEST

START_TEST(a_missing_compiler_is_told)
{
    char *path = strdup(getenv("PATH"));
    add_source("clean.c", clean_program);
    setenv("PATH", folder, 1);
    run_row(row(names[_i]));
    setenv("PATH", path, 1);
    free(path);
    ck_assert_int_eq(result.runs[0].status, LL_RUN_NO_TOOL);
    ck_assert_ptr_nonnull(strstr(result.runs[0].note, "install"));
}
END_TEST

/* What cannot be read is told before anything is analysed. */
START_TEST(a_compiler_that_is_too_new_is_told)
{
    char *path = NULL;
    char *gcc = write_file("gcc", "#!/bin/sh\necho 99\n");
    ck_assert_int_eq(chmod(gcc, 0755), 0);
    ck_assert_int_gt(asprintf(&path, "%s:%s", folder, getenv("PATH")), 0);
    setenv("PATH", path, 1);
    add_source("clean.c", clean_program);
    run_row(row("gcc-analyzer"));
    ck_assert_int_eq(result.runs[0].status, LL_RUN_NO_TOOL);
    ck_assert_ptr_nonnull(strstr(result.runs[0].note, "gcc 99 is here"));
    free(gcc);
    free(path);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("analyzers");
    TCase *reading = case_create("reading");
    TCase *whole = case_create("whole");
    int two = sizeof names / sizeof *names;
    tcase_add_checked_fixture(reading, programs_setup, programs_teardown);
    tcase_add_loop_test(reading, a_captured_report_is_read, 0,
                        sizeof captured / sizeof *captured);
    tcase_add_test(reading, a_cut_report_is_never_clean);
    tcase_add_loop_test(reading, a_made_up_text_is_read, 0,
                        sizeof texts / sizeof *texts);
    tcase_add_test(reading, a_link_to_an_event_becomes_its_text);
    tcase_add_test(reading, a_column_of_sarif_counts_bytes);
    tcase_add_test(reading, a_missing_report_is_told);
    suite_add_tcase(suite, reading);
    tcase_add_checked_fixture(whole, programs_setup, programs_teardown);
    tcase_add_loop_test(whole, a_leak_is_found, 0, two);
    tcase_add_loop_test(whole, a_report_is_cached, 0, two);
    tcase_add_loop_test(whole, nothing_is_run, 0, two);
    tcase_add_loop_test(whole, a_warning_is_no_finding, 0, two);
    tcase_add_loop_test(whole, what_does_not_compile_is_told, 0, two);
    tcase_add_loop_test(whole, flags_do_not_hide_a_fault, 0, two);
    tcase_add_loop_test(whole, a_write_is_told_from_a_read, 0, two);
    tcase_add_loop_test(whole, a_missing_compiler_is_told, 0, two);
    tcase_add_test(whole, a_compiler_that_is_too_new_is_told);
    suite_add_tcase(suite, whole);
    return suite_run(suite);
}
