/* SPDX-License-Identifier: MIT
 *
 * jail: limits hold, and nothing that a command started outlives its job. */
#include "jail/jail.h"
#include "support/suite.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct ll_buf out = LL_BUF_INIT;
static struct ll_buf err = LL_BUF_INIT;

static void teardown(void)
{
    ll_buf_release(&out);
    ll_buf_release(&err);
}

static struct ll_ended run(struct ll_job *job)
{
    struct ll_ended ended;
    struct ll_error error = {0};
    ck_assert_msg(ll_jail_run(job, &ended, &error) == 0, "%s", error.text);
    return ended;
}

/* Run a shell script with stdout and stderr kept apart. */
static struct ll_ended shell_within(const char *script, struct ll_limits limits)
{
    const char *const argv[] = {"sh", "-c", script, NULL};
    struct ll_job job = {.argv = argv, .limits = limits, .out = &out, .err = &err};
    return run(&job);
}

static struct ll_ended shell(const char *script)
{
    return shell_within(script, ll_limits_default);
}

/* Whether a process is gone, given the moment that a killed one needs. */
static bool is_gone(pid_t pid)
{
    for (int i = 0; i < 100; i++) {
        if (kill(pid, 0) != 0 && errno == ESRCH)
            return true;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    return false;
}

static void assert_pids_gone(const char *pids, int count)
{
    char *end;
    for (int i = 0; i < count; i++, pids = end) {
        long pid = strtol(pids, &end, 10);
        ck_assert_msg(pid > 1, "pid %d of %d is missing in '%s'", i, count, pids);
        ck_assert_msg(is_gone((pid_t)pid), "process %ld was left behind", pid);
    }
}

START_TEST(output_and_errors_are_kept_apart)
{
    struct ll_ended ended = shell("echo one; echo two >&2; exit 3");
    ck_assert_int_eq(ended.how, LL_END_EXITED);
    ck_assert_int_eq(ended.status, 3);
    ck_assert_str_eq(ll_buf_text(&out), "one\n");
    ck_assert_str_eq(ll_buf_text(&err), "two\n");
    ck_assert(ended.wall_seconds > 0 && ended.wall_seconds < 60);
    ck_assert_int_gt(ended.peak_kib, 0);
}
END_TEST

START_TEST(output_interleaves_in_one_buffer)
{
    const char *const argv[] = {"sh", "-c", "echo 1; echo 2 >&2; echo 3", NULL};
    struct ll_job job = {.argv = argv, .out = &out, .err = &out};
    ck_assert(ll_buf_puts(&out, "0\n"));
    run(&job);
    ck_assert_str_eq(ll_buf_text(&out), "0\n1\n2\n3\n");
}
END_TEST

START_TEST(output_that_nobody_wants_is_read)
{
    const char *const argv[] = {"sh", "-c", "echo 1; echo 2 >&2", NULL};
    struct ll_job job = {.argv = argv};
    ck_assert_int_eq(run(&job).how, LL_END_EXITED);
}
END_TEST

START_TEST(a_signal_that_ends_a_job_is_told)
{
    struct ll_ended ended = shell("kill -SEGV $$");
    ck_assert_int_eq(ended.how, LL_END_SIGNALLED);
    ck_assert_int_eq(ended.signal, SIGSEGV);
}
END_TEST

START_TEST(a_command_that_is_not_found_is_told)
{
    const char *const argv[] = {"no-such-command-here", NULL};
    struct ll_job job = {.argv = argv, .out = &out};
    struct ll_ended ended = run(&job);
    ck_assert_int_eq(ended.how, LL_END_NOT_STARTED);
    ck_assert_int_eq(ended.status, ENOENT);
}
END_TEST

/* The kernel tells the flag for it as a bit of the process's personality. */
START_TEST(addresses_are_fixed_where_that_is_asked_for)
{
    enum { FIXED = 0x0040000 };
    const char *const argv[] = {"cat", "/proc/self/personality", NULL};
    struct ll_job job = {.argv = argv, .out = &out};
    run(&job);
    unsigned long before = strtoul(ll_buf_text(&out), NULL, 16);
    ll_buf_clear(&out);
    job.fixed_addresses = true;
    ck_assert_int_eq(run(&job).how, LL_END_EXITED);
    if (personality(0xffffffff) < 0 || personality((unsigned long)before | FIXED) < 0) {
        skip("this machine does not let addresses be fixed");
        return;
    }
    ck_assert_uint_eq(strtoul(ll_buf_text(&out), NULL, 16), before | FIXED);
}
END_TEST

START_TEST(the_environment_is_ours_with_changes)
{
    setenv("LL_KEPT", "kept", 1);
    setenv("LL_CHANGED", "old", 1);
    setenv("LL_REMOVED", "old", 1);
    const char *const argv[] = {
        "sh", "-c", "echo $LL_KEPT $LL_CHANGED ${LL_REMOVED-gone} $LL_ADDED", NULL};
    const char *const env[] = {"LL_CHANGED=newer",
                               "LL_REMOVED=no",
                               "LL_ADDED=more",
                               "LL_CHANGED",
                               "LL_CHANGED=new",
                               "LL_REMOVED",
                               NULL};
    struct ll_job job = {.argv = argv, .env = env, .out = &out};
    run(&job);
    ck_assert_str_eq(ll_buf_text(&out), "kept new gone more\n");
}
END_TEST

START_TEST(a_job_has_its_folder_and_its_input)
{
    const char *const argv[] = {"sh", "-c", "pwd; wc -c", NULL};
    struct ll_job job = {.argv = argv, .folder = "/usr", .out = &out};
    run(&job);
    ck_assert_str_eq(ll_buf_text(&out), "/usr\n0\n");

    ll_buf_clear(&out);
    const char *const head[] = {"head", "-n1", NULL};
    job = (struct ll_job){.argv = head, .stdin_path = __FILE__, .out = &out};
    run(&job);
    ck_assert_str_eq(ll_buf_text(&out), "/* SPDX-License-Identifier: MIT\n");
}
END_TEST

START_TEST(a_missing_input_or_folder_is_told)
{
    const char *const argv[] = {"true", NULL};
    struct ll_job job = {.argv = argv, .stdin_path = "/no/such/file"};
    struct ll_ended ended;
    struct ll_error error;
    ck_assert_int_eq(ll_jail_run(&job, &ended, &error), -1);
    ck_assert_int_eq(error.fault, LL_FAULT_INPUT);
    ck_assert_ptr_nonnull(strstr(error.text, "/no/such/file"));

    job = (struct ll_job){.argv = argv, .folder = "/no/such/folder"};
    ck_assert_int_eq(run(&job).how, LL_END_NOT_STARTED);
}
END_TEST

START_TEST(descriptors_are_closed)
{
    int fd = open("/dev/null", O_RDONLY); /* not close-on-exec */
    ck_assert_int_ge(fd, 3);
    shell("ls /proc/self/fd | wc -l");
    ck_assert_int_eq(atoi(ll_buf_text(&out)), 4); /* 0, 1, 2 and ls's own */
    close(fd);
}
END_TEST

START_TEST(signals_are_reset)
{
    signal(SIGPIPE, SIG_IGN);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    shell("sed -nE 's/^Sig(Blk|Ign):/0x/p' /proc/self/status");
    /* 32 and 33 are the C library's own, and as whoever started us left them. */
    unsigned long long blocked, ignored, theirs = 3ULL << 31;
    ck_assert_int_eq(sscanf(ll_buf_text(&out), "0x %llx 0x %llx", &blocked, &ignored),
                     2);
    ck_assert_uint_eq(blocked, 0);
    ck_assert_uint_eq(ignored & ~theirs, 0);
}
END_TEST

START_TEST(wall_time_is_limited)
{
    struct ll_ended ended =
        shell_within("trap '' TERM INT HUP; echo ready; while :; do sleep 1; done",
                     (struct ll_limits){.wall_seconds = 0.5});
    ck_assert_int_eq(ended.how, LL_END_TIMEOUT);
    ck_assert(ended.wall_seconds >= 0.5 && ended.wall_seconds < 60);
    ck_assert_str_eq(ll_buf_text(&out), "ready\n");
}
END_TEST

START_TEST(processor_time_is_limited)
{
    struct ll_limits limits = {.wall_seconds = 20, .cpu_seconds = 0.5};
    ck_assert_int_eq(shell_within("while :; do :; done", limits).how, LL_END_CPU);
    ck_assert_int_eq(shell_within("trap '' XCPU; while :; do :; done", limits).how,
                     LL_END_CPU);
}
END_TEST

/* Run it on one processor, beside so many processes that are not its own. */
static struct ll_ended shell_in_a_crowd(const char *script, size_t count)
{
    enum { CROWD_MOST = 4 };
    cpu_set_t before, one;
    pid_t crowd[CROWD_MOST];
    size_t last = CPU_SETSIZE - 1;
    ck_assert_int_eq(sched_getaffinity(0, sizeof before, &before), 0);
    while (!CPU_ISSET(last, &before))
        last--;
    CPU_ZERO(&one);
    CPU_SET(last, &one);
    ck_assert_int_eq(sched_setaffinity(0, sizeof one, &one), 0);
    for (size_t i = 0; i < count; i++)
        if ((crowd[i] = fork()) == 0)
            for (;;)
                continue;
    struct ll_ended ended = shell(script);
    for (size_t i = 0; i < count; i++) {
        kill(crowd[i], SIGKILL);
        waitpid(crowd[i], NULL, 0);
    }
    ck_assert_int_eq(sched_setaffinity(0, sizeof before, &before), 0);
    return ended;
}

#define COUNT_UP "i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done"

/* What a command waits for others is told, and not what it waits for itself. */
START_TEST(a_command_that_others_keep_waiting_is_told)
{
    if (access("/proc/self/schedstat", R_OK) != 0) {
        skip("this kernel has no /proc/PID/schedstat");
        return;
    }
    struct ll_ended ended = shell_in_a_crowd(COUNT_UP, 4);
    ck_assert_double_gt(ended.queued_seconds, ended.cpu_seconds);
    ck_assert_double_lt(ended.queued_seconds, ended.wall_seconds);
    ended = shell("sleep 1");
    ck_assert_double_lt(ended.queued_seconds, 0.6 * ended.wall_seconds);
}
END_TEST

/* Its own processes are not others, also where it does not wait for them. */
START_TEST(a_command_that_keeps_itself_waiting_is_not_told)
{
    struct ll_ended ended = shell_in_a_crowd(
        "for k in 1 2 3 4 5 6 7 8 9 10 11 12; do while :; do :; done & done; " COUNT_UP,
        0);
    ck_assert_double_lt(ended.queued_seconds, 0.6 * ended.wall_seconds);
}
END_TEST

START_TEST(a_flood_of_output_is_stopped)
{
    struct ll_limits limits = {.wall_seconds = 20, .output_bytes = 100000};
    ck_assert_int_eq(shell_within("yes", limits).how, LL_END_OUTPUT);
    ck_assert_uint_eq(out.len, 100000);
    ck_assert_int_eq(shell_within("yes >&2", limits).how, LL_END_OUTPUT);
    ck_assert_uint_eq(err.len, 100000);
}
END_TEST

START_TEST(output_is_kept_up_to_the_limit)
{
    struct ll_ended ended = shell_within("head -c 100000 /dev/zero",
                                         (struct ll_limits){.output_bytes = 100000});
    ck_assert_int_eq(ended.how, LL_END_EXITED);
    ck_assert_uint_eq(out.len, 100000);
}
END_TEST

START_TEST(the_size_of_a_file_is_limited)
{
    char path[] = "/tmp/leaklab-test-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    char script[100];
    snprintf(script, sizeof script, "exec head -c 20000 /dev/zero > %s", path);
    struct ll_ended ended =
        shell_within(script, (struct ll_limits){.file_bytes = 10000});
    off_t size = lseek(fd, 0, SEEK_END);
    close(fd);
    unlink(path);
    ck_assert_int_eq(ended.how, LL_END_SIGNALLED);
    ck_assert_int_eq(ended.signal, SIGXFSZ);
    ck_assert_int_eq(size, 10000);
}
END_TEST

START_TEST(the_address_space_is_limited)
{
    struct ll_limits limits = {.address_bytes = (size_t)100 << 20};
    struct ll_ended ended = shell_within("ulimit -v", limits);
    ck_assert_int_eq(ended.how, LL_END_EXITED);
    ck_assert_str_eq(ll_buf_text(&out), "102400\n");
}
END_TEST

/* A grandchild that keeps stdout open must not keep us waiting. */
START_TEST(a_grandchild_with_the_pipe_keeps_nobody_waiting)
{
    struct ll_ended ended = shell("sleep 600 & echo $!; exit 7");
    ck_assert_int_eq(ended.how, LL_END_EXITED);
    ck_assert_int_eq(ended.status, 7);
    ck_assert(ended.wall_seconds < 60);
    assert_pids_gone(ll_buf_text(&out), 1);
}
END_TEST

START_TEST(daemons_are_ended)
{
    struct ll_ended ended =
        shell("for i in 1 2 3; do"
              "  setsid sh -c 'trap \"\" TERM HUP; (setsid sleep 600 & echo $!);"
              "                echo $$; sleep 600' & "
              "done; sleep 0.5");
    ck_assert_int_eq(ended.how, LL_END_EXITED);
    assert_pids_gone(ll_buf_text(&out), 6);
}
END_TEST

START_TEST(daemons_are_ended_at_a_limit)
{
    struct ll_ended ended = shell_within("setsid sleep 600 & echo $!; wait",
                                         (struct ll_limits){.wall_seconds = 0.3});
    ck_assert_int_eq(ended.how, LL_END_TIMEOUT);
    assert_pids_gone(ll_buf_text(&out), 1);
}
END_TEST

START_TEST(two_hundred_orphans_are_ended)
{
    struct ll_ended ended = shell(
        "i=0; while [ $i -lt 200 ]; do setsid sleep 600 & echo $!; i=$((i+1)); done");
    ck_assert_int_eq(ended.how, LL_END_EXITED);
    assert_pids_gone(ll_buf_text(&out), 200);
}
END_TEST

START_TEST(a_killed_keeper_ends_its_job)
{
    struct ll_ended ended = shell("kill -KILL $PPID; sleep 600");
    ck_assert_int_eq(ended.how, LL_END_SIGNALLED);
    ck_assert_int_eq(ended.signal, SIGKILL);
    ck_assert(ended.wall_seconds < 60);
}
END_TEST

/* When leaklab itself is killed, its jobs go too. */
START_TEST(jobs_end_when_leaklab_is_killed)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t leaklab = fork();
    if (leaklab == 0) {
        char script[100];
        snprintf(script, sizeof script,
                 "setsid sleep 600 & echo $! $$ > /proc/%d/fd/%d; sleep 600", getpid(),
                 ends[1]);
        shell(script);
        _exit(0);
    }
    close(ends[1]);
    char text[64] = "";
    ck_assert_int_gt(read(ends[0], text, sizeof text - 1), 0);
    kill(leaklab, SIGKILL);
    waitpid(leaklab, NULL, 0);
    assert_pids_gone(text, 2);
    close(ends[0]);
}
END_TEST

