/* SPDX-License-Identifier: MIT
 *
 * What the doctor says of a machine that lacks a layer of isolation: each is taken away
 * by a filter of system calls, as a container does it, and what leaklab runs in is told
 * by folders made like it. */
#include <check.h>
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/path.h"
#include "doctor/surroundings.h"
#include "support/suite.h"

#define LEAKLAB LL_BUILD_DIR "/leaklab"

static char *here;

static void set_up(void)
{
    here = ll_path_temp_dir(NULL);
    ck_assert_ptr_nonnull(here);
}

static void tear_down(void)
{
    ll_path_remove_tree(here);
    free(here);
}

/* ---- what it runs in ------------------------------------------------------------ */

/* Write a file below `here`. */
static void put(const char *name, const char *text)
{
    char *path = ll_path_join(here, name), *folder = ll_path_dir(path);
    ck_assert_int_eq(ll_path_make_dirs(folder, NULL), 0);
    ck_assert_int_eq(ll_file_write(path, text, strlen(text), NULL), 0);
    free(folder);
    free(path);
}

#define DEBIAN "Linux version 6.1.0-31-amd64 (debian-kernel@lists.debian.org)\n"

/* Real files of such machines, as far as they are looked at. */
static const struct {
    const char *files[8]; /* name, text, ... */
    const char *said;
    bool has_landlock, filtered;
} machines[] = {
    {{"proc/version", DEBIAN, "proc/sys/kernel/osrelease", "6.1.0-31-amd64\n",
      "proc/1/cgroup", "0::/init.scope\n", "proc/self/status",
      "Name:\tcat\nSeccomp:\t0\n"},
     "on Linux 6.1.0-31-amd64",
     true,
     false},
    {{"proc/version", "Linux version 4.4.0 #1 SMP Sun Jan 10 15:06:54 PST 2016\n",
      "proc/sys/kernel/osrelease", "4.4.0\n", ".dockerenv", ""},
     "in gVisor, on a kernel of its own that calls itself Linux 4.4.0",
     false,
     false},
    {{"proc/version",
      "Linux version 4.19.0-gvisor #1 SMP Sun Jan 10 15:06:54 PST 2016\n",
      "proc/sys/kernel/osrelease", "4.19.0-gvisor\n"},
     "in gVisor, on a kernel of its own that calls itself Linux 4.19.0-gvisor",
     false,
     false},
    {{"proc/version", DEBIAN, "proc/sys/kernel/osrelease", "6.1.0-31-amd64\n",
      ".dockerenv", "", "proc/self/status", "Name:\tcat\nSeccomp:\t2\n"},
     "in a container of Docker, on Linux 6.1.0-31-amd64",
     true,
     true},
    {{"run/.containerenv", "", "proc/sys/kernel/osrelease", "5.10.0\n"},
     "in a container of Podman, on Linux 5.10.0",
     false,
     false},
    {{"proc/1/cgroup", "1:cpu:/kubepods/besteffort/pod12/ab\n", ".dockerenv", ""},
     "in a container of Kubernetes, on Linux",
     false,
     false},
    {{"proc/1/cgroup", "1:cpu:/lxc/mine\n", "proc/sys/kernel/osrelease", "6.8.12\n"},
     "in a container of LXC, on Linux 6.8.12",
     true,
     false},
    {{"run/systemd/container", "systemd-nspawn\n"},
     "in a container, on Linux",
     false,
     false},
    {{NULL}, "on Linux", false, false},
};

START_TEST(what_it_runs_in_is_told)
{
    struct ll_surroundings in;
    struct ll_buf said = LL_BUF_INIT;
    for (size_t i = 0; i < 8 && machines[_i].files[i] != NULL; i += 2)
        put(machines[_i].files[i], machines[_i].files[i + 1]);
    ll_surroundings_read(here, &in);
    ll_surroundings_say(&in, &said);
    ck_assert_str_eq(ll_buf_text(&said), machines[_i].said);
    ck_assert(in.has_landlock == machines[_i].has_landlock);
    ck_assert(in.filtered == machines[_i].filtered);
    ll_buf_release(&said);
}
END_TEST

