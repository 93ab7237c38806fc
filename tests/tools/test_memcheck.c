/* SPDX-License-Identifier: MIT
 *
 * Reports that memcheck really wrote, in data/memcheck/: see `regenerate` there. */
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "support/dump.h"
#include "support/reports.h"
#include "support/suite.h"
#include "tools/valgrind_xml.h"

static const struct ll_tool *tool;
static char *cases[REPORTS_CASES_MAX];
static size_t case_count;

static void setup(void)
{
    tool = ll_tool_find("memcheck");
    ck_assert_ptr_nonnull(tool);
}

/* What parse() makes of the reports in `dir`; new string. `words`, when not NULL,
 * gets what the witnesses say. */
static char *parsed(const char *dir, struct ll_ended ended, struct ll_buf *words)
{
    struct ll_tool_run run = {.dir = dir, .program = "/src/program", .ended = ended};
    struct ll_findings findings = {0};
    struct ll_error err = {0};
    struct ll_buf out = LL_BUF_INIT;
    ck_assert_msg(tool->parse(&run, &findings, &err) == 0, "%s", err.text);
    ll_dump_findings(&findings, &out);
    for (size_t i = 0; i < findings.diags.count; i++) {
        const struct ll_diag *diag = &findings.diags.items[i];
        ck_assert_uint_eq(diag->witness_count, 1);
        ck_assert_str_eq(diag->witnesses[0].tool, "memcheck");
        if (words != NULL)
            ll_buf_addf(words, "%s\n", diag->witnesses[0].raw);
    }
    ll_findings_release(&findings);
    char *taken = ll_buf_take(&out);
    ll_buf_release(&out);
    return taken;
}

/* A case may have a section `words` too: the witnesses' excerpts. */
START_TEST(a_captured_report_says_what_is_expected)
{
    const char *name = cases[_i];
    char *report = read_report("memcheck", name, "gcc");
    struct folder folder = folder_unpack(report);
    struct ll_buf words = LL_BUF_INIT;
    char *found = parsed(folder.path, folder.ended, &words);
    assert_section("memcheck", name, "gcc", "expected", found);
    char *wanted = report_section(report, "words");
    if (wanted != NULL)
        assert_section("memcheck", name, "gcc", "words", ll_buf_text(&words));
    free(wanted);
    free(found);
    free(report);
    ll_buf_release(&words);
    folder_free(&folder);
}
END_TEST

/* A report of one process, and its log, says the same when both are in memory. */
START_TEST(a_report_in_memory_says_what_its_files_say)
{
    char *captured = read_report("memcheck", cases[_i], "gcc");
    char *report = report_section(captured, "memcheck.100.xml");
    char *child = report_section(captured, "memcheck.101.xml");
    char *foreign = report_section(captured, "memcheck.7.xml");
    char *log = report_section(captured, "memcheck.log");
    if (report != NULL && child == NULL && foreign == NULL) {
        struct folder folder = folder_unpack(captured);
        struct ll_buf xml = LL_BUF_INIT, words = LL_BUF_INIT, out = LL_BUF_INIT;
        struct ll_findings findings = {0};
        ll_buf_puts(&xml, report);
        ll_buf_puts(&words, log != NULL ? log : "");
        ck_assert_int_eq(tool->read(&folder.ended, &xml, &words, &findings, NULL), 0);
        ll_dump_findings(&findings, &out);
        char *expected = parsed(folder.path, folder.ended, NULL);
        ck_assert_str_eq(ll_buf_text(&out), expected);
        free(expected);
        ll_findings_release(&findings);
        ll_buf_release(&xml);
        ll_buf_release(&words);
        ll_buf_release(&out);
        folder_free(&folder);
    }
    free(log);
    free(foreign);
    free(child);
    free(report);
    free(captured);
}
END_TEST

START_TEST(an_empty_report_in_memory_is_never_clean)
{
    struct ll_buf report = LL_BUF_INIT, log = LL_BUF_INIT;
    struct ll_ended ended = {.how = LL_END_EXITED};
    struct ll_findings findings = {0};
    ck_assert_int_eq(tool->read(&ended, &report, &log, &findings, NULL), 0);
    ck_assert_int_ne(findings.complete, LL_COMPLETE);
    ll_findings_release(&findings);
}
END_TEST

/* ---- every prefix of a report ---------------------------------------------- */

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

/* The first `length` bytes of a report, read; new string. */
static char *read_prefix(const char *text, size_t length, enum ll_valgrind_end *end)
{
    struct ll_valgrind_report report = {0};
    struct ll_findings findings = {0};
    struct ll_buf out = LL_BUF_INIT;
    char *copy = malloc(length + 1);
    ck_assert_ptr_nonnull(copy);
    memcpy(copy, text, length);
    ck_assert_int_eq(ll_valgrind_read("memcheck", copy, length, &report, NULL), 0);
    free(copy);
    *end = report.end;
    findings.diags = report.diags;
    ll_dump_findings(&findings, &out);
    ll_valgrind_report_release(&report);
    char *taken = ll_buf_take(&out);
    ll_buf_release(&out);
    return taken;
}

