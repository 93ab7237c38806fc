/* SPDX-License-Identifier: MIT
 *
 * Runs in which a program's threads are stopped at moments at which they are hardly
 * ever stopped: a race that helgrind does not see does what it can do, and whose
 * threads keep apart what they share prints what it always prints. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/stops.h"
#include "session/session.h"
#include "session/stopped.h"
#include "support/programs.h"
#include "support/suite.h"

/* Three threads count to 30; a case says how the count is guarded. */
#define COUNTING                                                                       \
    "#include <pthread.h>\n#include <semaphore.h>\n#include <stdatomic.h>\n"           \
    "#include <stdio.h>\n#include <stdlib.h>\n#include <threads.h>\n"                  \
    "static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;\n"                       \
    "static atomic_flag busy = ATOMIC_FLAG_INIT;\n"                                    \
    "static sem_t places;\n"                                                           \
    "static int count;\n"                                                              \
    "static void *work(void *data)\n"                                                  \
    "{\n"                                                                              \
    "    for (int i = 0; i < 10; i++) {\n"                                             \
    "        TAKE;\n"                                                                  \
    "        count++;\n"                                                               \
    "        GIVE;\n"                                                                  \
    "    }\n"                                                                          \
    "    return data;\n"                                                               \
    "}\n"                                                                              \
    "int main(void)\n"                                                                 \
    "{\n"                                                                              \
    "    pthread_t threads[3];\n"                                                      \
    "    sem_init(&places, 0, PLACES);\n"                                              \
    "    for (int i = 0; i < 3; i++)\n"                                                \
    "        if (pthread_create(&threads[i], NULL, work, NULL) != 0)\n"                \
    "            abort();\n"                                                           \
    "    for (int i = 0; i < 3; i++)\n"                                                \
    "        pthread_join(threads[i], NULL);\n"                                        \
    "    printf(\"%d\\n\", count);\n"                                                  \
    "    return 0;\n"                                                                  \
    "}\n"

static const struct {
    const char *name, *guard;
    bool races;
} programs[] = {
    {"a lock",
     "#define TAKE pthread_mutex_lock(&lock)\n"
     "#define GIVE pthread_mutex_unlock(&lock)\n",
     false},
    {"trylock until it has it",
     "#define TAKE while (pthread_mutex_trylock(&lock) != 0) thrd_yield()\n"
     "#define GIVE pthread_mutex_unlock(&lock)\n",
     false},
    {"a semaphore of one place",
     "#define TAKE sem_wait(&places)\n#define GIVE sem_post(&places)\n", false},
    {"a flag",
     "#define TAKE while (atomic_flag_test_and_set(&busy)) continue\n"
     "#define GIVE atomic_flag_clear(&busy)\n",
     false},
    {"a lock given back too early",
     "#define TAKE pthread_mutex_lock(&lock); pthread_mutex_unlock(&lock)\n"
     "#define GIVE pthread_mutex_lock(&lock); pthread_mutex_unlock(&lock)\n",
     true},
    {"a semaphore of eight places",
     "#define PLACES 8\n#define TAKE sem_wait(&places)\n#define GIVE "
     "sem_post(&places)\n",
     true},
    {"trylock that goes on",
     "#define TAKE int held = pthread_mutex_trylock(&lock) == 0\n"
     "#define GIVE if (held) pthread_mutex_unlock(&lock)\n",
     true},
};
enum { PROGRAMS = sizeof programs / sizeof *programs };

static void run_counting(const char *guard, const char *prints)
{
    const struct ll_tool *const tools[] = {ll_tool_for(LL_TOOL_RACES), NULL};
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text, "%s#ifndef PLACES\n#define PLACES 1\n#endif\n%s", guard,
                COUNTING);
    add_source("count.c", ll_buf_text(&text));
    ll_buf_release(&text);
    subject.prints = prints;
    ck_assert_msg(ll_session_run_one(&session, &subject, tools, &result, &err) == 0,
                  "%s", err.text);
}

