/* SPDX-License-Identifier: MIT
 *
 * session: real programs under the real tools, and the errors that people meet. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "config.h"
#include "diag/explain.h"
#include "support/programs.h"
#include "support/suite.h"

/* ---- verdicts ---------------------------------------------------------------- */

START_TEST(a_clean_program_is_clean)
{
    run_program(clean_program);
    ck_assert_int_eq(result.verdict, LL_PASS);
    ck_assert_uint_eq(result.diags.count, 0);
    for (size_t i = 0; i < 2; i++) {
        const struct ll_run *one = &result.runs[i];
        ck_assert_ptr_eq(one->tool, both[i]);
        ck_assert_int_eq(one->status, LL_RUN_JUDGED);
        ck_assert_int_eq(one->complete, LL_COMPLETE);
        ck_assert_str_eq(one->output, "done\n");
        ck_assert_ptr_null(one->compiler);
        ck_assert(one->build_seconds > 0 && one->run_seconds > 0);
    }
    ck_assert_uint_eq(count_left_over(), 0);
}
END_TEST

START_TEST(a_leak_is_seen_by_both_tools)
{
    run_program(leaky_program);
    ck_assert_int_eq(result.verdict, LL_FAIL);
    ck_assert_uint_eq(result.diags.count, 1);
    const struct ll_diag *diag = &result.diags.items[0];
    ck_assert_int_eq(diag->kind, LL_DEFINITELY_LOST);
    ck_assert_uint_eq(diag->bytes, 32);
    ck_assert(ll_diag_seen_by(diag, "memcheck") && ll_diag_seen_by(diag, "asan"));
    const struct ll_frame *frame =
        ll_stack_own(&diag->allocated, ll_strings_argv(&subject.roots));
    ck_assert_ptr_nonnull(frame);
    ck_assert_str_eq(frame->function, "lose");
    ck_assert_uint_eq(frame->line, 4);
}
END_TEST

START_TEST(warnings_are_kept)
{
    run_program("int main(void) { int unused = 0; }\n");
    ck_assert_int_eq(result.verdict, LL_PASS);
    ck_assert_ptr_nonnull(strstr(result.runs[0].compiler, "unused variable"));
}
END_TEST

START_TEST(sources_flags_arguments_and_input_reach_the_program)
{
    add_source("main.c",
               "#include <math.h>\n"
               "#include <stdio.h>\n"
               "#include <stdlib.h>\n"
               "int twice(int);\n"
               "int main(int argc, char **argv) {\n"
               "    char line[9] = \"\";\n"
               "    fgets(line, 9, stdin);\n"
               "    printf(\"%d %d %s %.0f %s %s\", argc, twice(NUMBER),\n"
               "           argv[1], cbrt(strtod(line, 0)), getenv(\"WORD\"),\n"
               "           getenv(\"SECRET\") ? \"seen\" : \"hidden\");\n"
               "}\n");
    add_source("twice.c", "int twice(int n) { return 2 * n; }\n");
    setenv("SECRET", "1", 1);
    subject.stdin_path = write_file("input", "27\n");
    ck_assert(ll_strings_add(&subject.cflags, "-DNUMBER=21"));
    ck_assert(ll_strings_add(&subject.libs, "-lm"));
    ck_assert(ll_strings_add(&subject.args, "one two"));
    ck_assert(ll_strings_add(&subject.env, "WORD=word"));
    run();
    ck_assert_int_eq(result.verdict, LL_PASS);
    for (size_t i = 0; i < 2; i++)
        ck_assert_str_eq(result.runs[i].output, "2 42 one two 3 word hidden");
}
END_TEST

START_TEST(an_allocation_fails_on_request)
{
    subject.fail = strdup("malloc:2");
    run_program("#include <stdio.h>\n"
                "#include <stdlib.h>\n"
                "int main(void) { void *a = malloc(1), *b = malloc(1);\n"
                "    printf(\"%d%d\", a == NULL, b == NULL); free(a); free(b); }\n");
    ck_assert_int_eq(result.verdict, LL_PASS);
    ck_assert_str_eq(result.runs[0].output, "01");
    ck_assert_str_eq(result.runs[1].output, "01");
}
END_TEST

START_TEST(a_program_may_use_python)
{
    subject.python = true;
    add_source("test.c", "#include <Python.h>\n"
                         "int main(void) { PyMem_Free(PyMem_Malloc(8)); }\n");
    if (LL_PYTHON_LIBS[0] != '\0') {
        run();
        ck_assert_int_eq(result.verdict, LL_PASS);
    } else {
        ck_assert_int_eq(ll_session_run_one(&session, &subject, both, &result, &err),
                         -1);
        ck_assert_ptr_nonnull(
            strstr(err.text, "libpython3-dev (scripts/bootstrap python)"));
    }
}
END_TEST

