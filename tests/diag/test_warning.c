/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "diag/explain.h"
#include "diag/warning.h"
#include "support/suite.h"

static const char *const roots[] = {"/home/ada", NULL};
static struct ll_warnings warnings;
static struct ll_diags list;

static void teardown(void)
{
    ll_warnings_release(&warnings);
    ll_diags_release(&list);
}

static void read_all(const char *said)
{
    ck_assert_int_eq(ll_warnings_read(&warnings, said, NULL), 0);
}

static struct ll_diag *add(enum ll_kind kind, const char *function, unsigned line)
{
    struct ll_diag diag;
    ll_diag_init(&diag, kind);
    ck_assert(ll_stack_add(&diag.at, function, "/home/ada/a.c", line, 0, NULL));
    ck_assert(ll_diag_add_witness(&diag, "memcheck", "words"));
    diag.signal = kind == LL_CRASH ? SIGFPE : 0;
    ck_assert_int_eq(ll_diags_add(&list, &diag, NULL), 0);
    return &list.items[list.count - 1];
}

static bool concerns(size_t warning, const struct ll_diag *diag)
{
    return ll_warning_concerns(&warnings.items[warning], diag, roots);
}

static const char gcc[] =
    "/home/ada/a.c: In function \xe2\x80\x98main\xe2\x80\x99:\n"
    "/home/ada/a.c:5:17: warning: format \xe2\x80\x98%d\xe2\x80\x99 expects "
    "argument of type \xe2\x80\x98int *\xe2\x80\x99 [-Wformat=]\n"
    "    5 |     scanf(\"%d\", n);\n"
    "      |             ~^    ~\n"
    "/home/ada/a.c:4:9: note: declared here\n"
    "/home/ada/a.c:7:9: warning: \xe2\x80\x98parts\xe2\x80\x99 is used uninitialized "
    "[-Wuninitialized]\n"
    "/home/ada/a.c: In function 'make':\n"
    "/home/ada/a.c:20:12: warning: function returns address of local variable "
    "[-Wreturn-local-addr]\n"
    "/home/ada/a.c:30:9: warning: unused variable 'left' [-Wunused-variable]\n";

START_TEST(warnings_are_read_with_place_function_and_option)
{
    read_all(gcc);
    ck_assert_uint_eq(warnings.count, 4);
    const struct ll_warning *one = &warnings.items[0];
    ck_assert_str_eq(one->file, "/home/ada/a.c");
    ck_assert_str_eq(one->function, "main");
    ck_assert_str_eq(one->option, "-Wformat=");
    ck_assert_uint_eq(one->line, 5);
    ck_assert_uint_eq(one->column, 17);
    ck_assert_ptr_null(strstr(one->text, "[-W"));
    ck_assert_str_eq(warnings.items[2].function, "make");
}
END_TEST

START_TEST(what_two_builds_say_is_read_once)
{
    read_all(gcc);
    read_all(gcc);
    read_all("/home/ada/a.c:5:17: warning: format specifies type 'int *' but the "
             "argument has type 'int' [-Wformat]\n");
    ck_assert_uint_eq(warnings.count, 4);
}
END_TEST

START_TEST(words_of_another_language_and_of_the_linker_are_read)
{
    read_all("/home/ada/a.c:7:9: Warnung: unbenutzte Variable [-Wunused-variable]\n"
             "/usr/bin/ld: /tmp/x.o: in function `main':\n"
             "/home/ada/a.c:9: warning: the `gets' function is dangerous and should "
             "not be used.\n");
    ck_assert_uint_eq(warnings.count, 2);
    ck_assert_str_eq(warnings.items[0].text, "unbenutzte Variable");
    ck_assert_uint_eq(warnings.items[1].line, 9);
    ck_assert_ptr_null(warnings.items[1].option);
}
END_TEST

START_TEST(what_is_no_warning_is_left_out)
{
    read_all(NULL);
    read_all("");
    read_all("/home/ada/a.c:7:9: error: expected ';' before 'return'\n"
             "cc1: all warnings being treated as errors\n"
             ":3: warning: no file\n"
             "/home/ada/a.c:7:9: warning:");
    ck_assert_uint_eq(warnings.count, 0);
}
END_TEST

START_TEST(a_warning_is_shown_with_its_fault)
{
    read_all(gcc);
    ck_assert(concerns(0, add(LL_CRASH, "main", 5))); /* its line */
    ck_assert(concerns(0, add(LL_CRASH, "main", 9))); /* its function */
    ck_assert(!concerns(0, add(LL_CRASH, "other", 9)));
    ck_assert(!concerns(3, add(LL_CRASH, "make", 9))); /* explains no fault */
    struct ll_diag *diag = add(LL_UNINITIALISED, "make", 9);
    diag->variable = strdup("left");
    ck_assert(concerns(3, diag)); /* its variable */
}
END_TEST

