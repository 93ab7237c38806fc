/* SPDX-License-Identifier: MIT
 *
 * Graded submissions as their consumers read them: each format is given to a parser or
 * validator that is not ours, for submissions of every verdict, and for hostile ones.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/strings.h"
#include "jail/jail.h"
#include "report/grades.h"
#include "report/report.h"
#include "support/command.h"
#include "support/graded.h"
#include "support/suite.h"

#define DATA LL_TESTS_DIR "/report/data/grades"

static char *here, *file;
static struct ll_buf text, said;

static void set_up(void)
{
    here = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(here);
    file = ll_path_join(here, "results");
    ck_assert_ptr_nonnull(file);
    ll_buf_init(&text, LL_BUF_DEFAULT_MAX);
    ll_buf_init(&said, 1 << 20);
}

static void tear_down(void)
{
    ll_path_remove_tree(here);
    free(here);
    free(file);
    ll_buf_release(&text);
    ll_buf_release(&said);
}

/* Run a command; what it says is in `said`. Returns its exit status. */
static int ask(const char *const *argv)
{
    const struct command_place place = {.folder = here};
    return run_command(argv, &place, &said, &said);
}

static void write_graded(const char *format, const struct ll_graded *graded)
{
    ll_buf_clear(&text);
    ck_assert_int_eq(ll_grade_format_find(format)->one(graded, &text, NULL), 0);
    ck_assert_int_eq(ll_file_write(file, text.data, text.len, NULL), 0);
}

static void write_one(const char *format, const char *name)
{
    struct ll_graded graded;
    graded_build(&graded, name);
    write_graded(format, &graded);
    ll_graded_release(&graded);
}

static void write_all(const char *format)
{
    struct ll_class class;
    graded_class(&class);
    ll_buf_clear(&text);
    ck_assert_int_eq(ll_grade_format_find(format)->all(&class, &text, NULL), 0);
    ck_assert_int_eq(ll_file_write(file, text.data, text.len, NULL), 0);
    ll_class_release(&class);
}

static void assert_schema(const char *schema)
{
    char path[512];
    snprintf(path, sizeof path, DATA "/%s.schema.json", schema);
    const char *const argv[] = {"python3", "-W", "ignore", "-m", "jsonschema",
                                "-i",      file, path,     NULL};
    ck_assert_msg(ask(argv) == 0, "%s\nin\n%s", ll_buf_text(&said), ll_buf_text(&text));
}

static const char *const schemas[] = {"gradescope", "classroom50", "coderunner",
                                      "prairielearn", "sarif"};
enum { SCHEMAS = sizeof schemas / sizeof *schemas };

START_TEST(json_keeps_to_its_schema)
{
    write_one(schemas[_i % SCHEMAS], graded_cases[_i / SCHEMAS].name);
    assert_schema(schemas[_i % SCHEMAS]);
}
END_TEST

START_TEST(sarif_of_a_class_keeps_to_its_schema)
{
    write_all("sarif");
    assert_schema("sarif");
}
END_TEST

START_TEST(prairielearn_takes_a_megabyte_at_most)
{
    struct ll_graded graded;
    graded_build(&graded, "fail");
    enum { LONG = 3 << 20 };
    free(graded.explanation);
    graded.explanation = malloc(LONG + 1);
    ck_assert_ptr_nonnull(graded.explanation);
    for (size_t i = 0; i < LONG; i++) /* characters that must not be torn */
        graded.explanation[i] = "\xe5\xa4\xa7"[i % 3];
    graded.explanation[LONG] = '\0';
    write_graded("prairielearn", &graded);
    ck_assert_uint_le(text.len, 1000 * 1000);
    assert_schema("prairielearn");
    ck_assert_ptr_nonnull(strstr(text.data, "\"no fault\""));

    struct ll_graded_item many = graded.items[1];
    many.name = strdup(many.name);
    many.title = strdup("many");
    many.message = strdup(graded.items[1].message);
    ck_assert(many.name != NULL && many.title != NULL && many.message != NULL);
    for (size_t i = 0; i < 20000; i++)
        ck_assert_int_eq(ll_graded_add(&graded, &many, NULL), 0);
    write_graded("prairielearn", &graded);
    ck_assert_uint_le(text.len, 1000 * 1000);
    const char *const argv[] = {"python3", "-m", "json.tool", file, "/dev/null", NULL};
    ck_assert_int_eq(ask(argv), 0);
    ck_assert_ptr_nonnull(strstr(text.data, "\"score\": "));
    free(many.name);
    free(many.title);
    free(many.message);
    ll_graded_release(&graded);
}
END_TEST