START_TEST(a_program_runs_in_its_folder)
{
    subject.folder = in_folder("work");
    run_program("#include <stdio.h>\n"
                "#include <unistd.h>\n"
                "int main(void) { char name[4096]; puts(getcwd(name, 4096)); }\n");
    ck_assert_int_eq(
        strncmp(result.runs[0].output, subject.folder, strlen(subject.folder)), 0);
}
END_TEST

/* ---- errors that people meet -------------------------------------------------- */

START_TEST(a_missing_file_is_told)
{
    ck_assert_int_eq(ll_subject_add_source(&subject, "/no/such.c", &err), -1);
    ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
    ck_assert_ptr_nonnull(strstr(err.text, "'/no/such.c'"));
    ck_assert_uint_eq(subject.sources.count, 0);
}
END_TEST

START_TEST(an_unreadable_file_is_told)
{
    ck_assert_int_eq(ll_subject_add_source(&subject, folder, &err), -1);
    ck_assert_int_eq(err.fault, LL_FAULT_INPUT);

    char *path = write_file("secret.c", clean_program);
    ck_assert_int_eq(chmod(path, 0), 0);
    if (geteuid() != 0) /* root reads everything */
        ck_assert_int_eq(ll_subject_add_source(&subject, path, &err), -1);
    free(path);
}
END_TEST

START_TEST(a_source_removed_before_the_run_is_told)
{
    add_source("test.c", clean_program);
    ck_assert_int_eq(unlink(subject.sources.items[0]), 0);
    run();
    ck_assert_int_eq(result.verdict, LL_UNGRADABLE);
    ck_assert_ptr_nonnull(strstr(result.runs[0].compiler, "No such file"));
}
END_TEST

START_TEST(a_missing_input_or_folder_is_told)
{
    add_source("test.c", clean_program);
    subject.stdin_path = strdup("/no/such/input");
    ck_assert_int_eq(ll_session_run_one(&session, &subject, both, &result, &err), -1);
    ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
    ck_assert_ptr_nonnull(strstr(err.text, "/no/such/input"));
    subject.folder = strdup("/no/such/folder");
    ck_assert_int_eq(ll_session_run_one(&session, &subject, both, &result, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "/no/such/folder"));
    ck_assert_uint_eq(count_left_over(), 0);
}
END_TEST

START_TEST(a_compile_error_is_told)
{
    run_program("int main(void) { return 0 }\n");
    ck_assert_int_eq(result.verdict, LL_UNGRADABLE);
    ck_assert_int_eq(result.runs[0].status, LL_RUN_NOT_BUILT);
    ck_assert_str_eq(result.runs[0].note, "it does not compile");
    ck_assert_ptr_nonnull(strstr(result.runs[0].compiler, "test.c:1:"));
}
END_TEST

START_TEST(a_program_without_main_is_told)
{
    run_program("int help(void) { return 0; }\n");
    ck_assert_int_eq(result.verdict, LL_UNGRADABLE);
    ck_assert_int_eq(result.runs[0].status, LL_RUN_NOT_BUILT);
    ck_assert_str_eq(result.runs[0].note, "there is no main function in it");
}
END_TEST

START_TEST(a_crash_is_a_fault)
{
    run_program("int main(void) { int *volatile p = 0; return *p; }\n");
    ck_assert_int_eq(result.verdict, LL_FAIL);
    ck_assert_uint_eq(result.diags.count, 1);
    ck_assert(ll_diag_seen_by(&result.diags.items[0], "memcheck"));
    ck_assert(ll_diag_seen_by(&result.diags.items[0], "asan"));
}
END_TEST

static const char endless_program[] =
    "#include <stdio.h>\n"
    "int main(void) { puts(\"begun\"); fflush(stdout); for (;;); }\n";

START_TEST(an_endless_loop_is_stopped)
{
    session.limits.wall_seconds = 1;
    run_program(endless_program);
    ck_assert_int_eq(result.verdict, LL_UNGRADABLE);
    for (size_t i = 0; i < 2; i++)
        ck_assert_int_eq(result.runs[i].ended.how, LL_END_TIMEOUT);
    run();
    ck_assert(!result.runs[0].cached && !result.runs[1].cached);
}
END_TEST

