/* SPDX-License-Identifier: MIT
 *
 * The detection matrix: its cells from real runs of lesson 1, its formats from a
 * matrix made by hand. That the document agrees with a fresh run is checked by
 * scripts/check-matrix.
 */
#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "report/detection_matrix.h"
#include "support/runs.h"
#include "support/suite.h"

static struct ll_matrix matrix;

static void tear_down(void)
{
    ll_matrix_release(&matrix);
}

static size_t column(const char *tool)
{
    for (size_t i = 0; i < matrix.tool_count; i++)
        if (strcmp(matrix.tools[i]->name, tool) == 0)
            return i;
    ck_abort_msg("no column for %s", tool);
    return 0;
}

static void make(const char *lesson)
{
    struct ll_error err = {0};
    struct ll_session session = LL_SESSION_INIT;
    struct ll_strings folders = LL_STRINGS_INIT;
    session.no_cache = !share_runs();
    ll_strings_addf(&folders, LL_SOURCE_DIR "/lessons/%s", lesson);
    ck_assert_msg(ll_matrix_make(&session, &folders, &matrix, &err) == 0, "%s",
                  err.text);
    ll_strings_release(&folders);
}

START_TEST(cells_come_from_runs)
{
    make("02-mismatched-free");
    ck_assert_uint_eq(matrix.row_count, 3);
    ck_assert_uint_eq(matrix.rows[0].lesson, 2);
    ck_assert_str_eq(matrix.rows[0].slug, "mismatched-free");
    for (size_t level = 0; level < LL_LEVELS; level++) {
        const struct ll_cell *memcheck =
            &matrix.rows[0].cells[LL_LEVELS * column("memcheck") + level];
        ck_assert_int_eq(memcheck->sight, LL_SIGHT_SEES);
        ck_assert_str_eq(memcheck->words, "mismatched-free ×2");
        const struct ll_cell *lastptr =
            &matrix.rows[0].cells[LL_LEVELS * column("lastptr") + level];
        if (lastptr->sight == LL_SIGHT_NO_TOOL)
            continue;
        ck_assert_int_eq(lastptr->sight, LL_SIGHT_BLIND);
        ck_assert_ptr_nonnull(strstr(lastptr->words, "looks for leaks only"));
    }
}
END_TEST

START_TEST(the_suite_of_a_lesson_is_no_column)
{
    make("02-mismatched-free"); /* as above: what it runs is shared */
    for (size_t i = 0; i < matrix.tool_count; i++)
        ck_assert_str_ne(matrix.tools[i]->name, "behaviour");
    /* It is slow, and this lesson does not list it. */
    const struct ll_tool *races = ll_tool_for(LL_TOOL_RACES);
    ck_assert_ptr_eq(matrix.tools[matrix.tool_count - 1], races);
    ck_assert_int_eq(matrix.rows[0].cells[LL_LEVELS * column(races->name)].sight,
                     LL_SIGHT_UNASKED);
    ck_assert_str_eq(matrix.rows[0].faults, "mismatched-free");
}
END_TEST

START_TEST(a_tool_for_python_is_not_for_a_program_in_c)
{
    size_t others = 0;
    make("01-missing-free");
    for (size_t i = 0; i < matrix.tool_count; i++)
        if (matrix.tools[i]->needs_python != NULL) {
            ck_assert_int_eq(matrix.rows[0].cells[LL_LEVELS * i].sight,
                             LL_SIGHT_UNASKED);
            others++;
        }
    ck_assert_uint_eq(others, 1);
}
END_TEST

/* One module under memcheck and asan: seen at -O0 by both; at -O2 blind, asan without
 * a reason. */
static void make_by_hand(void)
{
    static const struct {
        enum ll_sight sight;
        const char *words;
    } cells[] = {
        {LL_SIGHT_SEES, "double-free"},
        {LL_SIGHT_BLIND, "the compiler left it out"},
        {LL_SIGHT_SEES, "double-free"},
        {LL_SIGHT_BLIND, NULL},
    };
    matrix.tools = calloc(3, sizeof *matrix.tools);
    matrix.versions = calloc(3, sizeof *matrix.versions);
    matrix.tools[0] = ll_tool_find("memcheck");
    matrix.tools[1] = ll_tool_find("asan");
    matrix.versions[0] = strdup("valgrind-1");
    matrix.tool_count = 2;
    matrix.rows = calloc(1, sizeof *matrix.rows);
    matrix.row_count = 1;
    matrix.rows[0].lesson = 6;
    matrix.rows[0].slug = strdup("double-free");
    matrix.rows[0].file = strdup("buggy.c");
    matrix.rows[0].faults = strdup("double-free");
    matrix.rows[0].cells = calloc(4, sizeof *matrix.rows[0].cells);
    for (size_t i = 0; i < 4; i++) {
        matrix.rows[0].cells[i].sight = cells[i].sight;
        if (cells[i].words != NULL)
            matrix.rows[0].cells[i].words = strdup(cells[i].words);
    }
}

static char *written(const char *format)
{
    struct ll_error err = {0};
    struct ll_style style = {.width = 80};
    struct ll_buf out = LL_BUF_INIT;
    const struct ll_matrix_format *row = ll_matrix_format_find(format);
    ck_assert_ptr_nonnull(row);
    ck_assert_int_eq(row->write(&matrix, &style, &out, &err), 0);
    char *text = ll_buf_take(&out);
    ll_buf_release(&out);
    return text;
}

