/* SPDX-License-Identifier: MIT
 *
 * Graded submissions in every format: as recorded in tests/report/data/grades/ (after a
 * change that is meant, write them anew with LL_UPDATE_EXPECTED=1 and read the
 * difference), and by the rules of the formats. What their consumers make of them:
 * test_consumers.c. */
#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "report/csv.h"
#include "report/grades.h"
#include "support/expected.h"
#include "support/graded.h"
#include "support/suite.h"

#define DATA LL_TESTS_DIR "/report/data/grades"

static struct ll_buf out;

static void set_up(void)
{
    ll_buf_init(&out, LL_BUF_DEFAULT_MAX);
}

static void tear_down(void)
{
    ll_buf_release(&out);
}

static void write_one(const char *format, const struct ll_graded *graded)
{
    const struct ll_grade_format *found = ll_grade_format_find(format);
    ck_assert_ptr_nonnull(found);
    ll_buf_clear(&out);
    ck_assert_int_eq(found->one(graded, &out, NULL), 0);
    ck_assert_uint_gt(out.len, 0);
}

static void write_case(const char *format, const char *name)
{
    struct ll_graded graded;
    graded_build(&graded, name);
    write_one(format, &graded);
    ll_graded_release(&graded);
}

static json_t *read_back(void)
{
    json_error_t error;
    json_t *root = json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(root != NULL, "%s in:\n%s", error.text, out.data);
    return root;
}

/* The mark as VPL reads it: what follows the last "Grade :=>>" at a line's begin; in a
 * static buffer. "" without one. */
static const char *vpl_mark(void)
{
    static char mark[64];
    static const char tag[] = "Grade :=>>";
    const char *found = "";
    for (const char *c = ll_buf_text(&out); *c != '\0'; c++)
        if ((c == out.data || c[-1] == '\n') && strncmp(c, tag, strlen(tag)) == 0)
            found = c + strlen(tag);
    snprintf(mark, sizeof mark, "%.*s", (int)strcspn(found, "\n"), found);
    return mark;
}

/* What Autolab reads the points from; in a static buffer. */
static const char *last_line(void)
{
    static char line[256];
    size_t end = out.len;
    while (end > 0 && out.data[end - 1] == '\n')
        end--;
    size_t start = end;
    while (start > 0 && out.data[start - 1] != '\n')
        start--;
    snprintf(line, sizeof line, "%.*s", (int)(end - start), out.data + start);
    return line;
}

/* ---- as recorded ------------------------------------------------------------- */

static const struct {
    const char *format, *name; /* no name: the class */
} recorded[] = {
    {"feedback", "pass"},
    {"feedback", "fail"},
    {"feedback", "hidden"},
    {"feedback", "ungradable"},
    {"feedback", "harness"},
    {"feedback", "hostile"},
    {"gradescope", "fail"},
    {"gradescope", "hidden"},
    {"gradescope", "harness"},
    {"classroom50", "fail"},
    {"classroom50", "ungradable"},
    {"vpl", "fail"},
    {"vpl", "ungradable"},
    {"vpl", "harness"},
    {"vpl", "hostile"},
    {"coderunner", "fail"},
    {"coderunner", "ungradable"},
    {"coderunner", "hostile"},
    {"autolab", "fail"},
    {"autolab", "ungradable"},
    {"autolab", "harness"},
    {"prairielearn", "fail"},
    {"prairielearn", "ungradable"},
    {"junit", "fail"},
    {"junit", "ungradable"},
    {"junit", "hostile"},
    {"tap", "fail"},
    {"tap", "harness"},
    {"tap", "hostile"},
    {"sarif", "fail"},
    {"sarif", "harness"},
    {"csv", NULL},
    {"tap", NULL},
    {"junit", NULL},
};

START_TEST(formats_are_as_recorded)
{
    const char *name = recorded[_i].name;
    if (name != NULL) {
        write_case(recorded[_i].format, name);
    } else {
        struct ll_class class;
        graded_class(&class);
        ck_assert_int_eq(
            ll_grade_format_find(recorded[_i].format)->all(&class, &out, NULL), 0);
        ll_class_release(&class);
    }
    char path[512];
    snprintf(path, sizeof path, DATA "/%s.%s.txt", name != NULL ? name : "class",
             recorded[_i].format);
    assert_recorded(path, ll_buf_text(&out));
}
END_TEST

