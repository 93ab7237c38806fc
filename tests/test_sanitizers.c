/* SPDX-License-Identifier: MIT
 *
 * clang's sanitizers from end to end. What they see of each kind of fault is in
 * test_check, what is read in their reports in test_asan and its like. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "programs.h"
#include "reports.h"

static void run_under(const char *first, const char *second)
{
    const struct ll_tool *tools[] = {
        ll_tool_find(first), second == NULL ? NULL : ll_tool_find(second), NULL};
    ll_result_release(&result);
    ck_assert_msg(ll_session_run_one(&session, &subject, tools, &result, &err) == 0,
                  "%s", err.text);
}

/* ---- what may be missing --------------------------------------------------------- */

static const struct {
    const char *tool, *library;
} libraries[] = {
    {"clang-asan", "asan"},
    {"msan", "msan"},
};

/* clang without its libraries compiles, and cannot link. */
START_TEST(a_missing_library_is_told)
{
    char *clang = write_file("clang", "#!/bin/sh\n"
                                      "case $1 in\n"
                                      "--version) echo clang version 99.1 ;;\n"
                                      "-dumpversion) echo 99.1 ;;\n"
                                      "*) echo \"${1#*=}\" ;;\n"
                                      "esac\n");
    char *path = NULL;
    ck_assert_int_eq(chmod(clang, 0755), 0);
    ck_assert_int_gt(asprintf(&path, "%s:%s", folder, getenv("PATH")), 0);
    setenv("PATH", path, 1);
    add_source("clean.c", clean_program);
    run_under(libraries[_i].tool, NULL);
    ck_assert_int_eq(result.verdict, LL_HARNESS_ERROR);
    ck_assert_int_eq(result.runs[0].status, LL_RUN_NO_TOOL);
    ck_assert_ptr_nonnull(strstr(result.runs[0].note, "the library of "));
    ck_assert_ptr_nonnull(
        strstr(result.runs[0].note, "install the package 'libclang-rt-99-dev'"));
    free(path);
    free(clang);
}
END_TEST

START_TEST(a_missing_compiler_is_told)
{
    char *path = strdup(getenv("PATH"));
    setenv("PATH", folder, 1);
    add_source("clean.c", clean_program);
    run_under(libraries[_i].tool, NULL);
    setenv("PATH", path, 1);
    free(path);
    ck_assert_int_eq(result.runs[0].status, LL_RUN_NO_TOOL);
    ck_assert_str_eq(result.runs[0].note,
                     "'clang' is missing: install the package 'clang'");
}
END_TEST

/* ---- AddressSanitizer -------------------------------------------------------------
 */

/* The smallest leaks, whose pointers live on in dead stack frames at -O0: clang by
 * itself does not see the first. What finish.c does about that is tested, way out by
 * way out, in test_runtime. */
static const char *const leaks[] = {
    "static void lose(int n) { char *p = malloc(n); p[0] = 1; }\n"
    "int main(void) { lose(9); return 0; }\n",
    "int main(void) { malloc(9); return 0; }\n",
    "int main(void) { char *p = malloc(9); p = NULL; return p != NULL; }\n",
    "static char *make(void) { return malloc(9); }\n"
    "int main(void) { make(); exit(0); }\n",
    "static void twice(void) { char *p = malloc(9); p = strdup(\"x\"); free(p); }\n"
    "int main(void) { twice(); return 0; }\n",
};

START_TEST(the_smallest_leaks_are_seen)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text, "#include <stdlib.h>\n#include <string.h>\n%s", leaks[_i]);
    add_source("leak.c", ll_buf_text(&text));
    session.no_cache = true;
    for (int i = 0; i < 5; i++) {
        run_under("clang-asan", NULL);
        ck_assert_uint_eq(result.diags.count, 1);
        ck_assert_int_eq(result.diags.items[0].kind, LL_DEFINITELY_LOST);
        ck_assert_uint_eq(result.diags.items[0].bytes, 9);
    }
    ll_buf_release(&text);
}
END_TEST

START_TEST(two_compilers_agree_on_one_leak)
{
    add_source("leaky.c", leaky_program);
    run_under("asan", "clang-asan");
    ck_assert_uint_eq(result.diags.count, 1);
    ck_assert(ll_diag_seen_by(&result.diags.items[0], "asan"));
    ck_assert(ll_diag_seen_by(&result.diags.items[0], "clang-asan"));
    ck_assert_uint_eq(result.runs[0].allocations, result.runs[1].allocations);
}
END_TEST

/* ---- MemorySanitizer --------------------------------------------------------------
 */