static void *cancel_soon(void *unused)
{
    nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
    ll_jail_cancel();
    return unused;
}

START_TEST(a_cancelled_job_is_ended)
{
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, cancel_soon, NULL), 0);
    struct ll_ended ended = shell("sleep 600 & echo $!; wait");
    pthread_join(thread, NULL);
    ck_assert_int_eq(ended.how, LL_END_CANCELLED);
    ck_assert(ended.wall_seconds < 60);
    assert_pids_gone(ll_buf_text(&out), 1);
    ck_assert_int_eq(shell("sleep 600").how, LL_END_CANCELLED);
}
END_TEST

START_TEST(a_job_is_not_started_after_a_cancel)
{
    ll_jail_cancel();
    ck_assert_int_eq(shell("sleep 600").how, LL_END_CANCELLED);
}
END_TEST

/* Jobs side by side end none of each other's processes. */
static void *run_side_by_side(void *failures)
{
    for (int i = 0; i < 10; i++) {
        struct ll_buf text = LL_BUF_INIT;
        const char *const argv[] = {
            "sh", "-c", "(setsid sleep 600 &) ; sleep 0.05 & wait $!; echo $?", NULL};
        struct ll_job job = {.argv = argv, .limits = ll_limits_default, .out = &text};
        struct ll_ended ended;
        if (ll_jail_run(&job, &ended, NULL) != 0 || ended.how != LL_END_EXITED ||
            strcmp(ll_buf_text(&text), "0\n") != 0)
            ++*(int *)failures;
        ll_buf_release(&text);
    }
    return NULL;
}