START_TEST(only_threads_that_share_badly_print_something_else)
{
    run_counting(programs[_i].guard, "30\n");
    ck_assert_msg((ll_diags_faults(&result.diags) > 0) == programs[_i].races,
                  "%s: %zu faults", programs[_i].name, result.diags.count);
    for (size_t i = 0; i < result.diags.count; i++)
        if (result.diags.items[i].kind == LL_OTHER)
            ck_assert_ptr_nonnull(
                strstr(result.diags.items[i].what,
                       "when its threads are stopped at other moments, "
                       "line 1 that it prints is '"));
}
END_TEST

START_TEST(what_is_found_is_found_again_in_the_cache)
{
    run_counting(programs[PROGRAMS - 1].guard, "30\n");
    size_t faults = ll_diags_faults(&result.diags);
    ll_result_release(&result);
    const struct ll_tool *const tools[] = {ll_tool_for(LL_TOOL_RACES), NULL};
    const struct ll_task task = {&subject, tools};
    ck_assert_int_eq(ll_session_recall(&session, &task, &result, &err), 1);
    ck_assert_uint_ge(faults, 1);
    ck_assert_uint_eq(ll_diags_faults(&result.diags), faults);
}
END_TEST

START_TEST(where_nobody_knows_what_it_prints_nothing_is_told)
{
    run_counting(programs[PROGRAMS - 1].guard, NULL);
    for (size_t i = 0; i < result.diags.count; i++)
        ck_assert_int_ne(result.diags.items[i].kind, LL_OTHER);
}
END_TEST

START_TEST(the_program_cannot_see_it_in_its_environment)
{
    const struct ll_tool *const tools[] = {ll_tool_for(LL_TOOL_BARE), NULL};
    add_source("env.c", "#include <stdio.h>\n#include <string.h>\n"
                        "int main(int argc, char **argv, char **env)\n"
                        "{\n"
                        "    static char text[65536];\n"
                        "    FILE *file = fopen(\"/proc/self/environ\", \"r\");\n"
                        "    int seen = 0;\n"
                        "    for (; *env != NULL; env++)\n"
                        "        seen += strstr(*env, \"stops\") != NULL;\n"
                        "    size_t count = fread(text, 1, sizeof text, file);\n"
                        "    for (size_t i = 0; i + 5 < count; i++)\n"
                        "        seen += memcmp(text + i, \"stops\", 5) == 0 ||\n"
                        "                memcmp(text + i, \"STOPS\", 5) == 0;\n"
                        "    fclose(file);\n"
                        "    printf(\"%d\\n\", seen);\n"
                        "    return argc == 1 && argv[0] != NULL ? 0 : 1;\n"
                        "}\n");
    subject.stopped = 1;
    ck_assert_int_eq(ll_session_run_one(&session, &subject, tools, &result, &err), 0);
    ck_assert_str_eq(result.runs[0].output, "0\n");
}
END_TEST

START_TEST(a_run_that_does_not_end_is_told)
{
    struct ll_diags diags = {0};
    ck_assert_int_eq(ll_stopped_judge(&diags, "30\n", "30\n", true, &err), 0);
    ck_assert_uint_eq(diags.count, 0);
    ck_assert_int_eq(ll_stopped_judge(&diags, "30\n", "30\n", false, &err), 1);
    ck_assert_str_eq(diags.items[0].what, "when its threads are stopped at other "
                                          "moments, it does not run to its end");
    ck_assert_int_eq(ll_stopped_judge(&diags, "29\n", "30\n", true, &err), 1);
    ck_assert_uint_eq(ll_diags_faults(&diags), 2);
    ll_diags_release(&diags);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stopped");
    TCase *tcase = case_create("stopped");
    tcase_add_checked_fixture(tcase, programs_setup, programs_teardown);
    if (LL_STOPS_WORK) {
        tcase_add_loop_test(tcase, only_threads_that_share_badly_print_something_else,
                            0, PROGRAMS);
        tcase_add_test(tcase, what_is_found_is_found_again_in_the_cache);
        tcase_add_test(tcase, the_program_cannot_see_it_in_its_environment);
    } else {
        skip_part("stopped threads", "they are stopped on x86-64 only");
    }
    tcase_add_test(tcase, where_nobody_knows_what_it_prints_nothing_is_told);
    tcase_add_test(tcase, a_run_that_does_not_end_is_told);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
