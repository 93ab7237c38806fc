/* SPDX-License-Identifier: MIT
 *
 * isolation: each layer stops what it says it stops, alone and with the others, and the
 * tools see inside it what they see outside. What this machine cannot enforce is said
 * and left out. As root, the suite runs as an ordinary user too, and as root in a
 * container, who may make no namespaces. */
#include <check.h>
#include <grp.h>
#include <linux/capability.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "doctor/proof.h"
#include "jail/layers.h"
#include "jail/reach.h"
#include "support/suite.h"
#include "tools/tool.h"

enum { ORDINARY = 65534 };

static struct ll_bench bench; /* one for all: no test leaves anything in it */
static struct ll_error err;

static void setup(void)
{
    ck_assert_msg(ll_bench_open(&bench, &err) == 0, "%s", err.text);
}

static void teardown(void)
{
    ll_bench_close(&bench);
}

/* The layers of this machine, whatever is missing. */
static unsigned available(void)
{
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    unsigned layers = ll_isolation_layers(&isolation);
    return ll_layer_missing(LL_LAYER_NETWORK) == NULL ? layers | LL_LAYER(NETWORK)
                                                      : layers;
}

static int run_proof(const struct ll_proof *proof, unsigned layers)
{
    int result = ll_proof_run(&bench, proof, layers, &err);
    ck_assert_msg(result >= 0, "%s: %s", proof->title, err.text);
    return result;
}

START_TEST(all_layers_together_stop_each_attack)
{
    const struct ll_proof *proof = &ll_proofs[_i];
    if (!(proof->any & available())) {
        skip("no layer that stops '%s' is there", proof->title);
        return;
    }
    ck_assert_msg(run_proof(proof, LL_LAYERS_ALL) == 1, "%s", proof->title);
}
END_TEST

/* Else a proof would prove nothing. */
START_TEST(without_layers_an_attack_gets_through)
{
    const struct ll_proof *proof = &ll_proofs[_i];
    if (proof->gets_through)
        ck_assert_msg(run_proof(proof, 0) == 0, "%s", proof->title);
}
END_TEST

START_TEST(each_layer_stops_its_attacks_alone)
{
    const struct ll_proof *proof = &ll_proofs[_i];
    for (int i = LL_LAYER_GROUP; i < LL_LAYER_COUNT;
         i++) /* the first two have no off */
        if (proof->any & available() & 1U << i)
            ck_assert_msg(run_proof(proof, 1U << i) == 1, "%s, by %s", proof->title,
                          ll_layer_name((enum ll_layer)i));
}
END_TEST

START_TEST(tools_see_inside_what_they_see_outside)
{
    static const char *const tools[] = {"memcheck", "asan", "lastptr"};
    struct ll_buf said = LL_BUF_INIT;
    const struct ll_tool *tool = ll_tool_find(tools[_i / 4]);
    bool leaky = _i % 2, closed = _i / 2 % 2;
    char *version = tool->version(NULL);
    if (version == NULL && tool->explains_leaks) {
        skip("%s was not built", tool->name);
        return;
    }
    free(version);
    int result = ll_proof_tool(&bench, tool, leaky, closed, &said, &err);
    ck_assert_msg(result == 1, "%s, %s, %s: %s", tool->name, leaky ? "leaky" : "clean",
                  closed ? "closed" : "open",
                  result < 0 ? err.text : ll_buf_text(&said));
    ll_buf_release(&said);
}
END_TEST

static struct ll_ended run_shell(const char *script,
                                 const struct ll_isolation *isolation,
                                 const struct ll_line *line, struct ll_buf *out)
{
    const char *const argv[] = {"sh", "-c", script, NULL};
    struct ll_ended ended;
    const struct ll_job job = {.argv = argv,
                               .folder = bench.work,
                               .limits = ll_limits_default,
                               .out = out,
                               .err = out,
                               .lines = line,
                               .line_count = line != NULL,
                               .isolation = isolation};
    ck_assert_msg(ll_jail_run(&job, &ended, &err) == 0, "%s", err.text);
    return ended;
}