START_TEST(every_cut_keeps_what_came_before)
{
    static const char *const names[] = {"access", "free", "leaks"};
    char *report = read_report("memcheck", names[_i], "gcc");
    char *text = report_section(report, "memcheck.100.xml");
    ck_assert_ptr_nonnull(text);
    free(report);
    size_t length = strlen(text);
    size_t whole = (size_t)(strstr(text, "</valgrindoutput>") - text) + 17;
    enum ll_valgrind_end end;
    char *all = read_prefix(text, length, &end);
    ck_assert_int_eq(end, LL_VALGRIND_WHOLE);
    size_t seen = 0;
    for (size_t cut = 0; cut < length; cut++) {
        char *some = read_prefix(text, cut, &end);
        ck_assert_msg((end == LL_VALGRIND_WHOLE) == (cut >= whole) &&
                          end != LL_VALGRIND_JUNK,
                      "at %zu: %d", cut, (int)end);
        ck_assert_msg(strncmp(some, all, strlen(some)) == 0, "at %zu:\n%s", cut, some);
        ck_assert_uint_ge(count_lines(some), seen);
        seen = count_lines(some);
        free(some);
    }
    ck_assert_uint_eq(seen, count_lines(all));
    free(all);
    free(text);
}
END_TEST

/* ---- limits ---------------------------------------------------------------- */

START_TEST(a_report_without_end_is_stopped)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_valgrind_report report = {0};
    ll_buf_puts(&text, "<valgrindoutput><error><kind>InvalidRead</kind><what>");
    for (int i = 0; i < 100000; i++)
        ll_buf_putc(&text, 'x');
    ll_buf_puts(&text, "</what><stack>");
    for (int i = 0; i < 1000; i++)
        ll_buf_puts(&text, "<frame><ip>0x1</ip></frame>");
    ll_buf_puts(&text, "</stack>");
    for (int i = 0; i < 20; i++)
        ll_buf_puts(&text, "<auxwhat>more</auxwhat><stack></stack>");
    ll_buf_puts(&text, "</error>");
    for (int i = 0; i < 60000; i++)
        ll_buf_puts(&text, "<error></error>");
    ck_assert(!text.full);
    ck_assert_int_eq(ll_valgrind_read("memcheck", text.data, text.len, &report, NULL),
                     0);
    ck_assert_int_eq(report.end, LL_VALGRIND_TOO_MUCH);
    ck_assert_uint_eq(report.diags.count, 50000);
    ck_assert_uint_eq(strlen(report.diags.items[0].what), 4096);
    ck_assert_uint_eq(report.diags.items[0].at.count, 256);
    ll_valgrind_report_release(&report);
    ll_buf_release(&text);
}
END_TEST

/* ---- the command ----------------------------------------------------------- */

START_TEST(the_command_shuts_out_every_other_source_of_options)
{
    const char *const args[] = {"--version", "a b", NULL};
    struct ll_tool_run run = {.dir = "/tmp/100%p", .program = "/src/a", .args = args};
    struct ll_strings argv = LL_STRINGS_INIT, env = LL_STRINGS_INIT;
    ck_assert_int_eq(tool->prepare(&run, &argv, &env, NULL), 0);
    ck_assert_str_eq(argv.items[0], "valgrind");
    ck_assert(ll_strings_has(&argv, "--xml-file=/tmp/100%%p/memcheck.%p.xml"));
    ck_assert(ll_strings_has(&argv, "--command-line-only=yes"));
    ck_assert_str_eq(argv.items[argv.count - 3], "/src/a");
    ck_assert_str_eq(argv.items[argv.count - 1], "a b");
    ck_assert(ll_strings_has(&env, "VALGRIND_OPTS"));
    ll_strings_release(&argv);
    ll_strings_release(&env);
}
END_TEST

START_TEST(the_version_is_that_of_valgrind)
{
    struct ll_error err = {0};
    char *line = tool->version(&err);
    ck_assert_msg(line != NULL, "%s", err.text);
    ck_assert_int_eq(strncmp(line, "valgrind-3.", 11), 0);
    free(line);
}
END_TEST

static struct ll_ended run_in(const char *dir, const char *const *argv,
                              const char *const *env)
{
    struct ll_error err = {0};
    struct ll_ended ended;
    struct ll_job job = {
        .argv = argv, .env = env, .folder = dir, .limits = ll_limits_default};
    job.limits.wall_seconds = HANG_SECONDS;
    job.limits.cpu_seconds = HANG_SECONDS;
    ck_assert_msg(ll_jail_run(&job, &ended, &err) == 0, "%s", err.text);
    return ended;
}