/* ---- the rules --------------------------------------------------------------- */

START_TEST(formats_are_found_by_name)
{
    for (const struct ll_grade_format *const *row = ll_grade_formats; *row; row++) {
        ck_assert_ptr_eq(ll_grade_format_find((*row)->name), *row);
        ck_assert_ptr_nonnull((*row)->file);
        ck_assert((*row)->one != NULL);
    }
    ck_assert_ptr_null(ll_grade_format_find("xml"));
}
END_TEST

START_TEST(every_verdict_has_a_file_in_every_format)
{
    for (const struct ll_grade_format *const *row = ll_grade_formats; *row; row++)
        for (const struct graded_case *one = graded_cases; one->name != NULL; one++)
            write_case((*row)->name, one->name);
}
END_TEST

/* Formats that a learner reads at once tell nothing but the sum of hidden items. */
START_TEST(learners_are_not_told_of_hidden_items)
{
    static const char *const formats[] = {"feedback",   "classroom50", "vpl",
                                          "coderunner", "autolab",     "prairielearn"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        write_case(formats[i], "hidden");
        assert_lacks(&out, "secret");
        ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "hidden tests"));
    }
    write_case("gradescope", "hidden");
    json_t *root = read_back(), *tests = json_object_get(root, "tests");
    ck_assert_uint_eq(json_array_size(tests), 4);
    for (size_t i = 0; i < 4; i++) {
        const char *name, *visibility;
        ck_assert_int_eq(json_unpack(json_array_get(tests, i), "{s:s, s:s}", "name",
                                     &name, "visibility", &visibility),
                         0);
        ck_assert_str_eq(visibility, strstr(name, "secret") != NULL ? "after_published"
                                                                    : "visible");
    }
    json_decref(root);
}
END_TEST

/* What was not judged is told as that, not as zero points. */
START_TEST(not_judged_is_not_zero_points)
{
    static const char *const cases[] = {"ungradable", "harness", "bare"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_case("prairielearn", cases[i]);
        json_t *root = read_back();
        ck_assert(json_is_false(json_object_get(root, "gradable")));
        ck_assert_ptr_null(json_object_get(root, "score"));
        ck_assert_uint_eq(json_array_size(json_object_get(root, "format_errors")), 1);
        json_decref(root);

        write_case("classroom50", cases[i]);
        root = read_back();
        json_t *only = json_array_get(json_object_get(root, "tests"), 0);
        ck_assert_uint_eq(json_array_size(json_object_get(root, "tests")), 1);
        ck_assert(json_is_false(json_object_get(only, "passed")));
        ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "Not graded"));
        json_decref(root);

        write_case("coderunner", cases[i]);
        root = read_back();
        ck_assert_int_eq(json_object_get(root, "fraction") != NULL,
                         strcmp(cases[i], "ungradable") == 0);
        ck_assert_ptr_null(json_object_get(root, "testresults"));
        json_decref(root);

        write_case("vpl", cases[i]);
        ck_assert_str_eq(vpl_mark(), strcmp(cases[i], "ungradable") == 0 ? "0" : "");
        ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "\n-Not graded\n>Not graded"));
        write_case("autolab", cases[i]);
        ck_assert_str_eq(last_line(), strcmp(cases[i], "ungradable") == 0
                                          ? "{\"scores\": {\"leaklab\": 0}}"
                                          : "{\"scores\": {}}");

        write_case("gradescope", cases[i]);
        ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "\"Not graded"));
        write_case("feedback", cases[i]);
        ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "Not graded"));
        assert_lacks(&out, "points\n");
        write_case("csv", cases[i]);
        ck_assert_ptr_nonnull(
            strstr(ll_buf_text(&out), strcmp(cases[i], "ungradable") == 0
                                          ? "dee,,10,ungradable,"
                                          : "harness-error,"));
        write_case("tap", cases[i]);
        ck_assert_ptr_nonnull(
            strstr(ll_buf_text(&out), "\nnot ok 1 - could be graded\n"));
        ck_assert_int_eq(strstr(ll_buf_text(&out), "\nBail out! ") != NULL,
                         strcmp(cases[i], "ungradable") != 0);
        write_case("sarif", cases[i]);
        ck_assert_ptr_nonnull(
            strstr(ll_buf_text(&out), "\"executionSuccessful\": false"));
    }
}
END_TEST

