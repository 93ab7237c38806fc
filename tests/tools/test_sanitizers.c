/* SPDX-License-Identifier: MIT
 *
 * clang's sanitizers from end to end. What they see of each kind of fault is in
 * test_check, what is read in their reports in test_asan and its like. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "diag/explain.h"
#include "support/programs.h"
#include "support/reports.h"
#include "support/suite.h"

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
    {"ubsan", "ubsan_standalone"},
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
        strstr(result.runs[0].note,
               "install the package 'libclang-rt-99-dev' (scripts/bootstrap clang)"));
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
    ck_assert_str_eq(
        result.runs[0].note,
        "'clang' is missing: install the package 'clang' (scripts/bootstrap clang)");
}
END_TEST

/* ---- AddressSanitizer ------------------------------------------------------------ */

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

/* ---- MemorySanitizer ------------------------------------------------------------- */

/* Two tools see one fault, which both know more of together. */
START_TEST(an_unset_value_is_one_fault)
{
    static const char *const orders[][2] = {{"memcheck", "msan"}, {"msan", "memcheck"}};
    char *program = LL_TESTS_DIR "/tools/kinds/uninitialised.c";
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

/* ---- UndefinedBehaviorSanitizer -------------------------------------------------- */

static const struct {
    const char *line;
    const char *kind; /* NULL: no fault */
    enum ll_position position;
    const char *headline;
} operations[] = {
    {"table[one + 3] = 1;", "invalid-write", LL_AFTER,
     "the index 4 is past the end of `table`"},
    {"table[one + 3] <<= 1;", "invalid-write", LL_AFTER,
     "the index 4 is past the end of `table`"},
    {"table[one - 2]++;", "invalid-write", LL_BEFORE,
     "the index -1 is before the start of `table`"},
    {"return table[one - 2] == 7;", "invalid-read", LL_BEFORE,
     "the index -1 is before the start of `table`"},
    {"if (one > 0 &&table[one + 5]) return 1;", "invalid-read", LL_AFTER,
     "the index 6 is past the end of `table`"},
    {"return &table[one + 5] == NULL;", "other", LL_POSITION_UNKNOWN,
     "index 6 out of bounds for type 'int[4]'"},
    {"return &table[one + 3] == NULL;", NULL, LL_POSITION_UNKNOWN, NULL},
    {"*none = 1;", "invalid-write", LL_POSITION_UNKNOWN,
     "memory was written through a NULL pointer"},
    {"return *none;", "invalid-read", LL_POSITION_UNKNOWN,
     "memory was read through a NULL pointer"},
    {"int n = 2147483647; n += one; return n < 0;", "signed-overflow",
     LL_POSITION_UNKNOWN,
     "the result of 2147483647 + 1 does not fit in the type `int`"},
    {"return (unsigned)one - 2 < 4;", NULL, LL_POSITION_UNKNOWN, NULL},
};

START_TEST(an_operation_is_told)
{
    struct ll_buf text = LL_BUF_INIT, headline = LL_BUF_INIT;
    ll_buf_addf(&text,
                "#include <stddef.h>\n"
                "static int table[4];\n"
                "int main(int one, char **argv)\n"
                "{\n"
                "    int *volatile none = argv[one] == NULL ? NULL : table;\n"
                "    if (none != NULL) table[0] = 3;\n"
                "    %s\n"
                "    return 0;\n"
                "}\n",
                operations[_i].line);
    add_source("operation.c", ll_buf_text(&text));
    run_under("ubsan", NULL);
    const char *kind = operations[_i].kind;
    ck_assert_int_eq(result.verdict, kind != NULL ? LL_FAIL : LL_PASS);
    ck_assert_uint_eq(result.diags.count, kind != NULL);
    ck_assert_uint_eq(result.runs[0].diags.count, kind != NULL); /* not merged later */
    if (kind != NULL) {
        const struct ll_diag *diag = &result.diags.items[0];
        ck_assert_str_eq(ll_kind_name(diag->kind), kind);
        ck_assert_int_eq(diag->place.position, operations[_i].position);
        ck_assert_uint_eq(diag->at.frames[0].line, 7);
        ck_assert_uint_gt(diag->at.frames[0].column, 4);
        ll_diag_headline(diag, &headline);
        ck_assert_str_eq(ll_buf_text(&headline), operations[_i].headline);
    }
    ll_buf_release(&headline);
    ll_buf_release(&text);
}
END_TEST

/* gcc tells the column of the bracket. What is read or written, and where it begins, is
 * found by the source. */
static const struct {
    const char *line;
    const char *kind; /* NULL: no fault */
    unsigned column;
} indices[] = {
    {"table[one + 59] = 1;", "invalid-write", 5},
    {"return pairs[one].rest[one - 60] == 7;", "invalid-read", 12},
    {"return (&pairs[one])->rest[one + 59];", "invalid-read", 25},
    {"square[one][one + 59]++;", "invalid-write", 5},
    {"square[one + 59][one] += 1;", "invalid-write", 5},
    {"return (int)(&table[one + 5] - table);", "other", 19},
    {"return (int)(&table[one + 3] - table);", NULL, 0},
    {"tail->rest[one + 3] = 1;", NULL, 0}, /* the last of a struct may be longer */
};

START_TEST(an_index_is_told_where_its_expression_begins)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text,
                "#include <stddef.h>\n"
                "static struct { int first, rest[4], last[200]; } pairs[4];\n"
                "static int table[4], square[4][4], others[400];\n"
                "static struct { int first, rest[1]; } *tail = (void *)others;\n"
                "int main(int one, char **argv)\n"
                "{\n"
                "    (void)argv; (void)pairs; (void)square; (void)table; (void)tail;\n"
                "    %s\n"
                "    return 0;\n"
                "}\n",
                indices[_i].line);
    add_source("index.c", ll_buf_text(&text));
    run_under("asan", NULL);
    const char *kind = indices[_i].kind;
    ck_assert_uint_eq(result.diags.count, kind != NULL);
    if (kind != NULL) {
        const struct ll_diag *diag = &result.diags.items[0];
        ck_assert_str_eq(ll_kind_name(diag->kind), kind);
        ck_assert_uint_eq(diag->at.frames[0].line, 8);
        ck_assert_uint_eq(diag->at.frames[0].column, indices[_i].column);
    }
    ll_buf_release(&text);
}
END_TEST

