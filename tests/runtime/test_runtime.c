/* SPDX-License-Identifier: MIT
 *
 * The parts that are linked into a program under test: does each way out of a
 * program lead through the leak check, with both compilers, every time? And do
 * allocations fail as told? */
#include <check.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <ucontext.h>

#include "base/path.h"
#include "runtime/fail.h"
#include "runtime/link.h"
#include "runtime/private.h"
#include "support/reports.h"
#include "support/suite.h"
#include "tools/symbols.h"
#include "tools/tool.h"

#define PROGRAMS LL_TESTS_DIR "/tools/data/programs/"
#define RUNTIME LL_BUILD_DIR "/runtime/"

/* gcc's and clang's; the second may be missing. */
static const char *const rows[] = {"asan", "clang-asan"};
static int row_count = 2;

static char *folder; /* a new one for each test */

static void setup(void)
{
    folder = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(folder);
}

static void teardown(void)
{
    ll_path_remove_tree(folder);
    free(folder);
}

static struct ll_ended run_with(const struct ll_hidden *hidden, const char *const *argv,
                                const char *const *env, struct ll_buf *out,
                                struct ll_buf *err)
{
    struct ll_ended ended = {0};
    struct ll_job job = {.argv = argv,
                         .hidden = hidden,
                         .env = env,
                         .folder = folder,
                         .limits = {.wall_seconds = HANG_SECONDS},
                         .out = out,
                         .err = err};
    ck_assert_int_eq(ll_jail_run(&job, &ended, NULL), 0);
    return ended;
}

static struct ll_ended run(const char *const *argv, const char *const *env,
                           struct ll_buf *out, struct ll_buf *err)
{
    return run_with(NULL, argv, env, out, err);
}

/* Compile `source` as a session would; returns the program. */
static char *build(const char *row, bool asan, bool fail, const char *source)
{
    static const char *const finish[] = {RUNTIME "finish.o", LL_LINK_FINISH, NULL};
    static const char *const failing[] = {RUNTIME "fail.o", LL_LINK_FAIL, NULL};
    char *program = ll_path_join(folder, "program");
    struct ll_buf said = LL_BUF_INIT;
    struct ll_strings argv = LL_STRINGS_INIT;
    const struct ll_tool *tool = ll_tool_find(row);
    ll_strings_add(&argv, tool->compiler);
    ll_strings_add_all(&argv, tool->cflags);
    if (!asan)
        ll_strings_add(&argv, "-fno-sanitize=address");
    ll_strings_add(&argv, "-w");
    ll_strings_add(&argv, "-D_GNU_SOURCE");
    ll_strings_add(&argv, source);
    ll_strings_add_all(&argv, finish);
    if (fail)
        ll_strings_add_all(&argv, failing);
    ll_strings_add(&argv, "-pthread");
    if (asan)
        ll_strings_add_all(&argv, tool->ldflags);
    ll_strings_add(&argv, "-o");
    ll_strings_add(&argv, program);
    struct ll_ended ended = run(ll_strings_argv(&argv), NULL, &said, &said);
    ck_assert_msg(ended.status == 0 && ended.how == LL_END_EXITED, "%s",
                  ll_buf_text(&said));
    ll_strings_release(&argv);
    ll_buf_release(&said);
    return program;
}

/* Run `program` as the row tells, and read its reports. */
static struct ll_findings judge(const char *row, const char *program,
                                const char *argument, struct ll_ended *ended,
                                struct ll_buf *out)
{
    const struct ll_tool *tool = ll_tool_find(row);
    const char *const args[] = {argument, NULL};
    struct ll_tool_run tool_run = {.program = program, .args = args};
    struct ll_strings argv = LL_STRINGS_INIT, env = LL_STRINGS_INIT;
    struct ll_findings findings = {0};
    char *reports = ll_path_join(folder, "reports");
    ll_path_remove_tree(reports);
    ck_assert_int_eq(ll_path_make_dirs(reports, NULL), 0);
    tool_run.dir = reports;
    ck_assert_int_eq(tool->prepare(&tool_run, &argv, &env, NULL), 0);
    *ended = run_with(ll_symbols(false), ll_strings_argv(&argv), ll_strings_argv(&env),
                      out, NULL);
    tool_run.ended = *ended;
    ck_assert_int_eq(tool->parse(&tool_run, &findings, NULL), 0);
    ll_strings_release(&argv);
    ll_strings_release(&env);
    free(reports);
    return findings;
}