/* The kernel's own limit has whole seconds. */
START_TEST(a_part_of_a_second_is_a_limit)
{
    const char *const argv[] = {"sh", "-c", "while :; do :; done", NULL};
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    isolation.allow_less = true;
    const struct ll_job job = {
        .argv = argv,
        .folder = bench.work,
        .limits = {.wall_seconds = 20, .cpu_seconds = 0.2, .memory_bytes = 1 << 30},
        .isolation = &isolation};
    struct ll_ended ended;
    ck_assert_msg(ll_jail_run(&job, &ended, &err) == 0, "%s", err.text);
    ck_assert_int_eq(ended.how, LL_END_CPU);
    if (ll_layer_missing(LL_LAYER_MEMORY) == NULL)
        ck_assert_msg(ended.cpu_seconds < 0.6, "%g s", ended.cpu_seconds);
}
END_TEST

/* It may write in its folder, and what it wrote is ours afterwards. */
START_TEST(a_job_may_write_in_its_own_folder)
{
    struct ll_buf out = LL_BUF_INIT;
    const char *const writable[] = {bench.work, NULL};
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    isolation.writable = writable;
    isolation.allow_less = true;
    struct stat before, after;
    ck_assert_int_eq(stat(bench.work, &before), 0);
    struct ll_ended ended =
        run_shell("mkdir a && echo b > a/c && mv a/c d && rm -r a d && chmod 777 .",
                  &isolation, NULL, &out);
    ck_assert_msg(ended.how == LL_END_EXITED && ended.status == 0, "%s",
                  ll_buf_text(&out));
    ck_assert_uint_eq(ended.layers, ll_isolation_layers(&isolation));
    ck_assert_int_eq(stat(bench.work, &after), 0);
    ck_assert_uint_eq(before.st_uid, after.st_uid);
    if (ended.layers & LL_LAYER(USER))
        ck_assert_uint_eq(before.st_mode, after.st_mode);
    ll_buf_release(&out);
}
END_TEST

/* A line is a socket, read to its end, and no second way to it. */
START_TEST(a_line_is_read_to_its_end_and_cannot_be_reopened)
{
    struct ll_buf out = LL_BUF_INIT, said = LL_BUF_INIT;
    const struct ll_line line = {.say = "token\n", .say_bytes = 6, .to = &said};
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    isolation.allow_less = true;
    run_shell("cat <&3 >&3; echo more >&3; echo forged >/proc/self/fd/3", &isolation,
              &line, &out);
    ck_assert_str_eq(ll_buf_text(&said), "token\nmore\n");
    ll_buf_release(&said);
    ll_buf_release(&out);
}
END_TEST

/* gcc and clang find all that they need. */
START_TEST(compilers_work_inside)
{
    static const char *const compilers[] = {"gcc", "clang"};
    struct ll_buf out = LL_BUF_INIT;
    const char *const writable[] = {bench.work, NULL};
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    isolation.writable = writable;
    isolation.allow_less = true;
    char script[256];
    snprintf(script, sizeof script,
             "export TMPDIR=$PWD; echo '#include <stdio.h>\n"
             "int main(void) { return puts(\"hello\") < 0; }' >a.c && "
             "%s -g -fsanitize=address a.c -o a && rm a.c a",
             compilers[_i]);
    struct ll_ended ended = run_shell(script, &isolation, NULL, &out);
    ck_assert_msg(ended.how == LL_END_EXITED && ended.status == 0, "%s",
                  ll_buf_text(&out));
    ll_buf_release(&out);
}
END_TEST

/* A job ends all that is its own, and nothing of another. */
static void *run_side_by_side(void *failures)
{
    for (int i = 0; i < 8; i++) {
        const char *const argv[] = {"sh", "-c", "(setsid sleep 600 &); sleep 0.03",
                                    NULL};
        struct ll_isolation isolation = LL_ISOLATION_INIT;
        isolation.allow_less = true;
        const struct ll_job job = {
            .argv = argv, .limits = ll_limits_isolated, .isolation = &isolation};
        struct ll_ended ended;
        if (ll_jail_run(&job, &ended, NULL) != 0 || ended.how != LL_END_EXITED ||
            ended.status != 0 || ended.wall_seconds > 60)
            ++*(int *)failures;
    }
    return NULL;
}

START_TEST(jobs_run_side_by_side)
{
    enum { THREADS = 3 };
    pthread_t threads[THREADS];
    int failures[THREADS] = {0};
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(
            pthread_create(&threads[i], NULL, run_side_by_side, &failures[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_int_eq(failures[i], 0);
    }
}
END_TEST

/* A process that sleeps as the grading user of `cell`. */
static pid_t start_sleeper(const struct ll_cell *cell)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        bool good = ll_user_apply(cell) == 0 && write(ends[1], "", 1) == 1;
        _exit(good ? (int)sleep(HANG_SECONDS) : 1);
    }
    char byte;
    ck_assert_int_gt(pid, 0);
    ck_assert_int_eq(read(ends[0], &byte, 1), 1); /* it is that user now */
    close(ends[0]);
    close(ends[1]);
    return pid;
}

