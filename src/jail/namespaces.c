/* SPDX-License-Identifier: MIT
 *
 * Namespaces: the keeper becomes the first process of a pid namespace. The processes
 * below it cannot see or signal others, and they end with it. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jail/layers.h"

static int flags_for(unsigned layers)
{
    int flags = 0;
    if (layers & LL_LAYER(NAMESPACES))
        flags |= CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC;
    if (layers & LL_LAYER(NETWORK))
        flags |= CLONE_NEWNET;
    if (flags != 0 && geteuid() != 0)
        flags |= CLONE_NEWUSER;
    return flags;
}

pid_t ll_spaces_fork(unsigned layers)
{
    int flags = flags_for(layers);
    return flags == 0 ? fork()
                      : (pid_t)syscall(SYS_clone, flags | SIGCHLD, NULL, NULL, NULL, 0);
}

/* "1000 1000 1": the caller keeps its number, and no other user exists. */
static int write_map(const char *path, unsigned id)
{
    char digits[16];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + id % 10);
    while ((id /= 10) > 0);
    size_t length = sizeof digits - at;

    char text[2 * sizeof digits + 8];
    memcpy(text, digits + at, length);
    text[length] = ' ';
    memcpy(text + length + 1, digits + at, length);
    memcpy(text + 2 * length + 1, " 1", 2);
    length = 2 * length + 3;

    int fd = open(path, O_WRONLY | O_CLOEXEC);
    int failed = fd < 0 || write(fd, text, length) != (ssize_t)length ? errno : 0;
    if (fd >= 0)
        close(fd);
    return failed;
}

static int map_caller(const struct ll_cell *cell)
{
    int fd = open("/proc/self/setgroups", O_WRONLY | O_CLOEXEC);
    int failed = fd < 0 || write(fd, "deny", 4) != 4 ? errno : 0;
    if (fd >= 0)
        close(fd);
    if (failed == 0)
        failed = write_map("/proc/self/uid_map", cell->caller);
    return failed != 0 ? failed : write_map("/proc/self/gid_map", cell->caller_group);
}

int ll_spaces_settle(const struct ll_cell *cell)
{
    bool spaces = cell->layers & LL_LAYER(NAMESPACES);
    if (cell->caller != 0 && (spaces || cell->layers & LL_LAYER(NETWORK))) {
        int failed = map_caller(cell);
        if (failed != 0)
            return failed;
    }
    if (spaces &&
        (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
         mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0))
        return errno;
    return 0;
}

static int probe(unsigned layers)
{
    const struct ll_cell cell = {
        .layers = layers, .caller = geteuid(), .caller_group = getegid()};
    int status = 0;
    pid_t pid = ll_spaces_fork(layers);
    if (pid == 0)
        _exit(ll_spaces_settle(&cell));
    if (pid < 0)
        return errno;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
}

int ll_spaces_probe(void)
{
    return probe(LL_LAYER(NAMESPACES));
}

int ll_network_probe(void)
{
    return probe(LL_LAYER(NETWORK));
}
