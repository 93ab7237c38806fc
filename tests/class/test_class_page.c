/* SPDX-License-Identifier: MIT
 *
 * A class as a page: what the page is told of each submission comes from results.db,
 * and nothing that a learner wrote can be more than text in it. */
#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "class/class_page.h"
#include "class/gather.h"
#include "support/graded.h"
#include "support/suite.h"

static const char template[] = "<title>t</title>\n<!--LEAKLAB-DATA-->\n<p>end</p>\n";
static const char opening[] = "<script type=\"application/json\" id=\"data\">";

static struct ll_error err;
static char *here, *built; /* a folder, and the page without data in it */
static struct ll_lesson *lesson;
static struct ll_class_about about;
static struct ll_class_outcome outcome;
static char *grades; /* of the results */
static json_t *data; /* of the page that was written */
static size_t details;
static struct ll_buf page;

static void set_up(void)
{
    here = ll_path_temp_dir(&err);
    lesson = ll_lesson_load(LL_SOURCE_DIR "/lessons/03-lost-realloc", &err);
    ck_assert_msg(here != NULL && lesson != NULL, "%s", err.text);
    ck_assert_int_eq(ll_class_about(lesson, "exercise.c", &about, &err), 0);
    grades = ll_path_join(here, "grades");
    char *pages = ll_path_join(here, "pages");
    built = ll_path_join(pages, "class.html");
    ck_assert_int_eq(ll_path_make_dirs(pages, &err), 0);
    ck_assert_int_eq(ll_file_write(built, template, strlen(template), &err), 0);
    ck_assert_int_eq(setenv("LEAKLAB_HOME", here, 1), 0);
    free(pages);
    page = (struct ll_buf)LL_BUF_INIT;
    details = LL_CLASS_PAGE_DETAILS;
}

static void tear_down(void)
{
    unsetenv("LEAKLAB_HOME");
    json_decref(data);
    data = NULL;
    ll_buf_release(&page);
    ll_class_outcome_release(&outcome);
    ll_class_about_release(&about);
    ll_lesson_free(lesson);
    ll_path_remove_tree(here);
    free(grades);
    free(built);
    free(here);
}

/* Write a row, and the source that was read, into the results. */
static void put(struct ll_graded *graded, const char *source)
{
    char *aside;
    struct ll_results *results =
        ll_results_open(grades, about.text, true, &aside, &err);
    ck_assert_msg(results != NULL, "%s", err.text);
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_puts(&text, source);
    const struct ll_result_row row = {graded->name, "class/path.c", "key", NULL};
    ck_assert_int_eq(ll_results_put(results, &row, graded, &err), 0);
    ck_assert_int_eq(
        ll_results_put_learner(results, graded->name, &graded->learner, &err), 0);
    ck_assert_int_eq(
        ll_results_put_source(results, graded->name, source[0] ? &text : NULL, &err),
        0);
    ll_buf_release(&text);
    ll_results_close(results);
}

static int write_page(void)
{
    struct ll_strings conflicts = LL_STRINGS_INIT;
    ck_assert_int_eq(
        ll_class_gather(&grades, 1, grades, &about, &outcome, &conflicts, &err), 0);
    ll_strings_release(&conflicts);
    return ll_class_page_write(&outcome, grades, details, &err);
}

/* Write the page, read it, and take its data out of it. */
static void read_page(void)
{
    char *path = ll_path_join(grades, "class.html");
    ck_assert_msg(write_page() == 0, "%s", err.text);
    ck_assert_int_eq(ll_file_read(path, 64 << 20, &page, &err), 0);
    free(path);
    const char *text = ll_buf_text(&page), *begin = strstr(text, opening);
    ck_assert_ptr_nonnull(begin);
    const char *end = strstr(begin, "</script>");
    ck_assert_ptr_nonnull(end);
    ck_assert_str_eq(end, "</script>\n<p>end</p>\n");
    begin += strlen(opening);
    ck_assert_ptr_null(memchr(begin, '<', (size_t)(end - begin)));
    json_error_t where;
    data = json_loadb(begin, (size_t)(end - begin), 0, &where);
    ck_assert_msg(data != NULL, "%s", where.text);
}

static const json_t *of(const char *name)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(data, "submissions"), i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "name")), name) == 0)
            return one;
    }
    ck_abort_msg("the page has no '%s'", name);
    return NULL;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "(nothing)";
}

static void put_case(const char *wanted, const char *source)
{
    struct ll_graded graded;
    graded_build(&graded, wanted);
    if (graded.name == NULL)
        graded.name = strdup(wanted);
    put(&graded, source);
    ll_graded_release(&graded);
}

