/* SPDX-License-Identifier: MIT */
#include "jail/apart.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

enum { ANSWER = 0, STACK = 8 << 20 }; /* the child's only descriptor */

/* ---- the child ----------------------------------------------------------------- */

/* What the C library calls for memory, and to abort; sigaltstack by AddressSanitizer.
 */
static const int allowed[] = {
    SCMP_SYS(mmap),           SCMP_SYS(munmap),       SCMP_SYS(mremap),
    SCMP_SYS(mprotect),       SCMP_SYS(madvise),      SCMP_SYS(brk),
    SCMP_SYS(futex),          SCMP_SYS(getrandom),    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(getpid),
    SCMP_SYS(gettid),         SCMP_SYS(exit),         SCMP_SYS(exit_group),
    SCMP_SYS(sigaltstack)};

/* Allow these, and to write the answer. Other calls fail: where one matters, there is
 * no answer. */
static bool confine(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (filter == NULL)
        return false;
    int result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
                                  SCMP_A0(SCMP_CMP_EQ, ANSWER, 0));
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed && result == 0; i++)
        result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    if (result == 0)
        result = seccomp_load(filter);
    seccomp_release(filter);
    return result == 0;
}

static void limit(__rlimit_resource_t what, rlim_t most)
{
    struct rlimit now;
    if (getrlimit(what, &now) == 0 && most < now.rlim_max)
        setrlimit(what, &(struct rlimit){.rlim_cur = most, .rlim_max = most});
}

static bool write_all(const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t done = write(ANSWER, bytes, count);
        if (done <= 0)
            return false;
        bytes += done;
        count -= (size_t)done;
    }
    return true;
}

_Noreturn static void be_child(const struct ll_apart *apart, int fd, size_t most)
{
    struct ll_buf answer;
    for (int sig = 1; sig < NSIG; sig++)
        signal(sig, SIG_DFL);
    if (dup2(fd, ANSWER) != ANSWER || close_range(ANSWER + 1, ~0U, 0) != 0)
        _exit(1);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_STACK, STACK);
#ifndef __SANITIZE_ADDRESS__ /* which reserves more than that */
    limit(RLIMIT_DATA, apart->bytes);
#endif
    limit(RLIMIT_CPU, (rlim_t)apart->seconds + 1);
    if (!confine() && !apart->allow_weak)
        _exit(1);
    ll_buf_init(&answer, most);
    bool answered = apart->answer(apart->data, &answer) && !answer.full &&
                    write_all(ll_buf_text(&answer), answer.len);
    _exit(answered ? 0 : 1);
}

/* ---- the parent ---------------------------------------------------------------- */

/* Read to the end. False: it did not come in time, or is too long. */
static bool listen_to(int fd, double seconds, struct ll_buf *to)
{
    double end = ll_now() + seconds, left;
    while ((left = end - ll_now()) > 0) {
        char chunk[16384];
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        int ready = poll(&wait, 1, (int)(left * 1000) + 1);
        if (ready < 0 && errno != EINTR)
            return false;
        if (ready <= 0)
            continue;
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got == 0)
            return true;
        if (got < 0 ? errno != EINTR : !ll_buf_add(to, chunk, (size_t)got))
            return false;
    }
    return false;
}

int ll_apart(const struct ll_apart *apart, struct ll_buf *to, struct ll_error *err)
{
    int ends[2], status = 0;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot make a pipe: %s",
                       strerror(errno));
    pid_t pid = fork();
    if (pid == 0)
        be_child(apart, ends[1], to->max);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return ll_fail(err, LL_FAULT_HARNESS, "cannot start a process: %s",
                       strerror(errno));
    }
    bool whole = listen_to(ends[0], apart->seconds, to);
    close(ends[0]);
    if (!whole)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return !whole || !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}