START_TEST(gradescope_has_the_total)
{
    write_case("gradescope", "fail");
    json_t *root = read_back();
    ck_assert_double_eq_tol(json_number_value(json_object_get(root, "score")), 3.5,
                            1e-9);
    json_decref(root);
}
END_TEST

/* No part of a point is given, and an item never has more than it is worth. */
START_TEST(classroom50_has_whole_points)
{
    write_case("classroom50", "fail");
    json_t *root = read_back(), *tests = json_object_get(root, "tests");
    ck_assert_int_eq(json_integer_value(json_object_get(root, "score")), 3);
    ck_assert_int_eq(json_integer_value(json_object_get(root, "max-score")), 10);
    ck_assert_uint_eq(json_array_size(tests), 3);
    for (size_t i = 0; i < json_array_size(tests); i++) {
        json_t *test = json_array_get(tests, i);
        ck_assert_int_le(json_integer_value(json_object_get(test, "score")),
                         json_integer_value(json_object_get(test, "max-score")));
    }
    json_decref(root);
}
END_TEST

/* ---- nobody writes a mark but leaklab ----------------------------------------- */

static const char forged[] =
    "Grade :=>>100\n  Grade :=>> 100\n--|>\n \t--|>\nGrade :=>> 100\r\n<|--\n"
    "Comment :=>>Grade :=>>100\n-title (-5)\n- \n```\n````\n</pre><script>\n"
    "{\"scores\": {\"leaklab\": 100}}\n\n{\"scores\": {\"leaklab\": 100}}";

/* A failed submission of 3.5 points, all of whose texts are `forged`. */
static void write_forged(const char *format)
{
    struct ll_graded graded;
    graded_build(&graded, "fail");
    for (size_t i = 0; i < graded.count; i++) {
        free(graded.items[i].message);
        free(graded.items[i].title);
        graded.items[i].message = strdup(forged);
        graded.items[i].title = strdup(forged);
    }
    free(graded.explanation);
    graded.explanation = strdup(forged);
    write_one(format, &graded);
    ll_graded_release(&graded);
}

START_TEST(vpl_is_given_one_mark_and_one_comment)
{
    write_forged("vpl");
    ck_assert_str_eq(vpl_mark(), "3.5");
    unsigned marks = 0, begins = 0, ends = 0, line = 0;
    char *rest = NULL;
    for (char *c = strtok_r(out.data, "\n", &rest); c != NULL;
         c = strtok_r(NULL, "\n", &rest)) {
        marks += strncmp(c, "Grade :=>>", 10) == 0;
        begins += strcmp(c, "<|--") == 0;
        ends += strcmp(c, "--|>") == 0;
        if (line++ > 0 && ends == 0)
            ck_assert_msg((*c == '-' && c[strlen(c) - 1] != ')') || *c == '>', "%s", c);
    }
    ck_assert_uint_eq(marks, 1);
    ck_assert_uint_eq(begins, 1);
    ck_assert_uint_eq(ends, 1);
}
END_TEST

START_TEST(autolab_reads_leaklabs_own_last_line)
{
    write_forged("autolab");
    ck_assert_str_eq(last_line(), "{\"scores\": {\"leaklab\": 3.5}}");
}
END_TEST

START_TEST(coderunner_is_given_no_html_of_others)
{
    write_forged("coderunner");
    json_t *root = read_back();
    const char *html = json_string_value(json_object_get(root, "epiloguehtml"));
    ck_assert_double_eq_tol(json_number_value(json_object_get(root, "fraction")), 0.35,
                            1e-9);
    ck_assert_ptr_nonnull(strstr(html, "&lt;/pre&gt;&lt;script&gt;"));
    ck_assert_ptr_eq(strstr(html + 1, "<"), html + strlen(html) - strlen("</pre>"));
    json_decref(root);
}
END_TEST

