/* SPDX-License-Identifier: MIT */
#include "runtime/observe/lock.h"

#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>

#include "runtime/hooks.h"
#include "runtime/observe/line.h"
#include "runtime/private.h"
#include "runtime/shared/heap.h"

/* ---- the filter ------------------------------------------------------------------ */

/* Refused with all arguments: what copies a descriptor, sends one away, or writes to
 * one in a way that Valgrind does not check. It refuses a program's write() to its own
 * descriptors, but not these. */
static const int refused[] = {
#ifdef SYS_dup2
    SYS_dup2,
#endif
    SYS_dup, SYS_sendto, SYS_sendmsg, SYS_sendmmsg, SYS_sendfile, SYS_splice, SYS_tee,
    SYS_vmsplice, SYS_copy_file_range, SYS_pwritev, SYS_pwritev2, SYS_io_setup,
    SYS_io_submit, SYS_shutdown, SYS_setsockopt, SYS_socketpair,
    /* other ways around what follows */
    SYS_seccomp, SYS_personality, SYS_pkey_mprotect, SYS_remap_file_pages,
    SYS_pidfd_open, SYS_process_vm_readv, SYS_process_vm_writev,
    /* a signal of any kind: a pidfd may be a folder of /proc, and a timer's signal is
     * in memory, where no filter looks */
    SYS_pidfd_send_signal, SYS_timer_create, SYS_mq_notify};

/* Refused when the bits of `mask` in that argument are `value`. */
static const struct refusal {
    int call;
    unsigned argument;
    uint32_t mask, value;
} refused_when[] = {
    {SYS_fcntl, 1, ~0U, F_DUPFD},
    {SYS_fcntl, 1, ~0U, F_DUPFD_CLOEXEC},
    {SYS_fcntl, 1, ~0U, F_SETFL},
    {SYS_fcntl, 1, ~0U, F_SETOWN},
    {SYS_fcntl, 1, ~0U, F_SETOWN_EX},
    {SYS_fcntl, 1, ~0U, F_SETSIG},
    {SYS_ioctl, 1, ~0U, FIONBIO},
    {SYS_ioctl, 1, ~0U, FIOASYNC},
    {SYS_ioctl, 1, ~0U, FIOSETOWN},
    {SYS_ioctl, 1, ~0U, SIOCSPGRP},
    {SYS_prctl, 0, ~0U, PR_SET_SECCOMP},
    /* So whoever is killed was killed from outside. */
    {SYS_kill, 1, ~0U, SIGKILL},
    {SYS_tkill, 1, ~0U, SIGKILL},
    {SYS_tgkill, 2, ~0U, SIGKILL},
    {SYS_rt_sigqueueinfo, 1, ~0U, SIGKILL},
    {SYS_rt_tgsigqueueinfo, 2, ~0U, SIGKILL},
    {SYS_ptrace, 3, ~0U, SIGKILL}, /* where it is not refused anyway */
    {SYS_ptrace, 0, ~0U, PTRACE_KILL},
    {SYS_ptrace, 0, ~0U, PTRACE_SEIZE},
    {SYS_ptrace, 0, ~0U, PTRACE_SETOPTIONS}, /* one of them kills */
};

enum { LINES_MAX = 256 };

static struct sock_filter lines[LINES_MAX];
static unsigned short count;

static void add(uint16_t code, uint32_t k, uint8_t if_true, uint8_t if_false)
{
    if (count == LINES_MAX)
        ll_line_misused();
    lines[count++] = (struct sock_filter){code, if_true, if_false, k};
}

static void load(size_t offset)
{
    add(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void load_argument(unsigned argument, bool upper)
{
    load(offsetof(struct seccomp_data, args) + 8 * argument + (upper ? 4 : 0));
}

static void load_call(void)
{
    load(offsetof(struct seccomp_data, nr));
}

static void refuse(int errnum)
{
    add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)errnum, 0, 0);
}

/* Go on with the next line if it is that call; else pass over so many lines. */
static void if_call(int call, uint8_t lines_of_it)
{
    add(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, lines_of_it);
}

static void refuse_when(const struct refusal *what)
{
    if_call(what->call, 5);
    load_argument(what->argument, false);
    add(BPF_ALU | BPF_AND | BPF_K, what->mask, 0, 0);
    add(BPF_JMP | BPF_JEQ | BPF_K, what->value, 0, 1);
    refuse(EPERM);
    load_call();
}

/* dup3() of anything but `nowhere`, or to more than stdout and stderr. */
static void refuse_dup3(int nowhere)
{
    if_call(SYS_dup3, 6);
    load_argument(0, false);
    add(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)nowhere, 0, 2);
    load_argument(1, false);
    add(BPF_JMP | BPF_JGT | BPF_K, STDERR_FILENO, 0, 1);
    refuse(EPERM);
    load_call();
}

/* mmap() of executable memory. Valgrind's own memory is executable and lies above 64
 * GiB, and a program's below. */
static void refuse_code(bool by_valgrind)
{
    enum { VALGRIND_ABOVE = 0x10 }; /* of 4 GiB */
    if_call(SYS_mmap, by_valgrind ? 6 : 4);
    load_argument(2, false);
    add(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, by_valgrind ? 3 : 1);
    if (by_valgrind) {
        load_argument(0, true);
        add(BPF_JMP | BPF_JGE | BPF_K, VALGRIND_ABOVE, 1, 0);
    }
    refuse(ENOMEM);
    load_call();
}

static void make_filter(int nowhere)
{
    const struct refusal more_code = {SYS_mprotect, 2, PROT_EXEC, PROT_EXEC};
    const struct refusal crashes[] = {
        {SYS_rt_sigaction, 0, ~0U, SIGSEGV},
        {SYS_rt_sigaction, 0, ~0U, SIGBUS},
        {SYS_rt_sigaction, 0, ~0U, SIGTRAP} /* stops.c's */};
    bool by_valgrind = ll_line_order.tool == LL_OBSERVE_VALGRIND;
#ifdef LL_MACHINE_AUDIT
    load(offsetof(struct seccomp_data, arch));
    add(BPF_JMP | BPF_JEQ | BPF_K, LL_MACHINE_AUDIT, 1, 0);
    refuse(ENOSYS);
#endif
    load_call();
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if_call(refused[i], 1);
        refuse(EPERM);
    }
    for (size_t i = 0; i < sizeof refused_when / sizeof *refused_when; i++)
        refuse_when(&refused_when[i]);
    refuse_dup3(nowhere);
    if (ll_line_order.tool != LL_OBSERVE_ASAN) { /* LeakSanitizer needs it */
        if_call(SYS_ptrace, 1);
        refuse(EPERM);
    }
    if (ll_line_order.tool == LL_OBSERVE_BARE && !ll_line_order.loads) {
        for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
            refuse_when(&crashes[i]);
    }
    if (!ll_line_order.loads) {
        refuse_when(&more_code);
        refuse_code(by_valgrind);
    }
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

static void apply_filter(void)
{
    const struct sock_fprog program = {.len = count, .filter = lines};
    (void)LL_CALL(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0);
    long failed =
        LL_CALL(SYS_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0, 0);
    /* EINVAL: a kernel without filters. Isolation has told that before. */
    if (failed != 0 && failed != -EINVAL)
        ll_line_misused();
}

void ll_lock(int nowhere)
{
    make_filter(nowhere);
    if (ll_line_order.tool == LL_OBSERVE_VALGRIND && !ll_line_order.loads &&
        !(ll_line_order.heap_is_plain ? ll_heap_take_code() : ll_heap_make_plain()))
        ll_line_misused();
    apply_filter();
}