/* One stroke reaches what is no child of ours, and nobody else's. */
START_TEST(only_the_processes_of_one_user_are_killed)
{
    struct ll_cell one = LL_CELL_INIT, other = LL_CELL_INIT;
    if (ll_layer_missing(LL_LAYER_USER) != NULL) {
        skip("%s", ll_layer_missing(LL_LAYER_USER));
        return;
    }
    ck_assert_int_eq(ll_user_take(&one), 0);
    ck_assert_int_eq(ll_user_take(&other), 0);
    ck_assert_uint_ne(one.user, other.user);
    pid_t sleeper = start_sleeper(&one), spared = start_sleeper(&other);
    pid_t keeper = fork();
    if (keeper == 0) {
        ll_user_kill(&one);
        _exit(geteuid() == 0 ? 0 : 1);
    }
    int status;
    ck_assert_int_eq(waitpid(keeper, &status, 0), keeper);
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(waitpid(sleeper, &status, 0), sleeper);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    ck_assert_int_eq(waitpid(spared, &status, WNOHANG), 0);
    kill(spared, SIGKILL);
    waitpid(spared, &status, 0);
    ll_cell_close(&one);
    ll_cell_close(&other);
}
END_TEST

START_TEST(less_than_the_minimum_is_refused)
{
    static const char *const argv[] = {"true", NULL};
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    isolation.layers &= ~LL_LAYER(LANDLOCK);
    const struct ll_job job = {.argv = argv, .isolation = &isolation};
    struct ll_ended ended;
    ck_assert_int_eq(ll_jail_run(&job, &ended, &err), -1);
    ck_assert_int_eq(err.fault, LL_FAULT_HARNESS);
    ck_assert_msg(strstr(err.text, "cannot hold hostile code here") != NULL, "%s",
                  err.text);
    isolation.allow_less = true;
    ck_assert_int_eq(ll_jail_run(&job, &ended, &err), 0);
    ck_assert_int_eq(ended.how, LL_END_EXITED);
    ck_assert(!(ended.layers & LL_LAYER(LANDLOCK)));
}
END_TEST

/* An ordinary user in a container, where no layer ends what a run leaves. */
START_TEST(only_leftovers_may_be_left_to_the_host)
{
    if (geteuid() == 0)
        ck_assert(setresgid(65534, 65534, 65534) == 0 &&
                  setresuid(65534, 65534, 65534) == 0);
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    isolation.layers &= ~(LL_LAYER(NAMESPACES) | LL_LAYER(USER));
    ck_assert_int_eq(ll_isolation_check(&isolation, &err), -1);
    if (strstr(err.text, "nothing stops processes that outlive the run") == NULL) {
        skip("%s", err.text);
        return;
    }
    ll_isolation_leave_to_host();
    ck_assert_msg(ll_isolation_check(&isolation, &err) == 0, "%s", err.text);
    isolation.layers &= ~LL_LAYER(LANDLOCK);
    ck_assert_int_eq(ll_isolation_check(&isolation, &err), -1);
}
END_TEST

/* Nothing runs with less than was promised. */
START_TEST(nothing_runs_when_a_layer_fails)
{
    const char *const argv[] = {"touch", bench.beside, NULL};
    const char *const writable[] = {"/no/such/folder", NULL};
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    isolation.writable = writable;
    isolation.allow_less = true;
    if (!(ll_isolation_layers(&isolation) & (LL_LAYER(USER) | LL_LAYER(LANDLOCK)))) {
        skip("neither a grading user nor Landlock is there");
        return;
    }
    const struct ll_job job = {.argv = argv, .isolation = &isolation};
    struct ll_ended ended;
    ck_assert_int_eq(ll_jail_run(&job, &ended, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "No such file"));
    ck_assert(!ll_path_exists(bench.beside));
}
END_TEST

START_TEST(a_command_that_is_not_found_is_told)
{
    static const char *const argv[] = {"no-such-command-here", NULL};
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    isolation.allow_less = true;
    const struct ll_job job = {.argv = argv, .isolation = &isolation};
    struct ll_ended ended;
    ck_assert_int_eq(ll_jail_run(&job, &ended, &err), 0);
    ck_assert_int_eq(ended.how, LL_END_NOT_STARTED);
}
END_TEST