/* ---- the ways out -------------------------------------------------------------- */

/* The smallest leak there is. Its only pointer's copies in dead stack frames would
 * hide it, now with one compiler and now with the other. */
START_TEST(the_simplest_leak_is_seen_every_time)
{
    char *program = build(rows[_i], true, false, PROGRAMS "as_lose.c");
    for (int i = 0; i < 100; i++) {
        struct ll_ended ended;
        struct ll_findings findings = judge(rows[_i], program, NULL, &ended, NULL);
        ck_assert_int_eq(ended.status, 3);
        ck_assert_int_eq(findings.complete, LL_COMPLETE);
        ck_assert_msg(findings.diags.count == 1, "run %d is silent", i);
        ck_assert_uint_eq(findings.diags.items[0].bytes, 32);
        ck_assert_uint_eq(findings.allocations, 1);
        ll_findings_release(&findings);
    }
    free(program);
}
END_TEST

static const struct {
    const char *argument;
    const char *lost; /* the sizes of what is lost, in the order of the report */
    enum ll_complete complete;
    int status;
    bool prints; /* what the program left in stdio's buffer comes out */
} ways[] = {
    {"none", "", LL_COMPLETE, 3, true},
    {"local", " 40", LL_COMPLETE, 3, true},
    {"global", "", LL_COMPLETE, 3, true},
    {"exit", " 5", LL_COMPLETE, 4, true},
    {"_exit", " 6", LL_COMPLETE, 5, false},
    {"_Exit", " 6", LL_COMPLETE, 5, false},
    {"quick_exit", " 6", LL_COMPLETE, 5, false},
    {"pthread_exit", " 40 6", LL_COMPLETE, 0, true},
    {"thread", " 40 24", LL_COMPLETE, 3, true},
    {"fork", " 40 8 16", LL_COMPLETE, 3, true},
    {"fork-beside-thread", " 40", LL_COMPLETE, 3, true},
    {"vfork", " 40 6", LL_COMPLETE, 3, true},
    {"line", " 120 40", LL_COMPLETE, 3, true},
    {"exec", "", LL_REPLACED, 0, false},
    {"system-call", "", LL_REPLACED, 3, false},
    {"handler", "", LL_NO_LEAK_CHECK, 5, false},
    {"kill", "", LL_NO_LEAK_CHECK, 0, false},
};

START_TEST(every_way_out_is_watched)
{
    char *program = build(rows[_i], true, false, PROGRAMS "as_leak.c");
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct ll_buf out = LL_BUF_INIT, lost = LL_BUF_INIT;
        struct ll_ended ended;
        struct ll_findings findings =
            judge(rows[_i], program, ways[i].argument, &ended, &out);
        for (size_t j = 0; j < findings.diags.count; j++) {
            ck_assert_int_eq(findings.diags.items[j].kind, LL_DEFINITELY_LOST);
            ll_buf_addf(&lost, " %llu", findings.diags.items[j].bytes);
        }
        ck_assert_msg(strcmp(ll_buf_text(&lost), ways[i].lost) == 0,
                      "%s, %s: lost%s, not%s", rows[_i], ways[i].argument,
                      ll_buf_text(&lost), ways[i].lost);
        ck_assert_int_eq(findings.complete, ways[i].complete);
        ck_assert_int_eq(ended.status, ways[i].status);
        ck_assert_str_eq(ll_buf_text(&out),
                         ways[i].prints ? "printed and not flushed" : "");
        ll_findings_release(&findings);
        ll_buf_release(&out);
        ll_buf_release(&lost);
    }
    free(program);
}
END_TEST