/* The advice for the machine, and a word that it must have; NULL: there is none. */
static const struct {
    struct ll_surroundings in;
    enum ll_layer layer;
    int errnum;
    bool root;
    const char *word;
} advice[] = {
    {{LL_CONTAINER_GVISOR, "4.4.0", false, false},
     LL_LAYER_LANDLOCK,
     ENOSYS,
     true,
     "--runtime=runc"},
    {{LL_CONTAINER_NONE, "5.10.0", false, false},
     LL_LAYER_LANDLOCK,
     ENOSYS,
     true,
     "5.13 or newer. Grade on a machine"},
    {{LL_CONTAINER_DOCKER, "5.10.0", false, false},
     LL_LAYER_LANDLOCK,
     ENOSYS,
     true,
     "the kernel of its host"},
    {{LL_CONTAINER_DOCKER, "6.1.0", true, true},
     LL_LAYER_LANDLOCK,
     EPERM,
     true,
     "--security-opt seccomp=unconfined"},
    {{LL_CONTAINER_DOCKER, "6.1.0", true, true},
     LL_LAYER_LANDLOCK,
     ENOSYS,
     true,
     "--security-opt seccomp=unconfined"},
    {{LL_CONTAINER_DOCKER, "6.1.0", true, true},
     LL_LAYER_LANDLOCK,
     EOPNOTSUPP,
     true,
     "On the host, put landlock"},
    {{LL_CONTAINER_NONE, "6.1.0", true, false},
     LL_LAYER_LANDLOCK,
     EOPNOTSUPP,
     true,
     "start the machine again"},
    {{LL_CONTAINER_NONE, "6.1.0", true, true},
     LL_LAYER_LANDLOCK,
     EPERM,
     true,
     "SystemCallFilter="},
    {{LL_CONTAINER_NONE, "6.1.0", true, false},
     LL_LAYER_LANDLOCK,
     ENOSYS,
     true,
     "CONFIG_SECURITY_LANDLOCK"},
    {{LL_CONTAINER_PODMAN, "6.1.0", true, true},
     LL_LAYER_USER,
     EPERM,
     true,
     "--cap-add=SETUID --cap-add=SETGID"},
    {{LL_CONTAINER_PODMAN, "6.1.0", true, true},
     LL_LAYER_USER,
     EINVAL,
     true,
     "up to 61111"},
    {{LL_CONTAINER_DOCKER, "6.1.0", true, true},
     LL_LAYER_USER,
     EROFS,
     true,
     "--tmpfs /run"},
    {{LL_CONTAINER_NONE, "6.1.0", true, false},
     LL_LAYER_USER,
     EPERM,
     false,
     "Run leaklab as root"},
    {{LL_CONTAINER_NONE, "6.1.0", true, false},
     LL_LAYER_NAMESPACES,
     EPERM,
     false,
     "kernel.apparmor_restrict_unprivileged_userns=0"},
    {{LL_CONTAINER_DOCKER, "6.1.0", true, true},
     LL_LAYER_NAMESPACES,
     EPERM,
     false,
     NULL},
    {{LL_CONTAINER_NONE, "6.1.0", true, false},
     LL_LAYER_MEMORY,
     ENOENT,
     true,
     "CONFIG_PROC_CHILDREN"},
};

START_TEST(what_helps_is_told)
{
    const char *said = ll_surroundings_remedy(&advice[_i].in, advice[_i].layer,
                                              advice[_i].errnum, advice[_i].root);
    if (advice[_i].word == NULL)
        ck_assert_ptr_null(said);
    else
        ck_assert_msg(said != NULL && strstr(said, advice[_i].word) != NULL, "%s",
                      said != NULL ? said : "nothing");
}
END_TEST

/* ---- the command, where a layer is missing ------------------------------------ */