/* ---- more input ------------------------------------------------------------------ */

/* Keeps as many blocks as its argument says; of 0 it makes what the text says. */
static void run_keeping(const char *at_0, const char *more)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text,
                "#include <stdlib.h>\n"
                "static void **last;\n"
                "int main(int argc, char **argv) {\n"
                "    int n = argc > 1 ? atoi(argv[1]) : 2;\n"
                "    if (n == 0) { %s }\n"
                "    for (void **p; n > 0 && (p = malloc(8)) != NULL; n--)\n"
                "        *p = last, last = p;\n"
                "}\n",
                at_0);
    subject.reachable = LL_REACHABLE_GROWS;
    ck_assert(ll_strings_add(&subject.more_args, more));
    run_program(ll_buf_text(&text));
    ll_buf_release(&text);
}

START_TEST(a_run_with_more_input_is_compared)
{
    run_keeping("", "20");
    ck_assert_int_eq(result.verdict, LL_FAIL);
    ck_assert_uint_eq(result.diags.count, 1);
    ck_assert_int_eq(result.diags.items[0].kind, LL_KEPT_TOO_LONG);
    ck_assert_uint_eq(result.diags.items[0].fewer_blocks, 2);
    ck_assert_uint_eq(result.diags.items[0].blocks, 20);
    ck_assert(!ll_diag_seen_by(&result.diags.items[0], "asan"));
    run();
    ck_assert(result.runs[0].cached && result.runs[1].cached);
    ck_assert(result.diags.items[0].grows);
    ck_assert_uint_eq(result.diags.items[0].fewer_blocks, 2);
    ck_assert_uint_eq(count_left_over(), 0);
}
END_TEST

START_TEST(a_run_with_more_input_that_does_not_end_is_not_clean)
{
    session.limits.wall_seconds = HANG_SECONDS;
    session.limits.cpu_seconds = 2;
    run_keeping("for (;;);", "0");
    ck_assert_int_eq(result.verdict, LL_UNGRADABLE);
    ck_assert_ptr_nonnull(result.runs[0].note);
    ck_assert_ptr_nonnull(strstr(result.runs[0].note, "with more input, the run was"));
}
END_TEST

START_TEST(a_crash_with_more_input_is_a_fault)
{
    run_keeping("*(volatile char *)16 = 1;", "0");
    ck_assert_int_eq(result.verdict, LL_FAIL);
    ck_assert_uint_eq(ll_diags_faults(&result.diags), 1);
    ck_assert_int_eq(result.diags.items[0].kind, LL_CRASH);
}
END_TEST

START_TEST(all_that_is_kept_can_be_a_fault)
{
    subject.reachable = LL_REACHABLE_FAULT;
    run_program("#include <stdlib.h>\n"
                "void *kept;\n"
                "int main(void) { kept = malloc(8); }\n");
    ck_assert_int_eq(result.verdict, LL_FAIL);
    ck_assert_int_eq(result.diags.items[0].kind, LL_KEPT_TOO_LONG);
    subject.reachable = LL_REACHABLE_NOTE;
    run();
    ck_assert_int_eq(result.verdict, LL_PASS);
    ck_assert_int_eq(result.diags.items[0].kind, LL_STILL_REACHABLE);
}
END_TEST

/* On a busy machine memcheck takes seconds to reach main. */
START_TEST(a_stopped_run_tells_where_it_was_and_what_it_still_had)
{
    session.limits.wall_seconds = 10;
    session.limits.cpu_seconds = 100;
    run_program("#include <stdlib.h>\n"
                "#include <unistd.h>\n"
                "static char *kept;\n"
                "static void rest(void) { pause(); }\n"
                "int main(void) { kept = malloc(16); write(1, \"begun\\n\", 6);\n"
                "    for (;;)\n"
                "        rest(); }\n");
    ck_assert_int_eq(result.verdict, LL_UNGRADABLE);
    for (size_t i = 0; i < 2; i++)
        ck_assert_int_eq(result.runs[i].ended.how, LL_END_TIMEOUT);
    ck_assert_str_eq(result.runs[0].note,
                     "the run was stopped in rest (test.c:4), called in the loop of "
                     "line 6 in main (test.c:7)");
    ck_assert_str_eq(result.runs[1].output, "begun\n");
    ck_assert_uint_eq(ll_diags_faults(&result.diags), 0);
    ck_assert_uint_eq(result.diags.count, 1);
    struct ll_buf said = LL_BUF_INIT;
    ll_diag_headline(&result.diags.items[0], &said);
    ck_assert_str_eq(ll_buf_text(&said),
                     "16 bytes were still in use when the program was stopped");
    ll_buf_release(&said);
}
END_TEST

