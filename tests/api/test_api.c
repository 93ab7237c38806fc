/* SPDX-License-Identifier: MIT
 *
 * leaklab.h as a C project uses it in its own Check suite. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "api/leaklab.h"
#include "support/suite.h"

#define PROGRAM(name) LL_TESTS_DIR "/tools/kinds/" name ".c"

START_TEST(a_clean_program_is_clean)
{
    struct leaklab *run = leaklab_run_files(PROGRAM("clean"), NULL);
    ck_leaklab_clean(run);
    ck_assert_ptr_nonnull(leaklab_expect(run, &(struct leaklab_fault){0}));
    leaklab_free(run);
}
END_TEST

START_TEST(a_leak_is_expected_with_its_figures)
{
    struct leaklab *run = leaklab_run_files(PROGRAM("definitely-lost"), NULL);
    ck_leaklab_fault(run, .kind = "definitely-lost");
    ck_leaklab_only(run, .kind = "definitely-lost", .bytes = 11, .blocks = 1,
                    .allocated_in = "greeting");
    leaklab_free(run);
}
END_TEST

START_TEST(what_does_not_hold_is_told)
{
    struct leaklab *run = leaklab_run_files(PROGRAM("definitely-lost"), NULL);
    const char *told = leaklab_expect_clean(run);
    ck_assert_ptr_nonnull(told);
    ck_assert_ptr_nonnull(strstr(told, "11 bytes were lost for good"));
    told = leaklab_expect(run, &(struct leaklab_fault){.kind = "definitely-lost",
                                                       .bytes = 80,
                                                       .allocated_in = "random_noise"});
    ck_assert_ptr_nonnull(told);
    ck_assert_ptr_nonnull(strstr(
        told, "expected definitely-lost, 80 bytes, allocated in random_noise; found:"));
    ck_assert_ptr_nonnull(
        leaklab_expect(run, &(struct leaklab_fault){.kind = "definitely-lost",
                                                    .allocated_in = "main"}));
    leaklab_free(run);
}
END_TEST

START_TEST(another_fault_spoils_only)
{
    struct leaklab *run = leaklab_run_files(PROGRAM("indirectly-lost"), NULL);
    ck_leaklab_fault(run, .kind = "definitely-lost", .bytes = 8);
    ck_leaklab_fault(run, .kind = "indirectly-lost", .bytes = 32, .blocks = 2);
    ck_assert_ptr_nonnull(leaklab_expect_only(
        run, &(struct leaklab_fault){.kind = "definitely-lost", .bytes = 8}));
    leaklab_free(run);
}
END_TEST

START_TEST(what_cannot_be_run_is_never_clean)
{
    struct leaklab *run = leaklab_run_files("none.c", NULL);
    const char *told = leaklab_expect_clean(run);
    ck_assert_ptr_nonnull(told);
    ck_assert_ptr_nonnull(strstr(told, "cannot open 'none.c'"));
    leaklab_free(run);

    const char *const sources[] = {PROGRAM("clean"), NULL};
    const char *const tools[] = {"purify", NULL};
    run = leaklab_run(&(struct leaklab_program){.sources = sources, .tools = tools});
    ck_assert_ptr_nonnull(strstr(leaklab_expect_clean(run), "no tool 'purify'"));
    leaklab_free(run);

    const char *const broken[] = {"-DNO_SUCH_THING=", "-include", "none.h", NULL};
    run = leaklab_run(&(struct leaklab_program){.sources = sources, .cflags = broken});
    ck_assert_ptr_nonnull(strstr(leaklab_expect_clean(run), "none.h"));
    leaklab_free(run);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("api");
    TCase *tcase = case_create("expectations");
    suite_add_tcase(suite, tcase);
    tcase_add_test(tcase, a_clean_program_is_clean);
    tcase_add_test(tcase, a_leak_is_expected_with_its_figures);
    tcase_add_test(tcase, what_does_not_hold_is_told);
    tcase_add_test(tcase, another_fault_spoils_only);
    tcase_add_test(tcase, what_cannot_be_run_is_never_clean);
    return suite_run(suite);
}
