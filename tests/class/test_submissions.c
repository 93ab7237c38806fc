/* SPDX-License-Identifier: MIT
 *
 * Submissions are found, read, compared and summed up; this suite starts no process,
 * and also runs with each allocation failing (scripts/check-swept). */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "class/find.h"
#include "class/outputs.h"
#include "class/summary.h"
#include "submission/intake.h"
#include "support/suite.h"

static const char folder[] = LL_SOURCE_DIR "/lessons/03-lost-realloc";
static struct ll_error err;

/* The pieces of a text, in memory that ends where they end. */
static int add(struct ll_fingerprints *prints, const char *text, bool all)
{
    size_t length = strlen(text);
    char *exact = malloc(length + (length == 0));
    if (exact == NULL)
        return -1;
    memcpy(exact, text, length);
    int result = ll_fingerprints_add(prints, exact, length, all, &err);
    free(exact);
    return result;
}

START_TEST(any_bytes_can_be_fingerprinted)
{
    static const char *const odd[] = {"",  "\"",     "'\\",        "/*", "//",
                                      "#", "#  inc", "\\\n\\\n\\", "/",  "\xff\xfe"};
    struct ll_fingerprints prints = {0};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        ck_assert_int_eq(add(&prints, odd[i], false), 0);
    ck_assert_uint_eq(prints.count, 0);
    ll_fingerprints_release(&prints);
}
END_TEST

/* Wherever a shared run of 18 tokens begins, it is found. */
START_TEST(a_shared_run_of_tokens_is_found)
{
    static const char run[] = "while (at != NULL && at->next) { total += at->size; }";
    struct ll_fingerprints alone = {0}, within = {0};
    char text[400];
    ck_assert_int_eq(add(&alone, run, true), 0);
    for (int shift = 0; shift < 8; shift++) {
        snprintf(text, sizeof text, "%.*s %s x = y[%d]; /* a = b; */ // c;\n z--;",
                 2 * shift, "; ; ; ; ; ; ; ;", run, shift);
        ck_assert_int_eq(add(&within, text, false), 0);
        size_t before = within.count;
        ll_fingerprints_without(&within, &alone);
        ck_assert_uint_lt(within.count, before);
        ll_fingerprints_release(&within);
    }
    ll_fingerprints_release(&alone);
}
END_TEST

START_TEST(names_and_comments_make_no_difference)
{
    struct ll_fingerprints one = {0}, other = {0};
    ck_assert_int_eq(add(&one,
                         "#include <stdio.h>\nint sum(int *all, int n) { int s = 0; "
                         "while (n-- > 0) s += all[n] * 2; return s; }",
                         false),
                     0);
    ck_assert_int_eq(add(&other,
                         "/* mine */ int add_up(int *p, int left) // {\n{ int t = 1;\n"
                         "while (left-- > 0)\n t += p[left] * 77; return \\\nt; }",
                         false),
                     0);
    ck_assert_uint_gt(one.count, 2);
    ck_assert_uint_eq(one.count, other.count);
    ll_fingerprints_without(&one, &other);
    ck_assert_uint_eq(one.count, 0);
    ll_fingerprints_release(&one);
    ll_fingerprints_release(&other);
}
END_TEST

START_TEST(a_folder_with_the_exercise_is_one_submission)
{
    const char *const paths[] = {folder, NULL};
    struct ll_submissions submissions = {0};
    ck_assert_int_eq(
        ll_submissions_find(paths, false, "exercise.c", NULL, &submissions, &err), 0);
    bool one = submissions.count == 1 &&
               strcmp(submissions.items[0].name, "03-lost-realloc") == 0;
    ll_submissions_release(&submissions);
    ck_assert(one);

    int found = ll_submissions_find(paths, false, "none.c", NULL, &submissions, &err);
    bool sorted = found == 0 && submissions.count > 10 &&
                  strcmp(submissions.items[0].name, submissions.items[1].name) < 0;
    ll_submissions_release(&submissions);
    ck_assert(sorted);
}
END_TEST

START_TEST(a_submission_is_read_from_a_folder)
{
    struct ll_intake intake;
    struct ll_buf why = LL_BUF_INIT;
    int read =
        ll_intake_read(folder, "exercise.c", false, "/nowhere", &intake, &why, &err);
    bool good = read == 0 && strlen(intake.digest) == 64 && intake.source.len > 100 &&
                strcmp(strrchr(intake.path, '/'), "/exercise.c") == 0;
    ll_intake_release(&intake);
    ck_assert(good);

    read = ll_intake_read(folder, "none.c", false, "/nowhere", &intake, &why, &err);
    bool told = read == 1 && strstr(ll_buf_text(&why), "has several C files and no "
                                                       "'none.c'") != NULL;
    ll_intake_release(&intake);
    ll_buf_release(&why);
    ck_assert(told);
}
END_TEST