/* ---- the suite ------------------------------------------------------------------ */

static int run_all(void)
{
    int count = 0;
    while (ll_proofs[count].title != NULL)
        count++;
    Suite *suite = suite_create("isolation");
    TCase *tcase = case_create("isolation");
    tcase_add_unchecked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, all_layers_together_stop_each_attack, 0, count);
    tcase_add_loop_test(tcase, without_layers_an_attack_gets_through, 0, count);
    tcase_add_loop_test(tcase, each_layer_stops_its_attacks_alone, 0, count);
    tcase_add_loop_test(tcase, tools_see_inside_what_they_see_outside, 0, 12);
    tcase_add_test(tcase, a_part_of_a_second_is_a_limit);
    tcase_add_test(tcase, a_job_may_write_in_its_own_folder);
    tcase_add_test(tcase, a_line_is_read_to_its_end_and_cannot_be_reopened);
    tcase_add_loop_test(tcase, compilers_work_inside, 0, 2);
    tcase_add_test(tcase, jobs_run_side_by_side);
    tcase_add_test(tcase, only_the_processes_of_one_user_are_killed);
    tcase_add_test(tcase, less_than_the_minimum_is_refused);
    tcase_add_test(tcase, only_leftovers_may_be_left_to_the_host);
    tcase_add_test(tcase, nothing_runs_when_a_layer_fails);
    tcase_add_test(tcase, a_command_that_is_not_found_is_told);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}

static void say_what_is_missing(void)
{
    for (int i = 0; i < LL_LAYER_COUNT; i++) {
        const char *why = ll_layer_missing((enum ll_layer)i);
        if (why != NULL)
            skip_part(ll_layer_name((enum ll_layer)i), "%s", why);
    }
}

static bool become_ordinary(void)
{
    return setgroups(0, NULL) == 0 && setgid(ORDINARY) == 0 && setuid(ORDINARY) == 0;
}

/* What root cannot do in a container. */
static bool lose_capabilities(void)
{
    static const unsigned long lost[] = {CAP_SYS_ADMIN, CAP_SYS_PTRACE,
                                         CAP_SYS_RESOURCE, CAP_DAC_READ_SEARCH,
                                         CAP_PERFMON};
    for (size_t i = 0; i < sizeof lost / sizeof lost[0]; i++)
        if (prctl(PR_CAPBSET_DROP, lost[i], 0, 0, 0) != 0)
            return false;
    return true;
}

/* The suite as another, in a program of its own: one that only changed its user could
 * not read its own /proc. */
static bool run_as(const char *who, bool (*become)(void), const char *home, char *self)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        unsetenv("TMPDIR");
        if (home != NULL)
            setenv("LEAKLAB_HOME", home, 1);
        if (become())
            execl("/proc/self/exe", self, who, (char *)NULL);
        _exit(EXIT_FAILURE);
    }
    int status = 1;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}

/* An ordinary user cannot enter every folder that we can: root's home, for example. */
static bool run_as_ordinary(char *self)
{
    char *home = ll_path_temp_dir(&err);
    char *runtime = ll_home_runtime(&err), *lastptr = ll_home_built("lastptr", NULL);
    char *to[] = {home == NULL ? NULL : ll_path_join(home, "runtime"),
                  home == NULL ? NULL : ll_path_join(home, "lastptr")};
    bool copied = runtime != NULL && home != NULL && chmod(home, 0755) == 0 &&
                  ll_reach_copy(runtime, to[0], &err) == 0 &&
                  (lastptr == NULL || ll_reach_copy(lastptr, to[1], &err) == 0);
    if (!copied)
        printf("%s\n", err.text);
    bool passed = copied && run_as("an ordinary user", become_ordinary, home, self);
    if (home != NULL)
        ll_path_remove_tree(home);
    free(to[0]);
    free(to[1]);
    free(lastptr);
    free(runtime);
    free(home);
    return passed;
}

int main(int argc, char **argv)
{
    bool passed = true;
    if (geteuid() == 0 && argc == 1) {
        passed = run_as_ordinary(argv[0]);
        passed =
            run_as("root in a container", lose_capabilities, NULL, argv[0]) && passed;
    }
    printf("as %s:\n", argc > 1 ? argv[1] : "ourselves");
    say_what_is_missing();
    return run_all() == EXIT_SUCCESS && passed ? EXIT_SUCCESS : EXIT_FAILURE;
}
