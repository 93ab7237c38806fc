/* SPDX-License-Identifier: MIT
 *
 * What ThreadSanitizer really wrote (data/tsan, made by data/tsan/regenerate) against
 * the findings that we read in it, what no program of ours makes it write, and what it
 * says of programs that helgrind takes for something else. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/session.h"
#include "support/reports.h"
#include "support/suite.h"

static const struct ll_tool *tsan(void)
{
    return ll_tool_for(LL_TOOL_RACES_BUILT_IN);
}

static char *cases[REPORTS_CASES_MAX];

START_TEST(a_captured_report_is_read)
{
    check_case("tsan", cases[_i], "gcc", tsan());
}
END_TEST

/* ---- its words ------------------------------------------------------------------- */

#define RULE "==================\n"
#define RACE RULE "WARNING: ThreadSanitizer: data race (pid=1)\n"
#define USE                                                                            \
    "  Write of size 4 at 0x7b0400000014 by thread T2 (mutexes: write M9):\n"          \
    "    #0 0x5 in work p.c:3\n    #1 0x6 in start p.c:9\n\n"
#define BEFORE                                                                         \
    "  Previous read of size 4 at 0x7b0400000014 by main thread:\n"                    \
    "    #0 0x7 in main p.c:7\n\n"
#define STARTED                                                                        \
    "  Mutex M9 (0x7) created at:\n    #0 0x8 in main p.c:5\n\n"                       \
    "  Thread T2 (tid=9, running) created by main thread at:\n"                        \
    "    #0 0x9 in pthread_create <null>\n    #1 0x8 in main p.c:6\n\n"
#define END "SUMMARY: ThreadSanitizer: data race p.c:3 in work\n" RULE
#define ENDED "started 1\nfinished 1\n"

static const struct made_text texts[] = {
    {ENDED, "", "complete\n", LL_END_EXITED},
    {ENDED,
     RACE USE BEFORE "  Location is heap block of size 16 at 0x7b0400000010 allocated "
                     "by main thread:\n    #0 0x7 in malloc <null>\n"
                     "    #1 0x8 in main p.c:4\n\n" STARTED END,
     "complete\ndata-race access=4 place=heap,inside,4/16 at=work:p.c:3<start:p.c:9 "
     "allocated=malloc<main:p.c:4 by=3,writes "
     "locks=\"a lock\" other=main:p.c:7 other-by=1 ",
     LL_END_EXITED},
    {ENDED,
     RACE USE BEFORE
     "  Location is global 'count' of size 4 at 0x5 (prog+0x4)\n\n" STARTED END,
     "complete\ndata-race access=4 place=global at=work:p.c:3<start:p.c:9 by=3,writes "
     "locks=\"a lock\" other=main:p.c:7 other-by=1 variable=\"count\" ",
     LL_END_EXITED},
    /* As gcc 12 names the stack of main(). */
    {ENDED,
     RACE USE BEFORE
     "  Location is stack of main thread.\n\n"
     "  Location is global '<null>' at 0x0 ([stack]+0x5)\n\n" STARTED END,
     "complete\ndata-race access=4 place=stack at=work:p.c:3<start:p.c:9 by=3,writes "
     "locks=\"a lock\" other=main:p.c:7 other-by=1 what=",
     LL_END_EXITED},
    /* The program goes on, and may have another one. */
    {ENDED, RACE USE BEFORE STARTED END RACE USE BEFORE STARTED END, "complete\n",
     LL_END_EXITED},
    {ENDED, RACE USE "  [failed to restore the stack]\n\n" END, "complete\n",
     LL_END_EXITED},
    {ENDED,
     RULE "WARNING: ThreadSanitizer: brand-new-fault (pid=1)\n" USE
          "SUMMARY: ThreadSanitizer: brand-new-fault p.c:3 in work\n" RULE,
     "complete\nother ", LL_END_EXITED},
    /* It does not know what threads.h starts. */
    {"started 1\n",
     "ThreadSanitizer:DEADLYSIGNAL\n"
     "==1==ERROR: ThreadSanitizer: SEGV on unknown address 0x000000000000 (pc 0x7 bp "
     "0x7 sp 0x7 T3)\n"
     "==1==The signal is caused by a READ memory access.\n"
     "==1==Hint: address points to the zero page.\n"
     "ThreadSanitizer:DEADLYSIGNAL\n"
     "ThreadSanitizer: nested bug in the same thread, aborting.\n",
     "tool-crashed note=\"ThreadSanitizer itself failed\"", LL_END_EXITED},
    {"", "FATAL: ThreadSanitizer: unexpected memory mapping 0x5-0x6\n",
     "tool-crashed note=\"ThreadSanitizer itself failed\"", LL_END_EXITED},
    {"started 1\n", RACE USE, "cut note=\"a report stops before its end\"\n",
     LL_END_EXITED},
    {"started 1\n", "", "replaced", LL_END_EXITED},
};

START_TEST(a_made_up_text_is_read)
{
    check_made_text(tsan(), &texts[_i]);
}
END_TEST

