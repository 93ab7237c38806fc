/* SPDX-License-Identifier: MIT
 *
 * seccomp: system calls that no program under test needs fail with EPERM, as calls that
 * only root may make do for an ordinary user.
 *
 * Two calls are allowed because the tools need them: LeakSanitizer starts a helper that
 * shares its memory (clone with CLONE_VM) and traces it (ptrace). Without either, it
 * fails on correct programs. Landlock and the grading user protect other processes from
 * ptrace. */
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <pthread.h>
#include <sched.h>
#include <seccomp.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "jail/layers.h"

/* Denied with all arguments. Names that this architecture does not have are skipped. */
static const char *const denied[] = {
    /* the network */
    "socket", "connect", "bind", "listen", "accept", "accept4",
    /* another view of the files */
    "mount", "umount2", "umount", "pivot_root", "chroot", "fsopen", "fsconfig",
    "fsmount", "fspick", "move_mount", "open_tree", "mount_setattr", "unshare", "setns",
    "open_by_handle_at", "name_to_handle_at", "fanotify_init", "quotactl",
    /* other processes' memory and descriptors */
    "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd", "kcmp",
    /* parts of the kernel that are attacked most */
    "bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter",
    "io_uring_register", "keyctl", "add_key", "request_key", "modify_ldt", "vmsplice",
    /* memory that outlives the process, or is not counted */
    "shmget", "semget", "msgget", "mq_open", "memfd_create", "memfd_secret",
    /* the machine */
    "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module",
    "reboot", "swapon", "swapoff", "syslog", "acct", "settimeofday", "clock_settime",
    "adjtimex", "clock_adjtime", "sethostname", "setdomainname", "iopl", "ioperm",
    "vhangup", "lookup_dcookie", "nfsservctl"};

#define BIT(call, argument, bits)                                                      \
    {                                                                                  \
        call,                                                                          \
        {                                                                              \
            argument, SCMP_CMP_MASKED_EQ, bits, bits                                   \
        }                                                                              \
    }
#define IS(call, argument, value)                                                      \
    {                                                                                  \
        call,                                                                          \
        {                                                                              \
            argument, SCMP_CMP_MASKED_EQ, 0xffffffff, value                            \
        }                                                                              \
    }

/* Denied when one argument has a given value. */
struct denial {
    const char *call;
    struct scmp_arg_cmp when;
};

static const struct denial denied_when[] = {
    BIT("clone", 0, CLONE_NEWUSER),
    BIT("clone", 0, CLONE_NEWNS),
    BIT("clone", 0, CLONE_NEWPID),
    BIT("clone", 0, CLONE_NEWNET),
    BIT("clone", 0, CLONE_NEWIPC),
    BIT("clone", 0, CLONE_NEWUTS),
    BIT("clone", 0, CLONE_NEWCGROUP),
    BIT("kill", 0, 0x80000000), /* all processes, or another group of them */
    IS("ptrace", 0, PTRACE_POKETEXT),
    IS("ptrace", 0, PTRACE_POKEDATA),
    IS("ptrace", 0, PTRACE_POKEUSER),
    IS("ptrace", 0, PTRACE_SETREGSET),
    {"prctl", {0, SCMP_CMP_MASKED_EQ, 0xffffffff, PR_SET_MM}},
    {"prlimit64", {0, SCMP_CMP_NE, 0, 0}},
    IS("ioctl", 1, TIOCSTI),
    IS("ioctl", 1, TIOCLINUX),
};

static int deny(scmp_filter_ctx filter, const char *name, int errnum, unsigned count,
                const struct scmp_arg_cmp *when)
{
    int call = seccomp_syscall_resolve_name(name);
    if (call == __NR_SCMP_ERROR)
        return 0;
    int result = seccomp_rule_add_array(filter, SCMP_ACT_ERRNO((unsigned)errnum), call,
                                        count, when);
    return result == -EDOM || result == -EEXIST ? 0 : result;
}

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Each call of `names`, and each of `rows` with its argument. */
static int deny_all(scmp_filter_ctx filter, const char *const *names, size_t name_count,
                    const struct denial *rows, size_t row_count)
{
    int result = 0;
    for (size_t i = 0; i < name_count && result == 0; i++)
        result = deny(filter, names[i], EPERM, 0, NULL);
    for (size_t i = 0; i < row_count && result == 0; i++)
        result = deny(filter, rows[i].call, EPERM, 1, &rows[i].when);
    return result;
}

/* clone3() has its flags in memory, which a filter cannot read. Where it fails, the C
 * library uses clone(). */
static int add_rules(scmp_filter_ctx filter, bool no_fork, bool no_exec, uint64_t word)
{
    int result = deny(filter, "clone3", ENOSYS, 0, NULL);
    if (result == 0)
        result =
            deny_all(filter, denied, COUNT(denied), denied_when, COUNT(denied_when));

    /* Else what the process writes could not be measured. */
    const struct scmp_arg_cmp hide[] = {
        {0, SCMP_CMP_MASKED_EQ, 0xffffffff, PR_SET_DUMPABLE}, {1, SCMP_CMP_EQ, 0, 0}};
    if (result == 0)
        result = deny(filter, "prctl", EPERM, 2, hide);

    const struct scmp_arg_cmp unshared = {0, SCMP_CMP_MASKED_EQ, CLONE_VM, 0};
    const struct scmp_arg_cmp spawn = {0, SCMP_CMP_MASKED_EQ, CLONE_VFORK, CLONE_VFORK};
    if (no_fork && result == 0 &&
        (result = deny(filter, "fork", EPERM, 0, NULL)) == 0 &&
        (result = deny(filter, "vfork", EPERM, 0, NULL)) == 0 &&
        (result = deny(filter, "clone", EPERM, 1, &unshared)) == 0)
        result = deny(filter, "clone", EPERM, 1, &spawn);

    /* execve() has three arguments, and a system call has six registers. The one
     * allowed execve(), which starts the command, has the word in the last; the command
     * does not know the word. */
    const struct scmp_arg_cmp other = {5, SCMP_CMP_NE, word, 0};
    if (no_exec && result == 0 &&
        (result = deny(filter, "execve", EPERM, 1, &other)) == 0)
        result = deny(filter, "execveat", EPERM, 0, NULL);
    return result;
}