START_TEST(every_verdict_is_on_the_page_with_what_is_known)
{
    for (const struct graded_case *row = graded_cases; row->name != NULL; row++)
        put_case(row->name, "int main(void) {}\r\n\n");
    read_page();
    ck_assert_str_eq(text_of(data, "format"), "leaklab-class/1");
    ck_assert_uint_eq(json_array_size(json_object_get(data, "submissions")),
                      outcome.class.count);

    const json_t *ada = of("ada"), *ben = of("ben"), *dee = of("dee"), *eva = of("eva");
    ck_assert_str_eq(text_of(ada, "verdict"), "pass");
    ck_assert_str_eq(text_of(ada, "path"), "class/path.c");
    ck_assert_str_eq(text_of(ada, "source"), "int main(void) {}\n\n");
    ck_assert_double_eq_tol(json_number_value(json_object_get(ada, "score")), 10, 1e-9);

    const json_t *faults = json_object_get(ben, "faults");
    ck_assert_uint_eq(json_array_size(faults), 3); /* what is a note is none */
    const json_t *used = json_array_get(faults, 0);
    ck_assert_str_eq(text_of(used, "kind"), "use-after-free");
    ck_assert_str_ne(text_of(used, "look"), "(nothing)");
    const json_t *mark = json_array_get(json_object_get(used, "marks"), 2);
    ck_assert_str_eq(text_of(mark, "file"), "exercise.c");
    ck_assert_int_eq(json_integer_value(json_object_get(mark, "line")), 40);
    ck_assert(json_is_true(json_object_get(mark, "main")));

    ck_assert_str_eq(text_of(dee, "why"), "it does not compile");
    ck_assert_ptr_nonnull(strstr(text_of(dee, "mend"), "--resume"));
    ck_assert_ptr_null(json_object_get(dee, "score"));
    ck_assert_str_eq(text_of(dee, "explanation"),
                     "exercise.c:3:5: error: expected ';'\n");
    ck_assert_ptr_nonnull(strstr(text_of(eva, "mend"), "not the submission"));
}
END_TEST

START_TEST(lines_are_told_whatever_the_submission_is_called)
{
    struct ll_graded graded = {
        .name = (char *)"ann",
        .exercise = (char *)"exercise.c",
        .file = (char *)"/class/ann.c",
        .verdict = LL_FAIL,
    };
    struct ll_diag lost;
    ll_diag_init(&lost, LL_DEFINITELY_LOST);
    ck_assert(ll_stack_add(&lost.allocated, "f", "/class/ann.c", 4, 0, NULL));
    ck_assert(ll_stack_add(&lost.allocated, "g", "/elsewhere/x.c", 9, 0, NULL));
    graded.diags = (struct ll_diags){.items = &lost, .count = 1};
    put(&graded, "int x;\n");
    ll_diag_release(&lost);
    read_page();
    ck_assert_str_eq(text_of(of("ann"), "file"), "ann.c");
    const json_t *fault = json_array_get(json_object_get(of("ann"), "faults"), 0);
    const json_t *mark = json_array_get(json_object_get(fault, "marks"), 0);
    ck_assert_str_eq(text_of(mark, "file"), "ann.c");
    ck_assert_int_eq(json_integer_value(json_object_get(mark, "line")), 4);
}
END_TEST

START_TEST(items_are_listed_once_and_found_by_their_place)
{
    put_case("pass", "");
    put_case("hidden", "");
    read_page();
    const json_t *items = json_object_get(data, "items");
    const json_t *results = json_object_get(of("cem"), "items");
    ck_assert_uint_eq(json_array_size(items), 5);
    const json_t *last = json_array_get(results, 2);
    const json_t *item = json_array_get(
        items, (size_t)json_integer_value(json_object_get(last, "item")));
    ck_assert_str_eq(text_of(item, "title"), "secret of length");
    ck_assert_str_eq(text_of(item, "kind"), "test");
    ck_assert(json_is_true(json_object_get(item, "hidden")));
    ck_assert_str_eq(text_of(last, "message"), "secret words");
    ck_assert_ptr_null(json_object_get(of("cem"), "source"));
}
END_TEST

START_TEST(what_a_learner_wrote_stays_text)
{
    static char name[] = "</script><script>alert(1)</script>";
    struct ll_graded graded = {
        .name = name,
        .verdict = LL_UNGRADABLE,
        .why = name,
        .explanation = name,
        .learner = {.name = (char *)"Eve\u202e<!--", .id = (char *)"\xff\u2028"},
    };
    put(&graded, "/* <!--LEAKLAB-DATA--> */ </script>\u2028\u202e\x01\xff");
    read_page(); /* asserts that the element of the data ends where it should */
    const json_t *one = of(name);
    ck_assert_str_eq(text_of(one, "learner"), "Eve\uFFFD<!--");
    ck_assert_str_eq(text_of(one, "source"),
                     "/* <!--LEAKLAB-DATA--> */ </script>\uFFFD\uFFFD\uFFFD\uFFFD");
}
END_TEST