START_TEST(a_race_has_both_uses)
{
    struct folder folder = folder_new();
    const char *text = texts[1].report;
    folder_put(&folder, "mark", ENDED, strlen(ENDED));
    folder_put(&folder, "tsan.1", text, strlen(text));
    struct ll_findings findings = folder_parse(&folder, tsan());
    ck_assert_uint_eq(findings.diags.count, 1);
    const struct ll_diag *diag = &findings.diags.items[0];
    ck_assert_int_eq(diag->kind, LL_DATA_RACE);
    ck_assert_str_eq(diag->at.frames[0].function, "work");
    ck_assert_uint_eq(diag->at.count, 2);
    ck_assert_str_eq(diag->other.frames[0].function, "main");
    ck_assert_uint_eq(diag->other.count, 1);
    ck_assert_uint_eq(diag->allocated.count, 2);
    ck_assert_uint_eq(diag->place.distance, 4);
    ck_assert_uint_eq(diag->access, 4);
    ck_assert(diag->thread.writes && diag->thread.number == 3);
    ck_assert_str_eq(diag->thread.locks, "a lock");
    ck_assert_ptr_null(diag->other_thread.locks);
    ck_assert(!diag->other_thread.writes && diag->other_thread.number == 1);
    ll_findings_release(&findings);
    folder_free(&folder);
}
END_TEST

/* ---- what it sees ---------------------------------------------------------------- */

/* How many faults the session tells of the program with that tool. -1: this machine
 * cannot run the tool. */
static int count_faults(const struct ll_tool *tool, const char *name,
                        const char *source)
{
    const struct ll_tool *const tools[] = {tool, NULL};
    struct ll_error err = {0};
    struct ll_session session = LL_SESSION_INIT;
    struct ll_subject subject = {0};
    struct ll_result result = {0};
    struct folder folder = folder_new();
    char path[512];
    folder_put(&folder, name, source, strlen(source));
    snprintf(path, sizeof path, "%s/%s", folder.path, name);
    session.no_cache = true;
    subject.name = strdup(name);
    ck_assert_int_eq(ll_subject_add_source(&subject, path, &err), 0);
    ck_assert_int_eq(ll_session_run_one(&session, &subject, tools, &result, &err), 0);
    ck_assert_uint_eq(result.run_count, 1);
    int count =
        ll_run_is_whole(&result.runs[0]) ? (int)ll_diags_faults(&result.diags) : -1;
    ll_result_release(&result);
    ll_subject_release(&subject);
    folder_free(&folder);
    return count;
}

#define PROGRAM(put)                                                                   \
    "#include <pthread.h>\n#include <stdatomic.h>\n"                                   \
    "static int count;\nstatic atomic_flag busy = ATOMIC_FLAG_INIT;\n"                 \
    "static void *work(void *p)\n{\n    for (int i = 0; i < 10; i++) {\n" put          \
    "    }\n    return p;\n}\n"                                                        \
    "int main(void)\n{\n    pthread_t one, two;\n    (void)busy;\n"                    \
    "    pthread_create(&one, NULL, work, NULL);\n"                                    \
    "    pthread_create(&two, NULL, work, NULL);\n"                                    \
    "    pthread_join(one, NULL);\n    pthread_join(two, NULL);\n"                     \
    "    return count == 0;\n}\n"

static const struct {
    const char *name, *source;
    bool is_race;
} programs[] = {
    {"plain.c", PROGRAM("count++;\n"), true},
    {"flag.c",
     PROGRAM("while (atomic_flag_test_and_set(&busy))\n    continue;\n"
             "count++;\natomic_flag_clear(&busy);\n"),
     false},
    {"exchange.c",
     PROGRAM("int next = count + 1;\n"
             "(void)__atomic_exchange_n(&count, next, __ATOMIC_RELAXED);\n"),
     true},
    {"atomic.c", PROGRAM("__atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);\n"), false},
};

/* helgrind alone takes flag.c for a race, and exchange.c for none. */
START_TEST(helgrind_is_corrected_where_a_source_has_atomic_operations)
{
    const char *name = programs[_i].name, *source = programs[_i].source;
    int alone = count_faults(tsan(), name, source);
    if (alone < 0) {
        skip("ThreadSanitizer does not run here");
        return;
    }
    ck_assert_int_eq(alone > 0, programs[_i].is_race);
    int together = count_faults(ll_tool_for(LL_TOOL_RACES), name, source);
    ck_assert_int_ge(together, 0);
    ck_assert_int_eq(together > 0, programs[_i].is_race);
}
END_TEST

START_TEST(nobody_asks_for_it)
{
    ck_assert(!tsan()->by_default && tsan()->blind == NULL);
    ck_assert(!ll_tool_sweeps(tsan()));
}
END_TEST

int main(void)
{
    size_t count = list_cases("tsan", "gcc", 3, cases);
    TCase *tcase = case_create("tsan");
    tcase_add_loop_test(tcase, a_captured_report_is_read, 0, (int)count);
    tcase_add_loop_test(tcase, a_made_up_text_is_read, 0,
                        (int)(sizeof texts / sizeof *texts));
    tcase_add_test(tcase, a_race_has_both_uses);
    tcase_add_loop_test(tcase,
                        helgrind_is_corrected_where_a_source_has_atomic_operations, 0,
                        (int)(sizeof programs / sizeof *programs));
    tcase_add_test(tcase, nobody_asks_for_it);
    Suite *suite = suite_create("tsan");
    suite_add_tcase(suite, tcase);
    int status = suite_run(suite);
    free_cases(cases, count);
    return status;
}