/* Make the filter as the kernel wants it; `to` owns it. 0 or an errno. */
static int export(scmp_filter_ctx filter, struct sock_fprog *to)
{
    int fd = memfd_create("leaklab-filter", MFD_CLOEXEC);
    if (fd < 0)
        return errno;
    int failed = -seccomp_export_bpf(filter, fd);
    off_t size = lseek(fd, 0, SEEK_END);
    if (failed == 0 && size > 0 && (to->filter = malloc((size_t)size)) == NULL)
        failed = ENOMEM;
    else if (failed == 0 && pread(fd, to->filter, (size_t)size, 0) != size)
        failed = EIO;
    to->len = (unsigned short)((size_t)size / sizeof *to->filter);
    close(fd);
    return failed;
}

static int make(bool no_fork, bool no_exec, uint64_t word, struct sock_fprog *to)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == NULL)
        return ENOMEM;
    /* 32-bit system calls have other numbers, which the filter does not know. */
    int result =
        seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (result == 0)
        result = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    if (result == 0)
        result = add_rules(filter, no_fork, no_exec, word);
    int failed = result != 0 ? -result : export(filter, to);
    seccomp_release(filter);
    return failed;
}

/* The child shares the tool's sockets with its parent and with later children. It must
 * not change them, nor send signals to the parent. */
static const char *const denied_child[] = {"ptrace",     "pidfd_open",       "shutdown",
                                           "setsockopt", "sendto",           "sendmsg",
                                           "sendmmsg",   "pidfd_send_signal"};

static const struct denial denied_child_when[] = {
    IS("kill", 0, 0), /* the parent's group */
    BIT("clone", 0, CLONE_PARENT),
    IS("fcntl", 1, F_SETOWN),
    IS("fcntl", 1, F_SETOWN_EX),
    IS("fcntl", 1, F_SETSIG),
    IS("ioctl", 1, FIONBIO),
    IS("ioctl", 1, FIOASYNC),
    IS("ioctl", 1, FIOSETOWN),
    IS("ioctl", 1, SIOCSPGRP),
};

/* A child that may fork shares no socket. A sweep sets the flags of files. */
static const char *const denied_single[] = {"fork", "vfork", "execve", "execveat"};

static const struct denial denied_single_when[] = {
    {"clone", {0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0}},
    IS("fcntl", 1, F_SETFL),
};

/* Denied with the parent's process id as this argument. */
static const struct {
    const char *call;
    unsigned argument;
} denied_to_parent[] = {
    {"kill", 0},
    {"tkill", 0},
    {"tgkill", 0},
    {"rt_sigqueueinfo", 0},
    {"rt_tgsigqueueinfo", 0},
    {"sched_setaffinity", 0},
    {"sched_setscheduler", 0},
    {"sched_setattr", 0},
    {"sched_setparam", 0},
    {"setpriority", 1},
    {"ioprio_set", 1},
};

int ll_seccomp_for_child(pid_t parent, bool may_fork, struct sock_fprog *to)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == NULL)
        return ENOMEM;
    int result = deny_all(filter, denied_child, COUNT(denied_child), denied_child_when,
                          COUNT(denied_child_when));
    if (result == 0 && !may_fork)
        result = deny_all(filter, denied_single, COUNT(denied_single),
                          denied_single_when, COUNT(denied_single_when));
    for (size_t i = 0; i < COUNT(denied_to_parent) && result == 0; i++) {
        const struct scmp_arg_cmp is_parent = {denied_to_parent[i].argument,
                                               SCMP_CMP_MASKED_EQ, 0xffffffff,
                                               (scmp_datum_t)parent};
        result = deny(filter, denied_to_parent[i].call, EPERM, 1, &is_parent);
    }
    int failed = result != 0 ? -result : export(filter, to);
    seccomp_release(filter);
    return failed;
}

/* ---- made once ------------------------------------------------------------- */

static struct sock_fprog filters[4]; /* kept for good */
static uint64_t exec_word;
static int made; /* an errno */

static void make_all(void)
{
    if (getrandom(&exec_word, sizeof exec_word, 0) != (ssize_t)sizeof exec_word)
        made = EIO;
    for (unsigned i = 0; i < 4 && made == 0; i++)
        made = make(i & 1, i & 2, exec_word, &filters[i]);
}

const struct sock_fprog *ll_seccomp_filter(bool no_fork, bool no_exec, uint64_t *word,
                                           int *errnum)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_all);
    *word = exec_word;
    *errnum = made;
    return made != 0 ? NULL : &filters[no_fork + 2 * no_exec];
}

int ll_seccomp_apply(const struct ll_cell *cell)
{
    return syscall(SYS_seccomp, 1 /* SECCOMP_SET_MODE_FILTER */, 0, cell->filter) != 0
               ? errno
               : 0;
}

int ll_seccomp_probe(void)
{
    uint64_t word;
    int failed;
    ll_seccomp_filter(false, false, &word, &failed);
    return failed;
}