/* Two tools see one fault, which both know more of together. */
START_TEST(an_unset_value_is_one_fault)
{
    static const char *const orders[][2] = {{"memcheck", "msan"}, {"msan", "memcheck"}};
    char *program = LL_TESTS_DIR "/programs/uninitialised.c";
    ck_assert_int_eq(ll_subject_add_source(&subject, program, &err), 0);
    for (size_t i = 0; i < 2; i++) {
        run_under(orders[i][0], orders[i][1]);
        ck_assert_uint_eq(result.diags.count, 1);
        const struct ll_diag *diag = &result.diags.items[0];
        ck_assert_int_eq(diag->kind, LL_UNINITIALISED);
        ck_assert_uint_eq(diag->witness_count, 2);
        ck_assert_uint_eq(
            ll_stack_own(&diag->at, ll_strings_argv(&subject.roots))->line, 17);
        const struct ll_frame *from =
            ll_stack_own(&diag->allocated, ll_strings_argv(&subject.roots));
        ck_assert_ptr_nonnull(from); /* which MemorySanitizer alone knows */
        ck_assert_uint_eq(from->line, 13);
    }
}
END_TEST

/* What is only printed, too; and by its name, though the compiler has two of them. */
START_TEST(a_variable_is_named_as_in_the_source)
{
    add_source("twin.c", "#include <stdio.h>\n"
                         "int main(int argc, char **argv)\n"
                         "{\n"
                         "    if (argc > 1) {\n"
                         "        int part = 3;\n"
                         "        puts(argv[part]);\n"
                         "    } else {\n"
                         "        int part;\n"
                         "        printf(\"%d\\n\", part);\n"
                         "    }\n"
                         "    return 0;\n"
                         "}\n");
    run_under("msan", NULL);
    ck_assert_uint_eq(result.diags.count, 1);
    ck_assert_int_eq(result.diags.items[0].kind, LL_UNINITIALISED);
    ck_assert_uint_eq(result.diags.items[0].at.frames[0].line, 9);
    ck_assert_str_eq(result.diags.items[0].variable, "part");
}
END_TEST

static const char *const ends[] = {"return 0", "exit(0)", "_exit(0)", "_Exit(0)",
                                   "quick_exit(0)"};

START_TEST(a_clean_program_is_clean_to_its_end)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text,
                "#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\n"
                "int main(void) { free(malloc(8)); puts(\"x\"); %s; }\n",
                ends[_i]);
    add_source("clean.c", ll_buf_text(&text));
    run_under("msan", NULL);
    ck_assert_msg(result.verdict == LL_PASS, "%s: %s", ends[_i], result.runs[0].note);
    ck_assert_uint_eq(result.runs[0].allocations, 0); /* nor that all were freed */
    ll_buf_release(&text);
}
END_TEST

START_TEST(a_program_with_python_is_not_judged)
{
    subject.python = true;
    add_source("clean.c", clean_program);
    run_under("msan", NULL);
    ck_assert_int_eq(result.verdict, LL_HARNESS_ERROR);
    ck_assert_int_eq(result.runs[0].status, LL_RUN_UNFIT);
    ck_assert_ptr_nonnull(strstr(result.runs[0].note, "Python itself is not compiled"));
    ck_assert_uint_eq(count_left_over(), 0);
}
END_TEST

static void add_case(Suite *suite, const char *name, TCase **tcase)
{
    *tcase = tcase_create(name);
    tcase_set_timeout(*tcase, 60);
    tcase_add_checked_fixture(*tcase, programs_setup, programs_teardown);
    suite_add_tcase(suite, *tcase);
}

int main(void)
{
    Suite *suite = suite_create("sanitizers");
    TCase *missing, *asan, *msan;
    add_case(suite, "missing", &missing);
    int count = (int)(sizeof libraries / sizeof *libraries);
    tcase_add_loop_test(missing, a_missing_library_is_told, 0, count);
    tcase_add_loop_test(missing, a_missing_compiler_is_told, 0, count);
    if (has_tool("clang-asan")) {
        add_case(suite, "asan", &asan);
        tcase_add_loop_test(asan, the_smallest_leaks_are_seen, 0,
                            sizeof leaks / sizeof *leaks);
        tcase_add_test(asan, two_compilers_agree_on_one_leak);
    }
    if (has_tool("msan")) {
        add_case(suite, "msan", &msan);
        if (has_tool("memcheck"))
            tcase_add_test(msan, an_unset_value_is_one_fault);
        tcase_add_test(msan, a_variable_is_named_as_in_the_source);
        tcase_add_loop_test(msan, a_clean_program_is_clean_to_its_end, 0,
                            sizeof ends / sizeof *ends);
        tcase_add_test(msan, a_program_with_python_is_not_judged);
    }
    return run_suite(suite);
}