/* Build a program of data/programs as the row says, run it as the row says, and
 * read what that leaves; new string. */
static char *live(const char *source, const char *argument)
{
    char *dir = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(dir);
    char *program = ll_path_join(dir, "program");
    struct ll_strings build = LL_STRINGS_INIT, argv = LL_STRINGS_INIT,
                      env = LL_STRINGS_INIT;
    ll_strings_add(&build, tool->compiler);
    ll_strings_add_all(&build, tool->cflags);
    ll_strings_add(&build, source);
    ll_strings_add_all(&build, (const char *const[]){"-w", "-o", program, NULL});
    struct ll_ended ended = run_in(dir, ll_strings_argv(&build), NULL);
    ck_assert_int_eq(ended.how, LL_END_EXITED);
    ck_assert_int_eq(ended.status, 0);

    const char *const args[] = {argument, NULL};
    struct ll_tool_run run = {.dir = dir, .program = program, .args = args};
    ck_assert_int_eq(tool->prepare(&run, &argv, &env, NULL), 0);
    ended = run_in(dir, ll_strings_argv(&argv), ll_strings_argv(&env));
    char *got = parsed(dir, ended, NULL);
    ll_path_remove_tree(dir);
    ll_strings_release(&build);
    ll_strings_release(&argv);
    ll_strings_release(&env);
    free(program);
    free(dir);
    return got;
}

/* Whether this machine's Valgrind reports in protocol 6, which counts allocations. */
static bool counts_allocations(void)
{
    int minor = 0;
    char *line = tool->version(NULL);
    ck_assert_ptr_nonnull(line);
    ck_assert_int_eq(sscanf(line, "valgrind-3.%d", &minor), 1);
    free(line);
    return minor >= 26;
}

/* `expected`, which begins with "complete", plus the count of allocations; new string.
 */
static char *with_allocations(const char *expected, unsigned allocations)
{
    char *text = NULL;
    size_t length = strcspn(expected, "\n");
    ck_assert_int_gt(asprintf(&text, "%.*s allocations=%u%s", (int)length, expected,
                              allocations, expected + length),
                     0);
    return text;
}

/* What is expected of the captured reports holds for this machine's Valgrind. They are
 * Valgrind 3.19's, and say nothing of how many allocations there were. */
START_TEST(valgrind_on_this_machine_reports_what_was_captured)
{
    static const struct {
        const char *source, *argument, *name;
        unsigned allocations; /* 0: the report stops before they are counted */
    } runs[] = {
        {"mc_clean.c", NULL, "clean", 1},
        {"mc_leaks.c", NULL, "leaks", 6},
        {"mc_ends.c", "fork", "end-fork", 2},
        {"mc_ends.c", "exec", "end-exec", 0},
    };
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        char *source = NULL;
        ck_assert_int_ge(
            asprintf(&source, LL_TESTS_DIR "/tools/data/programs/%s", runs[i].source),
            0);
        char *got = live(source, runs[i].argument);
        char *report = read_report("memcheck", runs[i].name, "gcc");
        char *expected = report_section(report, "expected");
        if (runs[i].allocations > 0 && counts_allocations()) {
            char *counted = with_allocations(expected, runs[i].allocations);
            free(expected);
            expected = counted;
        }
        ck_assert_str_eq(got, expected);
        free(report);
        free(expected);
        free(got);
        free(source);
    }
}
END_TEST

/* With --modify-fds=yes the descriptor would be the highest that is free. */
START_TEST(a_program_that_calls_select_is_clean)
{
    char *got = live(LL_TESTS_DIR "/tools/data/programs/mc_select.c", NULL);
    ck_assert_str_eq(got, "complete\n");
    free(got);
}
END_TEST

int main(void)
{
    case_count = list_cases("memcheck", "gcc", 40, cases);

    Suite *suite = suite_create("memcheck");
    TCase *group = case_create("memcheck");
    tcase_add_checked_fixture(group, setup, NULL);
    tcase_add_loop_test(group, a_captured_report_says_what_is_expected, 0,
                        (int)case_count);
    tcase_add_loop_test(group, a_report_in_memory_says_what_its_files_say, 0,
                        (int)case_count);
    tcase_add_test(group, an_empty_report_in_memory_is_never_clean);
    tcase_add_loop_test(group, every_cut_keeps_what_came_before, 0, 3);
    tcase_add_test(group, a_report_without_end_is_stopped);
    tcase_add_test(group, the_command_shuts_out_every_other_source_of_options);
    tcase_add_test(group, the_version_is_that_of_valgrind);
    tcase_add_test(group, valgrind_on_this_machine_reports_what_was_captured);
    tcase_add_test(group, a_program_that_calls_select_is_clean);
    suite_add_tcase(suite, group);
    int status = suite_run(suite);
    free_cases(cases, case_count);
    return status;
}