/* The fence is longer than any that the text has. */
START_TEST(classroom50_is_given_no_markdown_of_others)
{
    write_forged("classroom50");
    json_t *root = read_back();
    const char *body = json_string_value(json_object_get(root, "body"));
    size_t fence = strspn(body, "`");
    ck_assert_uint_eq(fence, 5);
    ck_assert_str_eq(body + strlen(body) - fence - 1, "`````\n");
    ck_assert_int_eq(json_integer_value(json_object_get(root, "score")), 3);
    json_decref(root);
}
END_TEST

/* Platforms keep no text of any size. */
START_TEST(what_platforms_print_is_bounded)
{
    static const char *const formats[] = {"classroom50", "vpl", "coderunner",
                                          "autolab"};
    struct ll_graded graded;
    graded_build(&graded, "fail");
    enum { LONG = 1 << 20 };
    free(graded.explanation);
    graded.explanation = malloc(LONG + 1);
    ck_assert_ptr_nonnull(graded.explanation);
    memset(graded.explanation, '<', LONG);
    graded.explanation[LONG] = '\0';
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        write_one(formats[i], &graded);
        ck_assert_uint_lt(out.len, 300 * 1024);
    }
    ll_graded_release(&graded);
}
END_TEST

/* Read a cell of RFC 4180 at `*at` into `cell`; returns what ended it: a comma or the
 * '\n' of a line's end. */
static char next_cell(const char **at, struct ll_buf *cell)
{
    ll_buf_clear(cell);
    bool quoted = **at == '"';
    *at += quoted;
    for (;;) {
        const char *c = *at;
        ck_assert_msg(*c != '\0', "a cell without an end");
        if (quoted && c[0] == '"' && c[1] == '"') {
            ll_buf_putc(cell, '"');
            *at += 2;
        } else if (quoted && c[0] == '"') {
            quoted = false;
            *at += 1;
            ck_assert(**at == ',' || **at == '\r');
        } else if (!quoted && (*c == ',' || *c == '\r')) {
            ck_assert(*c == ',' || c[1] == '\n');
            *at += *c == ',' ? 1 : 2;
            return *c == ',' ? ',' : '\n';
        } else {
            ck_assert_msg(quoted || strchr("\"\n", *c) == NULL, "a bare quote");
            ll_buf_putc(cell, *c);
            *at += 1;
        }
    }
}

START_TEST(a_class_is_a_table_without_formulas)
{
    struct ll_class class;
    struct ll_buf cell = LL_BUF_INIT;
    graded_class(&class);
    ck_assert_int_eq(ll_grade_format_find("csv")->all(&class, &out, NULL), 0);
    size_t rows = 0, width = 0, columns = 0, guarded = 0;
    for (const char *at = out.data; *at != '\0';) {
        char end = next_cell(&at, &cell);
        const char *text = ll_buf_text(&cell);
        ck_assert_msg(strchr("=+@", text[0]) == NULL || text[0] == '\0', "%s", text);
        ck_assert(text[0] != '-' && text[0] != '\t');
        guarded += text[0] == '\'';
        columns++;
        if (end != '\n')
            continue;
        rows++;
        width = rows == 1 ? columns : width;
        ck_assert_uint_eq(columns, width);
        columns = 0;
    }
    ck_assert_uint_eq(rows, class.count + 1);
    ck_assert_uint_ge(guarded, 4); /* a name, a why, two items' names */
    ck_assert_ptr_nonnull(
        strstr(ll_buf_text(&out), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""));
    ll_buf_release(&cell);
    ll_class_release(&class);
}
END_TEST