START_TEST(a_blind_cell_without_a_reason_is_a_finding)
{
    struct ll_error err = {0};
    struct ll_strings findings = LL_STRINGS_INIT;
    make_by_hand();
    ck_assert_int_eq(ll_matrix_findings(&matrix, &findings, &err), 0);
    ck_assert_uint_eq(findings.count, 1);
    ck_assert_str_eq(findings.items[0], "lesson 6: asan is blind to 'buggy.c' at -O2: "
                                        "say why in lesson.yml, under 'silent'");
    ll_strings_release(&findings);
}
END_TEST

START_TEST(markdown_is_one_table)
{
    make_by_hand();
    char *text = written("markdown");
    ck_assert_ptr_nonnull(
        strstr(text, "\n| lesson | wrong half | fault | memcheck | asan |\n"
                     "| --- | --- | --- | :-: | :-: |\n"
                     "| 6 double-free | `buggy.c` | double-free | ●/○ | ●/○ |\n"
                     "| all | 1 | ● of each | 1/0 | 1/0 |\n\n"));
    ck_assert_ptr_nonnull(strstr(text, "| memcheck | memcheck | valgrind-1 |\n"
                                       "| asan | AddressSanitizer | missing |\n"));
    free(text);
}
END_TEST

START_TEST(csv_says_what_each_tool_said)
{
    make_by_hand();
    char *text = written("csv");
    ck_assert_str_eq(
        text,
        "lesson,slug,wrong half,tool,sight O0,sight O2,words O0,words O2,fault\n"
        "6,double-free,buggy.c,memcheck,sees,blind,double-free,the compiler left it "
        "out,double-free\n"
        "6,double-free,buggy.c,asan,sees,blind,double-free,,double-free\n");
    free(text);
}
END_TEST

/* A tool that is not for the lesson has no sign and no line. */
START_TEST(a_tool_that_was_not_asked_is_left_out)
{
    make_by_hand();
    matrix.rows[0].cells[2].sight = matrix.rows[0].cells[3].sight = LL_SIGHT_UNASKED;
    char *text = written("markdown");
    ck_assert_ptr_nonnull(strstr(text, "| double-free | ●/○ |   |\n"));
    free(text);
    text = written("csv");
    ck_assert_ptr_null(strstr(text, "asan"));
    free(text);
}
END_TEST

START_TEST(text_shows_each_module)
{
    make_by_hand();
    char *text = written("text");
    ck_assert_ptr_nonnull(strstr(text, "  6 double-free\n    buggy.c "));
    ck_assert_ptr_nonnull(strstr(text, "● ○"));
    /* The strokes lead down to the columns. */
    ck_assert_ptr_eq(strstr(text, "                      memcheck\n"
                                  "                      │    asan\n"),
                     text);
    ck_assert_ptr_nonnull(strstr(text, "    buggy.c           ● ○  ● ○\n"));
    ck_assert_int_eq(text[strlen(text) - 1], '\n');
    free(text);
}
END_TEST

/* A tool's words, its version and a file's name may hold any bytes. */
START_TEST(every_format_is_utf8_whatever_a_tool_said)
{
    const char *formats[] = {"text", "markdown", "csv", "json"};
    make_by_hand();
    free(matrix.versions[0]);
    matrix.versions[0] = strdup("valgrind-\xff");
    free(matrix.rows[0].file);
    matrix.rows[0].file = strdup("b\xc3.c");
    free(matrix.rows[0].cells[0].words);
    matrix.rows[0].cells[0].words = strdup("cut in \xe2\x97");
    matrix.rows[0].cells[2].sight = LL_SIGHT_NO_TOOL;
    free(matrix.rows[0].cells[2].words);
    matrix.rows[0].cells[2].words = strdup("cannot run 'a\x80'");
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        char *text = written(formats[i]);
        json_t *string = json_string(text); /* NULL for what is no UTF-8 */
        ck_assert_msg(string != NULL, "%s is not UTF-8:\n%s", formats[i], text);
        ck_assert_ptr_nonnull(strstr(text, "b\xef\xbf\xbd.c"));
        json_decref(string);
        free(text);
    }
}
END_TEST

START_TEST(json_holds_each_cell)
{
    make_by_hand();
    char *text = written("json");
    json_t *root = json_loads(text, 0, NULL);
    ck_assert_ptr_nonnull(root);
    json_t *module = json_array_get(json_object_get(root, "modules"), 0);
    json_t *cells = json_object_get(module, "cells");
    ck_assert_uint_eq(json_array_size(cells), 4);
    json_t *cell = json_array_get(cells, 1);
    ck_assert_str_eq(json_string_value(json_object_get(cell, "tool")), "memcheck");
    ck_assert_str_eq(json_string_value(json_object_get(cell, "level")), "-O2");
    ck_assert_str_eq(json_string_value(json_object_get(cell, "sight")), "blind");
    ck_assert_str_eq(json_string_value(json_object_get(cell, "because")),
                     "the compiler left it out");
    ck_assert(json_is_null(json_object_get(json_array_get(cells, 3), "because")));
    json_decref(root);
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("matrix");
    TCase *tcase = case_create("matrix");
    tcase_add_checked_fixture(tcase, NULL, tear_down);
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, cells_come_from_runs);
    tcase_add_test(tcase, the_suite_of_a_lesson_is_no_column);
    tcase_add_test(tcase, a_tool_for_python_is_not_for_a_program_in_c);
    tcase_add_test(tcase, a_blind_cell_without_a_reason_is_a_finding);
    tcase_add_test(tcase, markdown_is_one_table);
    tcase_add_test(tcase, csv_says_what_each_tool_said);
    tcase_add_test(tcase, a_tool_that_was_not_asked_is_left_out);
    tcase_add_test(tcase, text_shows_each_module);
    tcase_add_test(tcase, every_format_is_utf8_whatever_a_tool_said);
    tcase_add_test(tcase, json_holds_each_cell);
    return suite_run(suite);
}