/* clang does not tell the function: the source does. */
START_TEST(a_warning_without_a_function_is_about_one_all_the_same)
{
    static const char source[] = LL_TESTS_DIR "/values/programs/two_unset.c";
    const char *const here[] = {LL_TESTS_DIR, NULL};
    struct ll_diag diag;
    read_all(LL_TESTS_DIR "/values/programs/two_unset.c:9:5: warning: variable 'x' is "
                          "uninitialized when used here [-Wuninitialized]\n"
                          "/home/ada/a.c:9:5: warning: variable 'x' is uninitialized "
                          "when used here [-Wuninitialized]\n");
    ll_diag_init(&diag, LL_UNINITIALISED);
    ck_assert(ll_stack_add(&diag.at, "main", source, 10, 0, NULL));
    ck_assert(ll_values_add(
        &diag.values,
        &(struct ll_value){.name = (char[]){"x"}, .value = (char[]){LL_VALUE_UNSET}}));
    ck_assert(ll_warning_concerns(&warnings.items[0], &diag, here));
    ck_assert(!ll_warning_concerns(&warnings.items[1], &diag, here));
    ll_diag_release(&diag);
}
END_TEST

START_TEST(warnings_of_cython_have_the_names_of_the_pyx)
{
    read_all(
        "/nowhere/noise.pyx: In function \xe2\x80\x98__pyx_pf_5noise_size\xe2\x80"
        "\x99:\n"
        "/nowhere/noise.pyx:12:17: warning: pointer "
        "\xe2\x80\x98__pyx_v_pout\xe2\x80\x99 used after "
        "\xe2\x80\x98"
        "free\xe2\x80\x99 [-Wuse-after-free]\n"
        "/nowhere/noise.pyx:13:1: warning: \xe2\x80\x98__pyx_t_3\xe2\x80\x99 may be "
        "used uninitialized [-Wmaybe-uninitialized]\n"
        "/nowhere/plain.c:3:1: warning: unused variable '__pyx_v_left' "
        "[-Wunused-variable]\n");
    ck_assert(ll_warnings_rename(&warnings));
    ck_assert_uint_eq(warnings.count, 2); /* the variable 3 is Cython's own */
    ck_assert_str_eq(warnings.items[0].text,
                     "pointer \xe2\x80\x98pout\xe2\x80\x99 used after "
                     "\xe2\x80\x98"
                     "free\xe2\x80\x99");
    ck_assert_str_eq(warnings.items[0].function, "size");
    ck_assert_str_eq(warnings.items[1].text, "unused variable '__pyx_v_left'");
}
END_TEST

START_TEST(a_use_after_free_is_no_cause_of_other_faults)
{
    read_all("/home/ada/a.c: In function 'main':\n"
             "/home/ada/a.c:24:3: warning: pointer 'end' used after 'free' "
             "[-Wuse-after-free]\n");
    ck_assert(!concerns(0, add(LL_INVALID_WRITE, "main", 18)));
    ck_assert(concerns(0, add(LL_INVALID_WRITE, "main", 24))); /* its line */
    ck_assert(concerns(0, add(LL_USE_AFTER_FREE, "main", 27)));
}
END_TEST

START_TEST(a_returned_local_explains_a_null_pointer)
{
    struct ll_buf words = LL_BUF_INIT;
    read_all(gcc);
    struct ll_diag *diag = add(LL_CRASH, "user", 50);
    diag->signal = SIGSEGV;
    diag->place.is_null = true;
    ck_assert_int_eq(ll_warnings_explain(&warnings, &list, roots, NULL), 0);
    ck_assert(concerns(2, diag));
    ll_diag_look(diag, &words);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&words), "local variable"));
    ck_assert_ptr_null(strstr(ll_buf_text(&words), "checked"));
    ll_buf_release(&words);
}
END_TEST

START_TEST(a_value_that_the_compiler_missed_leads_its_crash)
{
    read_all(gcc);
    const struct ll_diag *diag = add(LL_CRASH, "main", 7);
    ck_assert_int_eq(ll_warnings_explain(&warnings, &list, roots, NULL), 0);
    ck_assert_int_eq(diag->kind, LL_UNINITIALISED);
    ck_assert_str_eq(diag->variable, "parts");
    ck_assert_ptr_nonnull(strstr(diag->sequel, "SIGFPE"));
    ck_assert(diag->witnesses[0].of_sequel);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("warning");
    TCase *tests = case_create("warnings");
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(tests, NULL, teardown);
    tcase_add_test(tests, warnings_are_read_with_place_function_and_option);
    tcase_add_test(tests, what_two_builds_say_is_read_once);
    tcase_add_test(tests, words_of_another_language_and_of_the_linker_are_read);
    tcase_add_test(tests, what_is_no_warning_is_left_out);
    tcase_add_test(tests, a_warning_is_shown_with_its_fault);
    tcase_add_test(tests, a_warning_without_a_function_is_about_one_all_the_same);
    tcase_add_test(tests, warnings_of_cython_have_the_names_of_the_pyx);
    tcase_add_test(tests, a_use_after_free_is_no_cause_of_other_faults);
    tcase_add_test(tests, a_returned_local_explains_a_null_pointer);
    tcase_add_test(tests, a_value_that_the_compiler_missed_leads_its_crash);
    return suite_run(suite);
}