START_TEST(a_flood_of_output_is_stopped)
{
    session.limits.output_bytes = 100000;
    run_program("#include <stdio.h>\n"
                "int main(void) { for (;;) puts(\"again and again and again\"); }\n");
    ck_assert_int_eq(result.verdict, LL_UNGRADABLE);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(result.runs[i].ended.how, LL_END_OUTPUT);
        ck_assert_uint_eq(strlen(result.runs[i].output), 100000);
    }
}
END_TEST

START_TEST(a_program_may_fork)
{
    run_program("#include <stdlib.h>\n"
                "#include <sys/wait.h>\n"
                "#include <unistd.h>\n"
                "int main(void) { if (fork() == 0) exit(0); wait(0); }\n");
    ck_assert_int_eq(result.verdict, LL_PASS);
}
END_TEST

START_TEST(a_child_left_behind_keeps_nobody_waiting)
{
    session.limits.wall_seconds = HANG_SECONDS;
    run_program("#include <unistd.h>\n"
                "int main(void) { if (fork() == 0) for (;;) pause(); }\n");
    ck_assert_int_ne(result.verdict, LL_HARNESS_ERROR);
    ck_assert(result.runs[0].run_seconds < HANG_SECONDS / 2);
}
END_TEST

START_TEST(a_program_that_becomes_another_is_ungradable)
{
    run_program("#include <unistd.h>\n"
                "int main(void) { execl(\"/bin/true\", \"true\", (char *)0); }\n");
    ck_assert_int_eq(result.verdict, LL_UNGRADABLE);
    ck_assert_int_eq(result.runs[0].complete, LL_REPLACED);
    ck_assert_int_eq(result.runs[1].complete, LL_REPLACED);
}
END_TEST

START_TEST(a_missing_tool_is_told)
{
    setenv("PATH", folder, 1);
    run_program(clean_program);
    ck_assert_int_eq(result.verdict, LL_HARNESS_ERROR);
    ck_assert_int_eq(result.runs[0].status, LL_RUN_NO_TOOL);
    ck_assert_ptr_nonnull(
        strstr(result.runs[0].note,
               "install the package 'valgrind' (scripts/bootstrap valgrind)"));
    ck_assert_int_eq(result.runs[1].status, LL_RUN_NO_TOOL);
}
END_TEST

/* One missing tool alone spoils nothing. */
START_TEST(the_other_tool_runs_when_one_is_missing)
{
    static const char *const names[] = {"gcc", "ld", "as"};
    for (size_t i = 0; i < 3; i++) {
        char *from = NULL;
        char *to = in_folder(names[i]);
        ck_assert_int_gt(asprintf(&from, "/usr/bin/%s", names[i]), 0);
        ck_assert_int_eq(symlink(from, to), 0);
        free(from);
        free(to);
    }
    setenv("PATH", folder, 1);
    run_program(clean_program);
    ck_assert_int_eq(result.verdict, LL_PASS);
    ck_assert_int_eq(result.runs[0].status, LL_RUN_NO_TOOL);
    ck_assert_int_eq(result.runs[1].status, LL_RUN_JUDGED);
}
END_TEST

START_TEST(a_missing_runtime_is_told)
{
    char *runtime = in_folder("runtime");
    ck_assert_int_eq(mkdir(runtime, 0700), 0);
    free(runtime);
    setenv("LEAKLAB_HOME", folder, 1);
    add_source("test.c", clean_program);
    ck_assert_int_eq(ll_session_run_one(&session, &subject, both, &result, &err), -1);
    ck_assert_int_eq(err.fault, LL_FAULT_HARNESS);
    ck_assert_ptr_nonnull(strstr(err.text, "finish.o' is missing"));
}
END_TEST

START_TEST(a_missing_temporary_folder_is_told)
{
    setenv("TMPDIR", "/no/such/place", 1);
    add_source("test.c", clean_program);
    ck_assert_int_eq(ll_session_run_one(&session, &subject, both, &result, &err), -1);
    ck_assert_int_eq(err.fault, LL_FAULT_HARNESS);
}
END_TEST