/* In the child: the layer's system call fails with `errnum`. */
static void refuse(enum ll_layer layer, int errnum)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    const struct scmp_arg_cmp new_space =
        SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_NEWPID, CLONE_NEWPID);
    const bool is_landlock = layer == LL_LAYER_LANDLOCK;
    if (seccomp_rule_add_array(filter, SCMP_ACT_ERRNO((unsigned)errnum),
                               is_landlock ? SCMP_SYS(landlock_create_ruleset)
                                           : SCMP_SYS(clone),
                               is_landlock ? 0 : 1, &new_space) != 0 ||
        seccomp_load(filter) != 0)
        _exit(EXIT_FAILURE);
    seccomp_release(filter);
}

/* Run the doctor where the layer cannot be had. Returns its exit status, and what it
 * says in `said`. */
static int doctor_without(enum ll_layer layer, int errnum, struct ll_buf *said)
{
    int pipes[2], status = 0;
    char piece[4096];
    ssize_t got;
    ck_assert_int_eq(pipe(pipes), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(pipes[1], STDOUT_FILENO);
        close(pipes[0]);
        refuse(layer, errnum);
        setenv("COLUMNS", "80", 1);
        execl(LEAKLAB, "leaklab", "doctor", (char *)NULL);
        _exit(EXIT_FAILURE);
    }
    close(pipes[1]);
    while ((got = read(pipes[0], piece, sizeof piece)) > 0)
        ll_buf_add(said, piece, (size_t)got);
    close(pipes[0]);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static const struct {
    int errnum;
    const char *why, *helps;
} lacks[] = {
    {ENOSYS, "this kernel has no Landlock", "   landlock: "},
    {EOPNOTSUPP, "Landlock is turned off in this kernel", "/sys/kernel/security/lsm"},
    {EPERM, "a filter of system calls refuses Landlock", "   landlock: "},
};

START_TEST(the_doctor_names_what_is_missing)
{
    struct ll_buf said = LL_BUF_INIT;
    if (ll_layer_missing(LL_LAYER_LANDLOCK) != NULL) {
        skip("%s", ll_layer_missing(LL_LAYER_LANDLOCK));
        return;
    }
    ck_assert_int_eq(doctor_without(LL_LAYER_LANDLOCK, lacks[_i].errnum, &said), 3);
    const char *text = ll_buf_text(&said),
               *wanted[] = {"not enforced  landlock", lacks[_i].why, "TOO LITTLE",
                            "must not grade",         "What helps",  lacks[_i].helps};
    const char *after = text;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const char *found = strstr(after, wanted[i]);
        ck_assert_msg(found != NULL, "no '%s' in %s", wanted[i], text);
        after = found;
    }
    ll_buf_release(&said);
}
END_TEST

/* As root in a container that cannot make namespaces: another layer is enough. */
START_TEST(the_doctor_asks_for_no_more_than_is_needed)
{
    struct ll_buf said = LL_BUF_INIT;
    const struct ll_isolation plain = {.layers = LL_LAYERS_ALL, .no_fork = true};
    if (ll_isolation_lacks(&plain) != 0 || ll_layer_missing(LL_LAYER_USER) != NULL) {
        skip("this machine lacks more, or this user is not root");
        return;
    }
    ck_assert_int_eq(doctor_without(LL_LAYER_NAMESPACES, EPERM, &said), 0);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&said), "not enforced  namespaces"));
    ck_assert_ptr_null(strstr(ll_buf_text(&said), "What helps"));
    ll_buf_release(&said);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("doctor");
    TCase *told = case_create("told");
    tcase_add_checked_fixture(told, set_up, tear_down);
    tcase_add_loop_test(told, what_it_runs_in_is_told, 0,
                        sizeof machines / sizeof *machines);
    tcase_add_loop_test(told, what_helps_is_told, 0, sizeof advice / sizeof *advice);
    suite_add_tcase(suite, told);
    TCase *command = case_create("command");
    tcase_add_loop_test(command, the_doctor_names_what_is_missing, 0,
                        sizeof lacks / sizeof *lacks);
    tcase_add_test(command, the_doctor_asks_for_no_more_than_is_needed);
    suite_add_tcase(suite, command);
    return suite_run(suite);
}