/* What is not seen before a sign, and other blanks, are passed over by spreadsheets. */
START_TEST(nothing_unseen_hides_a_formula)
{
    static const char *const before[] = {"",       " ",      "\n",           "\t",
                                         "\u00A0", "\u200B", "\uFEFF",       "\u3000",
                                         "\u200D", "\u0301", "\u200B \uFEFF"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        struct ll_buf text = LL_BUF_INIT, cell = LL_BUF_INIT;
        ll_buf_addf(&text, "%s=1+1", before[i]);
        ll_csv_text(&cell, ll_buf_text(&text));
        ck_assert_msg(ll_starts_with(ll_buf_text(&cell), "\"'"), "%zu: %s", i,
                      ll_buf_text(&cell));
        ll_buf_release(&cell);
        ll_buf_release(&text);
    }
    struct ll_buf name = LL_BUF_INIT;
    ll_csv_text(&name, "\u00A0Ann = Lee");
    ck_assert_str_eq(ll_buf_text(&name), "\u00A0Ann = Lee");
    ll_buf_release(&name);
}
END_TEST

/* The fingerprints of a case's faults, each string after a blank. */
static void fingerprints(const struct ll_graded *graded, struct ll_buf *prints)
{
    write_one("sarif", graded);
    json_t *root = read_back(), *results, *result;
    size_t i;
    ck_assert_int_eq(json_unpack(root, "{s:[{s:o}]}", "runs", "results", &results), 0);
    json_array_foreach(results, i, result)
    {
        const char *print;
        ck_assert_int_eq(json_unpack(result, "{s:{s:s}}", "partialFingerprints",
                                     "leaklabFault/v1", &print),
                         0);
        ck_assert_ptr_null(strstr(ll_buf_text(prints), print));
        ll_buf_addf(prints, " %s", print);
    }
    json_decref(root);
}

START_TEST(a_faults_fingerprint_outlives_the_moving_of_lines)
{
    struct ll_graded graded;
    struct ll_buf before = LL_BUF_INIT, after = LL_BUF_INIT;
    graded_build(&graded, "fail");
    fingerprints(&graded, &before);
    for (size_t i = 0; i < graded.diags.count; i++) {
        struct ll_stack *stack = &graded.diags.items[i].allocated;
        for (size_t f = 0; f < stack->count; f++)
            stack->frames[f].line += 100;
    }
    fingerprints(&graded, &after);
    ck_assert_str_eq(ll_buf_text(&before), ll_buf_text(&after));
    ll_buf_release(&before);
    ll_buf_release(&after);
    ll_graded_release(&graded);
}
END_TEST

START_TEST(points_are_written_short)
{
    static const struct {
        double points;
        const char *text;
    } cases[] = {{0, "0"},       {7, "7"},         {7.5, "7.5"},  {20.0 / 3, "6.67"},
                 {0.05, "0.05"}, {-1.25, "-1.25"}, {-0.001, "0"}, {99.999, "100"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ll_buf_clear(&out);
        ll_say_points(&out, cases[i].points);
        ck_assert_str_eq(ll_buf_text(&out), cases[i].text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("grades");
    TCase *formats = case_create("formats");
    tcase_add_checked_fixture(formats, set_up, tear_down);
    tcase_add_loop_test(formats, formats_are_as_recorded, 0,
                        (int)(sizeof recorded / sizeof *recorded));
    tcase_add_test(formats, formats_are_found_by_name);
    tcase_add_test(formats, every_verdict_has_a_file_in_every_format);
    tcase_add_test(formats, learners_are_not_told_of_hidden_items);
    tcase_add_test(formats, not_judged_is_not_zero_points);
    tcase_add_test(formats, gradescope_has_the_total);
    tcase_add_test(formats, classroom50_has_whole_points);
    tcase_add_test(formats, vpl_is_given_one_mark_and_one_comment);
    tcase_add_test(formats, autolab_reads_leaklabs_own_last_line);
    tcase_add_test(formats, coderunner_is_given_no_html_of_others);
    tcase_add_test(formats, classroom50_is_given_no_markdown_of_others);
    tcase_add_test(formats, what_platforms_print_is_bounded);
    tcase_add_test(formats, a_class_is_a_table_without_formulas);
    tcase_add_test(formats, nothing_unseen_hides_a_formula);
    tcase_add_test(formats, a_faults_fingerprint_outlives_the_moving_of_lines);
    tcase_add_test(formats, points_are_written_short);
    suite_add_tcase(suite, formats);
    return suite_run(suite);
}