/* Then the next call runs again: it is not the process that is cancelled. */
START_TEST(a_session_can_be_stopped)
{
    session.stop = eventfd(1, EFD_CLOEXEC);
    add_source("test.c", clean_program);
    ck_assert_int_eq(ll_session_run_one(&session, &subject, both, &result, &err), -1);
    ck_assert_str_eq(err.text, "cancelled");
    close(session.stop);
    session.stop = 0;
    ck_assert_int_eq(ll_session_run_one(&session, &subject, both, &result, &err), 0);
    ck_assert_int_eq(result.verdict, LL_PASS);
}
END_TEST

START_TEST(a_cancelled_session_runs_nothing_more)
{
    add_source("test.c", clean_program);
    ll_jail_cancel();
    ck_assert_int_eq(ll_session_run_one(&session, &subject, both, &result, &err), -1);
    ck_assert_uint_eq(count_left_over(), 0);
}
END_TEST

/* ---- side by side --------------------------------------------------------------- */

START_TEST(several_tasks_run_in_one_session)
{
    enum { COUNT = 4 };
    static const char *const texts[COUNT] = {clean_program, leaky_program,
                                             "int main(void) {",
                                             "int main(void) { return 3; }\n"};
    static const enum ll_verdict verdicts[COUNT] = {LL_PASS, LL_FAIL, LL_UNGRADABLE,
                                                    LL_PASS};
    struct ll_subject subjects[COUNT] = {0};
    struct ll_task tasks[COUNT];
    struct ll_result results[COUNT];
    session.no_cache = true;
    session.threads = 3;
    for (int i = 0; i < COUNT; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d.c", i);
        char *path = write_file(name, texts[i]);
        ck_assert_int_eq(ll_subject_add_source(&subjects[i], path, &err), 0);
        free(path);
        tasks[i] = (struct ll_task){&subjects[i], both};
    }
    ck_assert_int_eq(ll_session_run(&session, tasks, COUNT, results, &err), 0);
    for (int i = 0; i < COUNT; i++) {
        ck_assert_ptr_eq(results[i].subject, &subjects[i]);
        ck_assert_int_eq(results[i].verdict, verdicts[i]);
        ck_assert_int_eq(results[i].runs[0].tool == both[0], 1);
        ll_result_release(&results[i]);
        ll_subject_release(&subjects[i]);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("session");
    TCase *tcase = case_create("session");
    tcase_add_checked_fixture(tcase, programs_setup, programs_teardown);
    tcase_add_test(tcase, a_clean_program_is_clean);
    tcase_add_test(tcase, a_leak_is_seen_by_both_tools);
    tcase_add_test(tcase, warnings_are_kept);
    tcase_add_test(tcase, sources_flags_arguments_and_input_reach_the_program);
    tcase_add_test(tcase, an_allocation_fails_on_request);
    tcase_add_test(tcase, a_program_may_use_python);
    tcase_add_test(tcase, a_program_runs_in_its_folder);
    tcase_add_test(tcase, a_missing_file_is_told);
    tcase_add_test(tcase, an_unreadable_file_is_told);
    tcase_add_test(tcase, a_source_removed_before_the_run_is_told);
    tcase_add_test(tcase, a_missing_input_or_folder_is_told);
    tcase_add_test(tcase, a_compile_error_is_told);
    tcase_add_test(tcase, a_program_without_main_is_told);
    tcase_add_test(tcase, a_crash_is_a_fault);
    tcase_add_test(tcase, an_endless_loop_is_stopped);
    tcase_add_test(tcase, a_run_with_more_input_is_compared);
    tcase_add_test(tcase, a_run_with_more_input_that_does_not_end_is_not_clean);
    tcase_add_test(tcase, a_crash_with_more_input_is_a_fault);
    tcase_add_test(tcase, all_that_is_kept_can_be_a_fault);
    tcase_add_test(tcase, a_stopped_run_tells_where_it_was_and_what_it_still_had);
    tcase_add_test(tcase, a_flood_of_output_is_stopped);
    tcase_add_test(tcase, a_program_may_fork);
    tcase_add_test(tcase, a_child_left_behind_keeps_nobody_waiting);
    tcase_add_test(tcase, a_program_that_becomes_another_is_ungradable);
    tcase_add_test(tcase, a_missing_tool_is_told);
    tcase_add_test(tcase, the_other_tool_runs_when_one_is_missing);
    tcase_add_test(tcase, a_missing_runtime_is_told);
    tcase_add_test(tcase, a_missing_temporary_folder_is_told);
    tcase_add_test(tcase, a_session_can_be_stopped);
    tcase_add_test(tcase, a_cancelled_session_runs_nothing_more);
    tcase_add_test(tcase, several_tasks_run_in_one_session);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