/* The program goes on after the report: what the variables hold is kept before. */
START_TEST(an_operation_is_told_with_what_the_variables_held)
{
    add_source("sum.c", "int main(int argc, char **argv)\n"
                        "{\n"
                        "    (void)argv;\n"
                        "    int sum = 2147483647;\n"
                        "    sum += argc;\n"
                        "    return sum > 0;\n"
                        "}\n");
    run_under("asan", NULL);
    ck_assert_uint_eq(result.diags.count, 1);
    const struct ll_value_list *values = &result.diags.items[0].values;
    bool told = false;
    for (size_t i = 0; i < values->count; i++)
        told = told || (strcmp(values->items[i].name, "sum") == 0 &&
                        strcmp(values->items[i].value, "2147483647") == 0);
    ck_assert(told);
}
END_TEST

/* The sanitizers see one fault; the one that knows more of the place is heard. */
START_TEST(a_bad_index_is_one_fault)
{
    static const char *const orders[][2] = {{"ubsan", "clang-asan"},
                                            {"clang-asan", "ubsan"}};
    add_source("index.c", "static int table[4];\n"
                          "int main(int argc, char **argv)\n"
                          "{\n"
                          "    table[argc + 3] = argv[0][0];\n"
                          "    return table[0];\n"
                          "}\n");
    for (size_t i = 0; i < 2; i++) {
        run_under(orders[i][0], orders[i][1]);
        ck_assert_uint_eq(result.diags.count, 1);
        const struct ll_diag *diag = &result.diags.items[0];
        ck_assert_int_eq(diag->kind, LL_INVALID_WRITE);
        ck_assert_uint_eq(diag->witness_count, 2);
        ck_assert_str_eq(diag->variable, "table");
        ck_assert_int_eq(diag->place.region, LL_REGION_GLOBAL);
        ck_assert_uint_eq(diag->place.block_size, 16);
    }
}
END_TEST

/* Two operations of one line are told apart by their words. */
START_TEST(what_fits_no_kind_is_not_lost)
{
    add_source("two.c", "int main(int argc, char **argv)\n"
                        "{\n"
                        "    int n = 2147483647;\n"
                        "    return ((n + argc) ^ (1 << (31 + argc))) == argv[0][0];\n"
                        "}\n");
    run_under("ubsan", NULL);
    ck_assert_uint_eq(result.diags.count, 2);
    ck_assert_str_ne(result.diags.items[0].what, result.diags.items[1].what);
}
END_TEST

static void add_case(Suite *suite, const char *name, TCase **tcase)
{
    *tcase = case_create(name);
    tcase_add_checked_fixture(*tcase, programs_setup, programs_teardown);
    suite_add_tcase(suite, *tcase);
}

int main(void)
{
    Suite *suite = suite_create("sanitizers");
    TCase *missing, *gcc, *asan, *msan, *ubsan;
    add_case(suite, "missing", &missing);
    int count = (int)(sizeof libraries / sizeof *libraries);
    tcase_add_loop_test(missing, a_missing_library_is_told, 0, count);
    tcase_add_loop_test(missing, a_missing_compiler_is_told, 0, count);
    add_case(suite, "gcc", &gcc);
    tcase_add_loop_test(gcc, an_index_is_told_where_its_expression_begins, 0,
                        sizeof indices / sizeof *indices);
    tcase_add_test(gcc, an_operation_is_told_with_what_the_variables_held);
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
    if (has_tool("ubsan")) {
        add_case(suite, "ubsan", &ubsan);
        tcase_add_loop_test(ubsan, an_operation_is_told, 0,
                            sizeof operations / sizeof *operations);
        if (has_tool("clang-asan"))
            tcase_add_test(ubsan, a_bad_index_is_one_fault);
        tcase_add_test(ubsan, what_fits_no_kind_is_not_lost);
    }
    return suite_run(suite);
}