START_TEST(jobs_run_side_by_side)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    int failures[THREADS] = {0};
    for (int i = 0; i < THREADS; i++)
        ck_assert_int_eq(
            pthread_create(&threads[i], NULL, run_side_by_side, &failures[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_int_eq(failures[i], 0);
    }
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1); /* no child of ours is left */
}
END_TEST

static const struct {
    struct ll_ended ended;
    const char *words;
} sayings[] = {
    {{.how = LL_END_EXITED, .status = 3}, "exited with status 3"},
    {{.how = LL_END_SIGNALLED, .signal = SIGSEGV},
     "was killed by SIGSEGV (it used an address where it has no memory)"},
    {{.how = LL_END_SIGNALLED, .signal = SIGUSR1}, "was killed by SIGUSR1"},
    {{.how = LL_END_TIMEOUT}, "did not end within 10 s and was stopped"},
    {{.how = LL_END_CPU}, "used more than 10 s of processor time and was stopped"},
    {{.how = LL_END_OUTPUT}, "printed more than 1 MiB and was stopped"},
    {{.how = LL_END_CANCELLED}, "was cancelled"},
    {{.how = LL_END_NOT_STARTED, .status = ENOENT},
     "could not be started: No such file or directory"},
};

START_TEST(each_end_has_its_words)
{
    ll_ended_say(&sayings[_i].ended, &ll_limits_default, &out);
    ck_assert_str_eq(ll_buf_text(&out), sayings[_i].words);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("jail");
    TCase *tcase = case_create("jail");
    tcase_add_checked_fixture(tcase, NULL, teardown);
    tcase_add_test(tcase, output_and_errors_are_kept_apart);
    tcase_add_test(tcase, output_interleaves_in_one_buffer);
    tcase_add_test(tcase, output_that_nobody_wants_is_read);
    tcase_add_test(tcase, a_signal_that_ends_a_job_is_told);
    tcase_add_test(tcase, a_command_that_is_not_found_is_told);
    tcase_add_test(tcase, addresses_are_fixed_where_that_is_asked_for);
    tcase_add_test(tcase, the_environment_is_ours_with_changes);
    tcase_add_test(tcase, a_job_has_its_folder_and_its_input);
    tcase_add_test(tcase, a_missing_input_or_folder_is_told);
    tcase_add_test(tcase, descriptors_are_closed);
    tcase_add_test(tcase, signals_are_reset);
    tcase_add_test(tcase, wall_time_is_limited);
    tcase_add_test(tcase, processor_time_is_limited);
    tcase_add_test(tcase, a_command_that_others_keep_waiting_is_told);
    tcase_add_test(tcase, a_command_that_keeps_itself_waiting_is_not_told);
    tcase_add_test(tcase, a_flood_of_output_is_stopped);
    tcase_add_test(tcase, output_is_kept_up_to_the_limit);
    tcase_add_test(tcase, the_size_of_a_file_is_limited);
    tcase_add_test(tcase, the_address_space_is_limited);
    tcase_add_test(tcase, a_grandchild_with_the_pipe_keeps_nobody_waiting);
    tcase_add_test(tcase, daemons_are_ended);
    tcase_add_test(tcase, daemons_are_ended_at_a_limit);
    tcase_add_test(tcase, two_hundred_orphans_are_ended);
    tcase_add_test(tcase, a_killed_keeper_ends_its_job);
    tcase_add_test(tcase, jobs_end_when_leaklab_is_killed);
    tcase_add_test(tcase, a_cancelled_job_is_ended);
    tcase_add_test(tcase, a_job_is_not_started_after_a_cancel);
    tcase_add_test(tcase, jobs_run_side_by_side);
    tcase_add_loop_test(tcase, each_end_has_its_words, 0,
                        sizeof sayings / sizeof sayings[0]);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