/* How much of its library's variables, which are zero at the start, it looks at. */
START_TEST(a_check_for_leaks_leaves_out_its_own_tables)
{
    static const char text[] =
        "#include <link.h>\n"
        "#include <sanitizer/lsan_interface.h>\n"
        "#include <stdio.h>\n"
        "static int visit(struct dl_phdr_info *info, size_t size, void *found)\n"
        "{\n"
        "    ElfW(Addr) check = (ElfW(Addr))__lsan_do_recoverable_leak_check;\n"
        "    long zeros = 0, its = 0;\n"
        "    for (int i = 0; i < info->dlpi_phnum; i++) {\n"
        "        const ElfW(Phdr) *one = &info->dlpi_phdr[i];\n"
        "        if (one->p_type != PT_LOAD)\n"
        "            continue;\n"
        "        its |= check - info->dlpi_addr - one->p_vaddr < one->p_memsz;\n"
        "        zeros += one->p_memsz - one->p_filesz;\n"
        "    }\n"
        "    if (its)\n"
        "        *(long *)found = zeros;\n"
        "    return 0;\n"
        "}\n"
        "int main(void)\n"
        "{\n"
        "    long zeros = -1;\n"
        "    dl_iterate_phdr(visit, &zeros);\n"
        "    printf(\"%ld\", zeros);\n"
        "    return 0;\n"
        "}\n";
    struct ll_buf out = LL_BUF_INIT;
    struct ll_ended ended;
    char *source = ll_path_join(folder, "zeros.c");
    ck_assert_int_eq(ll_file_write(source, text, strlen(text), NULL), 0);
    char *program = build("asan", true, false, source);
    struct ll_findings findings = judge("asan", program, NULL, &ended, &out);
    ck_assert_int_eq(findings.complete, LL_COMPLETE);
    ck_assert_str_eq(ll_buf_text(&out), "0");
    ll_findings_release(&findings);
    ll_buf_release(&out);
    free(program);
    free(source);
}
END_TEST

/* The same objects without any sanitizer: a mark, and nothing else changes. */
START_TEST(the_mark_is_written_bare)
{
    char *program = build(rows[_i], false, false, PROGRAMS "as_leak.c");
    char *mark = ll_path_join(folder, "mark");
    const char *const argv[] = {program, "fork", NULL};
    struct ll_buf setting = LL_BUF_INIT, out = LL_BUF_INIT, text = LL_BUF_INIT;
    ll_buf_addf(&setting, "LEAKLAB_MARK=%s", mark);
    const char *const env[] = {setting.data, NULL};
    struct ll_ended ended = run(argv, env, &out, NULL);
    ck_assert_int_eq(ended.status, 3);
    ck_assert_str_eq(ll_buf_text(&out), "printed and not flushed");
    ck_assert_int_eq(ll_file_read(mark, 4096, &text, NULL), 0);
    unsigned pid = 0;
    int length = 0;
    sscanf(text.data, "started %u\nfinished 0\n%n", &pid, &length);
    ck_assert_uint_gt(pid, 0);
    ck_assert_uint_eq(text.len, (size_t)length); /* the child wrote nothing */
    ll_buf_release(&setting);
    ll_buf_release(&out);
    ll_buf_release(&text);
    free(mark);
    free(program);
}
END_TEST

/* ---- failing allocations ------------------------------------------------------- */

static const char on_demand[] = "malloc E..\n"
                                "calloc .E.\n"
                                "realloc .EE\n"
                                "reallocarray ..E\n"
                                "aligned_alloc EEE\n"
                                "posix_memalign .E.\n"
                                "strdup E.E\n"
                                "strndup ..E\n"
                                "hidden\n";

START_TEST(allocations_fail_as_told)
{
    static const struct {
        bool asan, memcheck;
    } under[] = {{false, false}, {false, true}, {true, false}};
    const char *const env[] = {
        LL_FAIL_ENV "=malloc:1,calloc:2,realloc:2+,reallocarray:3,aligned_alloc:1+,"
                    "posix_memalign:2,strdup:1,strdup:3,strndup:3+",
        NULL};
    for (size_t i = 0; i < sizeof under / sizeof under[0]; i++) {
        char *program = build(rows[_i], under[i].asan, true, PROGRAMS "as_fail.c");
        const char *const argv[] = {
            "valgrind", "--leak-check=full", "-q", "--error-exitcode=9", program, NULL};
        struct ll_buf out = LL_BUF_INIT;
        struct ll_ended ended =
            run(under[i].memcheck ? argv : argv + 4, env, &out, NULL);
        ck_assert_str_eq(ll_buf_text(&out), on_demand);
        ck_assert_int_eq(ended.status, 0);
        ll_buf_release(&out);
        free(program);
    }
}
END_TEST