/* What `leaklab check` writes, as test_report knows it. */
START_TEST(sarif_of_any_program_keeps_to_its_schema)
{
    static const char *const names[] = {"mixed", "odd", "not-built", "nowhere",
                                        "swept"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        snprintf(path, sizeof path, LL_TESTS_DIR "/report/data/report/%s.sarif",
                 names[i]);
        ll_buf_clear(&text);
        ck_assert_int_eq(ll_file_read(path, 1 << 20, &text, NULL), 0);
        ck_assert_int_eq(ll_file_write(file, text.data, text.len, NULL), 0);
        assert_schema("sarif");
    }
}
END_TEST

/* A merge request shows a finding only if GitLab finds its file: paths are relative. It
 * drops what has the fingerprint of another one. */
START_TEST(gitlab_takes_the_findings_of_any_program)
{
    static const char *const names[] = {"mixed",     "odd",     "clean",
                                        "not-built", "stopped", "not-built-in-time",
                                        "nowhere",   "swept"};
    static const char unique[] =
        "import json, sys\n"
        "prints = [one['fingerprint'] for one in json.load(open(sys.argv[1]))]\n"
        "assert len(prints) == len(set(prints)), prints\n";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        snprintf(path, sizeof path, LL_TESTS_DIR "/report/data/report/%s.gitlab",
                 names[i]);
        ll_buf_clear(&text);
        ck_assert_int_eq(ll_file_read(path, 1 << 20, &text, NULL), 0);
        ck_assert_int_eq(ll_file_write(file, text.data, text.len, NULL), 0);
        assert_schema("gitlab");
        const char *const argv[] = {"python3", "-c", unique, file, NULL};
        ck_assert_msg(ask(argv) == 0, "%s", ll_buf_text(&said));
    }
}
END_TEST

START_TEST(the_schemas_refuse_what_is_wrong)
{
    static const struct {
        const char *schema, *text;
    } wrong[] = {
        {"gradescope", "{\"output\": \"no score at all\"}"},
        {"classroom50", "{\"schema\": \"classroom50/result/v1\", \"score\": 1.5,"
                        " \"max-score\": 2, \"tests\": [], \"body\": \"\"}"},
        {"coderunner", "{\"fraction\": 1.5}"},
        {"coderunner", "{\"fraction\": 1, \"html\": \"\"}"},
        {"prairielearn", "{\"gradable\": true}"},
        {"sarif", "{\"version\": \"2.1.0\", \"runs\": []}"},
        {"gitlab", "[{\"description\": \"no place, no fingerprint\"}]"},
    };
    char path[512];
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        snprintf(path, sizeof path, DATA "/%s.schema.json", wrong[i].schema);
        const char *const argv[] = {"python3", "-W", "ignore", "-m", "jsonschema",
                                    "-i",      file, path,     NULL};
        ck_assert_int_eq(
            ll_file_write(file, wrong[i].text, strlen(wrong[i].text), NULL), 0);
        ck_assert_int_ne(ask(argv), 0);
    }
}
END_TEST

static void assert_junit(void)
{
    const char *const argv[] = {"xmllint",         "--noout", "--schema",
                                DATA "/junit.xsd", file,      NULL};
    ck_assert_msg(ask(argv) == 0, "%s\nin\n%s", ll_buf_text(&said), ll_buf_text(&text));
}

/* The counts are those of the cases. */
static void assert_counts(void)
{
    static const char counts[] =
        "concat(count(//testcase)=/*/@tests, count(//failure)=/*/@failures,"
        "count(//error)=/*/@errors, count(//skipped)=/*/@skipped)";
    const char *const argv[] = {"xmllint", "--xpath", counts, file, NULL};
    ck_assert_int_eq(ask(argv), 0);
    ck_assert_str_eq(strtok(said.data, "\n"), "truetruetruetrue");
}

START_TEST(junit_keeps_to_its_schema)
{
    write_one("junit", graded_cases[_i].name);
    assert_junit();
    assert_counts();
}
END_TEST

START_TEST(junit_of_a_class_keeps_to_its_schema)
{
    write_all("junit");
    assert_junit();
}
END_TEST

START_TEST(junit_of_any_program_keeps_to_its_schema)
{
    static const char *const names[] = {"mixed",   "odd",     "clean", "not-built",
                                        "stopped", "nowhere", "swept"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        snprintf(path, sizeof path, LL_TESTS_DIR "/report/data/report/%s.junit",
                 names[i]);
        ll_buf_clear(&text);
        ck_assert_int_eq(ll_file_read(path, 1 << 20, &text, NULL), 0);
        ck_assert_int_eq(ll_file_write(file, text.data, text.len, NULL), 0);
        assert_junit();
        assert_counts();
    }
}
END_TEST