START_TEST(a_source_that_is_too_long_is_cut_at_a_line_and_says_so)
{
    enum { LENGTH = 1000000 };
    struct ll_graded graded = {.name = (char *)"long", .verdict = LL_PASS};
    char *text = malloc(LENGTH + 1);
    ck_assert_ptr_nonnull(text);
    memset(text, 'x', LENGTH);
    text[LENGTH] = '\0';
    put(&graded, text);
    for (size_t i = 99; i < LENGTH; i += 100)
        text[i] = '\n';
    graded.name = (char *)"lines";
    put(&graded, text);
    free(text);
    read_page();
    ck_assert_uint_eq(strlen(text_of(of("long"), "source")), 256 << 10);
    ck_assert(json_is_true(json_object_get(of("long"), "source_cut")));
    ck_assert_uint_eq(strlen(text_of(of("lines"), "source")), (256 << 10) / 100 * 100);
}
END_TEST

START_TEST(a_class_that_is_too_large_has_rows_without_details)
{
    put_case("pass", "int x;");
    put_case("fail", "int y;");
    details = 1;
    read_page();
    const json_t *ben = of("ben");
    ck_assert(json_is_true(json_object_get(ben, "brief")));
    ck_assert_ptr_null(json_object_get(ben, "source"));
    ck_assert_ptr_null(json_object_get(ben, "explanation"));
    const json_t *fault = json_array_get(json_object_get(ben, "faults"), 0);
    ck_assert_str_eq(text_of(fault, "kind"), "use-after-free");
    ck_assert_uint_eq(json_array_size(json_object_get(fault, "marks")), 3);
    ck_assert_ptr_null(json_object_get(fault, "text"));
}
END_TEST

START_TEST(without_pages_nothing_is_written)
{
    char *path = ll_path_join(grades, "class.html");
    put_case("pass", "");
    ck_assert_int_eq(remove(built), 0);
    ck_assert_int_eq(write_page(), 1);
    ck_assert(!ll_path_exists(path));
    free(path);
}
END_TEST

/* Why something is not graded, as this leaklab says it, and words of what helps. */
START_TEST(what_helps_is_told_where_it_is_known)
{
    static const struct {
        const char *why, *words;
    } rows[] = {
        {"'exercise.c' does not compile", "what the compiler says"},
        {"'exercise.c' does not define 'f', which the exercise asks for", "function"},
        {"it uses 'f', which is neither in the lesson nor in the C library",
         "function"},
        {"'ann' has no C file and no 'exercise.c'", "Ask the learner"},
        {"'ann' has no C file, but several archives", "which one counts"},
        {"'ann' has several C files and no 'exercise.c'", "which one counts"},
        {"'ann' has several files 'exercise.c'", "which one counts"},
        {"'ann' is an empty folder", "Ask the learner"},
        {"'ann.c' is a link, and links are not followed", "Put the file itself"},
        {"'ann.zip' is encrypted, and leaklab has no password for it", "password"},
        {"'ann.c' is not text: it has bytes of value 0", "plain text"},
    };
    struct ll_graded graded = {.verdict = LL_UNGRADABLE};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        graded.why = (char *)rows[i].why;
        const char *mend = ll_class_page_mend(&graded);
        ck_assert_msg(mend != NULL && strstr(mend, rows[i].words) != NULL, "%s: %s",
                      rows[i].why, mend != NULL ? mend : "nothing");
    }
    graded.why = (char *)"'exercise.c', line 3, uses 'asm': remove it";
    ck_assert_ptr_null(ll_class_page_mend(&graded)); /* it says so itself */
    graded.verdict = LL_FAIL;
    graded.why = (char *)"it does not compile";
    ck_assert_ptr_null(ll_class_page_mend(&graded));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("class_page");
    TCase *tcase = case_create("class_page");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, every_verdict_is_on_the_page_with_what_is_known);
    tcase_add_test(tcase, lines_are_told_whatever_the_submission_is_called);
    tcase_add_test(tcase, items_are_listed_once_and_found_by_their_place);
    tcase_add_test(tcase, what_a_learner_wrote_stays_text);
    tcase_add_test(tcase, a_source_that_is_too_long_is_cut_at_a_line_and_says_so);
    tcase_add_test(tcase, a_class_that_is_too_large_has_rows_without_details);
    tcase_add_test(tcase, without_pages_nothing_is_written);
    tcase_add_test(tcase, what_helps_is_told_where_it_is_known);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