static const struct {
    const char *setting;
    int status;
} settings[] = {
    {"", 0},
    {"malloc:9", 0},
    {"malloc:9,malloc:9+", 0},
    {"malloc", LL_FAIL_MISUSED},
    {"malloc:", LL_FAIL_MISUSED},
    {"malloc:0", LL_FAIL_MISUSED},
    {"malloc:-1", LL_FAIL_MISUSED},
    {"malloc:1x", LL_FAIL_MISUSED},
    {"malloc:1,", LL_FAIL_MISUSED},
    {",malloc:1", LL_FAIL_MISUSED},
    {"mallo:1", LL_FAIL_MISUSED},
    {"mallocs:1", LL_FAIL_MISUSED},
    {"strdup:99999999999999999999", 0}, /* never reached */
};

START_TEST(what_cannot_be_understood_is_refused)
{
    char *program = build("asan", false, true, PROGRAMS "as_fail.c");
    const char *const argv[] = {program, NULL};
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        char setting[128];
        snprintf(setting, sizeof setting, LL_FAIL_ENV "=%s", settings[i].setting);
        const char *const env[] = {setting, NULL};
        struct ll_ended ended = run(argv, env, NULL, NULL);
        ck_assert_msg(ended.status == settings[i].status, "'%s': %d", setting,
                      ended.status);
    }
    free(program);
}
END_TEST

/* src/lesson may not include the runtime: the names stand there again. */
START_TEST(a_manifest_knows_what_can_fail)
{
    static const char *const flags[] = {LL_LINK_FAIL};
    static const char word[] = "--wrap=";
    struct ll_buf vet = LL_BUF_INIT;
    size_t names = 0;
    ck_assert_int_eq(
        ll_file_read(LL_SOURCE_DIR "/src/lesson/vet.c", 1 << 20, &vet, NULL), 0);
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        for (const char *at = strstr(flags[i], word); at != NULL;
             at = strstr(at, word), names++) {
            char quoted[64];
            at += strlen(word);
            snprintf(quoted, sizeof quoted, "\"%.*s\"", (int)strcspn(at, ","), at);
            ck_assert_msg(strstr(ll_buf_text(&vet), quoted) != NULL,
                          "src/lesson/vet.c does not know %s", quoted);
        }
    ck_assert_uint_eq(names, 17);
    ll_buf_release(&vet);
}
END_TEST

/* ---- the end of a process ----------------------------------------------------- */

#if defined __x86_64__
/* Ends the process by another way than the call that was stopped. */
static void tell_alignment(int signal, siginfo_t *info, void *where)
{
    (void)signal;
    (void)info;
    const ucontext_t *context = where;
    kill(getpid(), context->uc_mcontext.gregs[REG_RSP] % 16 == 8 ? SIGUSR1 : SIGUSR2);
}

/* The child's system call that ends it is stopped, and tells where its stack is. */
static void end_stopped(void)
{
    struct sigaction action = {.sa_sigaction = tell_alignment, .sa_flags = SA_SIGINFO};
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (sigaction(SIGSYS, &action, NULL) == 0 && filter != NULL &&
        seccomp_rule_add(filter, SCMP_ACT_TRAP, SCMP_SYS(exit_group), 0) == 0 &&
        seccomp_load(filter) == 0)
        ll_sys_exit(0);
    abort();
}
#endif

START_TEST(a_process_ends_with_the_stack_of_a_function)
{
#if defined __x86_64__
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        end_stopped();
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(WTERMSIG(status), SIGUSR1);
#else
    skip("only x86-64 has such a rule");
#endif
}
END_TEST

int main(void)
{
    if (!has_tool(rows[1]))
        row_count = 1;
    TCase *finish = case_create("finish");
    tcase_add_checked_fixture(finish, setup, teardown);
    tcase_add_loop_test(finish, the_simplest_leak_is_seen_every_time, 0, row_count);
    tcase_add_test(finish, a_check_for_leaks_leaves_out_its_own_tables);
    tcase_add_loop_test(finish, every_way_out_is_watched, 0, row_count);
    tcase_add_loop_test(finish, the_mark_is_written_bare, 0, row_count);
    tcase_add_test(finish, a_process_ends_with_the_stack_of_a_function);
    TCase *fail = case_create("fail");
    tcase_add_checked_fixture(fail, setup, teardown);
    tcase_add_loop_test(fail, allocations_fail_as_told, 0, row_count);
    tcase_add_test(fail, what_cannot_be_understood_is_refused);
    tcase_add_test(fail, a_manifest_knows_what_can_fail);
    Suite *suite = suite_create("runtime");
    suite_add_tcase(suite, finish);
    suite_add_tcase(suite, fail);
    return suite_run(suite);
}