/* In a folder, the one file that is in the exercise's language. */
START_TEST(a_submission_in_cython_is_read_from_a_folder)
{
    static const char line[] = "x = 1\n";
    struct ll_intake intake;
    struct ll_buf why = LL_BUF_INIT;
    char *here = ll_path_temp_dir(&err);
    char *c = ll_path_join(here, "notes.c"), *pyx = ll_path_join(here, "mine.pyx");
    bool put = ll_file_write(c, line, sizeof line - 1, &err) == 0;

    int read =
        ll_intake_read(here, "exercise.pyx", false, "/nowhere", &intake, &why, &err);
    bool told = read == 1 && strstr(ll_buf_text(&why), "has no .pyx file and no "
                                                       "'exercise.pyx'") != NULL;
    ll_intake_release(&intake);
    put = put && ll_file_write(pyx, line, sizeof line - 1, &err) == 0;
    read = ll_intake_read(here, "exercise.pyx", false, "/nowhere", &intake, &why, &err);
    bool good = read == 0 && strcmp(strrchr(intake.path, '/'), "/mine.pyx") == 0;
    ll_intake_release(&intake);
    ll_buf_release(&why);
    ll_path_remove_tree(here);
    free(pyx);
    free(c);
    free(here);
    ck_assert(put);
    ck_assert(told);
    ck_assert(good);
}
END_TEST

/* A graded submission with one fault. */
static int fill(struct ll_graded *graded)
{
    struct ll_diag diag;
    *graded = (struct ll_graded){.verdict = LL_FAIL, .name = strdup("ann")};
    ll_diag_init(&diag, LL_DOUBLE_FREE);
    return graded->name == NULL ? -1 : ll_diags_add(&graded->diags, &diag, &err);
}

START_TEST(the_summary_counts_faults_and_groups)
{
    const struct ll_style style = {.width = 80};
    size_t members[] = {0, 0, 1};
    struct ll_similar_group groups[] = {{members, 3, 92, 96}, {members + 1, 2, 90, 90}};
    struct ll_graded one;
    struct ll_class_outcome outcome = {
        .class = {&one, 1, 2.0}, .graded = 1, .alike = {groups, 2}, .solution = "s.c"};
    struct ll_buf out = LL_BUF_INIT;
    bool filled = fill(&one) == 0;
    if (filled)
        ll_class_summary(&outcome, &style, &out);
    bool told =
        out.full ||
        (strstr(ll_buf_text(&out), "double-free                 1") != NULL &&
         strstr(ll_buf_text(&out), "ann, ann and the lesson's own s.c: 92 to 96 %") !=
             NULL &&
         strstr(ll_buf_text(&out), "ann and the lesson's own s.c: 90 %") != NULL);
    ll_buf_release(&out);
    ll_graded_release(&one);
    ck_assert(filled && told);
}
END_TEST

START_TEST(a_file_name_stays_in_its_folder)
{
    static const struct {
        const char *name, *file;
    } cases[] = {
        {"ann", "ann"},
        {"Ann Müller (2)", "Ann Müller _2_-"},
        {"../../etc/passwd", "_._.._etc_passwd-"},
        {".hidden", "_hidden-"},
        {"-rf", "_rf-"},
        {"new\nline", "new_line-"},
        {"a\u202Etxt.c", "a\uFFFDtxt.c-"}, /* written from right to left */
        {"a\xC2\x9B"
         "31m",
         "a\uFFFD31m-"}, /* a terminal's colour */
        {"a\xFF", "a\uFFFD-"},
        {"", "-"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *file = ll_output_name(cases[i].name);
        ck_assert_ptr_nonnull(file);
        bool good = strncmp(file, cases[i].file, strlen(cases[i].file)) == 0 &&
                    strchr(file, '/') == NULL;
        size_t more = strlen(file) - strlen(cases[i].file);
        free(file);
        ck_assert_msg(good && (more == 0 || more == 8), "'%s'", cases[i].name);
    }
    char *one = ll_output_name("a/b"), *other = ll_output_name("a\\b");
    char *third = one != NULL ? ll_output_name(one) : NULL; /* named as a file is */
    bool distinct = one != NULL && other != NULL && third != NULL &&
                    strcmp(one, other) != 0 && strcmp(one, third) != 0;
    free(one);
    free(other);
    free(third);
    ck_assert(distinct);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("submissions");
    TCase *tests = case_create("submissions");
    tcase_add_test(tests, any_bytes_can_be_fingerprinted);
    tcase_add_test(tests, a_shared_run_of_tokens_is_found);
    tcase_add_test(tests, names_and_comments_make_no_difference);
    tcase_add_test(tests, a_folder_with_the_exercise_is_one_submission);
    tcase_add_test(tests, a_submission_is_read_from_a_folder);
    tcase_add_test(tests, a_submission_in_cython_is_read_from_a_folder);
    tcase_add_test(tests, the_summary_counts_faults_and_groups);
    tcase_add_test(tests, a_file_name_stays_in_its_folder);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