/* Perl's parser, which reads version 13: of this, 14 is an extension. */
static const char parse[] =
    "use TAP::Parser; local $/; open my $f, '<', $ARGV[0]; my $tap = <$f>;"
    "$tap =~ s/^TAP version 14\\n/TAP version 13\\n/ or die 'no version';"
    "my $p = TAP::Parser->new({tap => $tap}); my $bail = 0; my $unknown = 0;"
    "while (my $r = $p->next) { $bail++ if $r->is_bailout;"
    " $unknown++ if $r->is_unknown; }"
    "print join(' ', scalar $p->passed, scalar $p->failed, scalar $p->skipped,"
    " scalar $p->todo, $bail, $unknown, $p->parse_errors);";

START_TEST(perl_understands_the_tap)
{
    static const struct {
        const char *name, *found; /* passed failed skipped todo bailed-out unknown */
    } wanted[] = {
        {"pass", "4 0 0 0 0 0"},         {"fail", "3 1 1 0 0 0"},
        {"hidden", "4 1 0 0 0 0"},       {"ungradable", "3 1 3 0 0 0"},
        {"harness", "0 2 0 0 1 0"},      {"bare", "0 1 0 0 1 0"},
        {"small", "1 2 0 0 0 0"},        {"hostile", "3 1 1 0 0 0"},
        {"hostile-name", "0 1 0 0 0 0"},
    };
    ck_assert_str_eq(wanted[_i].name, graded_cases[_i].name);
    write_one("tap", wanted[_i].name);
    const char *const argv[] = {"perl", "-e", parse, file, NULL};
    ck_assert_int_eq(ask(argv), 0);
    ck_assert_str_eq(ll_buf_text(&said), wanted[_i].found);
}
END_TEST

/* Each submission is one test; its subtest is what version 13 skips. */
START_TEST(perl_understands_the_tap_of_a_class)
{
    write_all("tap");
    const char *const argv[] = {"perl", "-e", parse, file, NULL};
    ck_assert_int_eq(ask(argv), 0);
    ck_assert_int_eq(strncmp(said.data, "1 8 0 0 0 ", 10), 0);
    ck_assert_msg(strchr(said.data + 10, ' ') == NULL, "%s", said.data);
}
END_TEST

START_TEST(python_understands_the_csv)
{
    static const char read[] =
        "import csv, sys\n"
        "rows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8'),"
        " strict=True))\n"
        "assert len({len(row) for row in rows}) == 1, rows\n"
        "assert not [c for row in rows for c in row if c.strip()[:1] in list('=+-@')]\n"
        "print(len(rows), [row[0] for row in rows][1:5])\n";
    write_all("csv");
    const char *const argv[] = {"python3", "-c", read, file, NULL};
    ck_assert_msg(ask(argv) == 0, "%s", ll_buf_text(&said));
    ck_assert_str_eq(ll_buf_text(&said), "10 ['ada', 'ben', 'cem', 'dee']\n");
}
END_TEST

int main(void)
{
    int cases = 0;
    while (graded_cases[cases].name != NULL)
        cases++;
    Suite *suite = suite_create("consumers");
    TCase *consumers = case_create("consumers");
    tcase_add_checked_fixture(consumers, set_up, tear_down);
    tcase_add_loop_test(consumers, json_keeps_to_its_schema, 0, SCHEMAS * cases);
    tcase_add_test(consumers, sarif_of_a_class_keeps_to_its_schema);
    tcase_add_test(consumers, sarif_of_any_program_keeps_to_its_schema);
    tcase_add_test(consumers, gitlab_takes_the_findings_of_any_program);
    tcase_add_test(consumers, prairielearn_takes_a_megabyte_at_most);
    tcase_add_test(consumers, the_schemas_refuse_what_is_wrong);
    tcase_add_loop_test(consumers, junit_keeps_to_its_schema, 0, cases);
    tcase_add_test(consumers, junit_of_a_class_keeps_to_its_schema);
    tcase_add_test(consumers, junit_of_any_program_keeps_to_its_schema);
    tcase_add_loop_test(consumers, perl_understands_the_tap, 0, cases);
    tcase_add_test(consumers, perl_understands_the_tap_of_a_class);
    tcase_add_test(consumers, python_understands_the_csv);
    suite_add_tcase(suite, consumers);
    return suite_run(suite);
}
