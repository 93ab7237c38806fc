/* SPDX-License-Identifier: MIT
 *
 * A program that tries what isolation must stop: attacks NAME [ARGUMENT]. `leaklab
 * doctor` runs it; it is linked into nothing else.
 *
 * Exit status 0: the attack was stopped; 1: it succeeded; 2: there is no such attack.
 * All attacks are bounded, and do no harm when they succeed. */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STOPPED = 0, GOT_THROUGH = 1 };

static void rest(double seconds)
{
    struct timespec left = {.tv_sec = (time_t)seconds};
    left.tv_nsec = (long)((seconds - (double)left.tv_sec) * 1e9);
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        continue;
}

static int read_file(const char *path)
{
    char byte;
    int fd = open(path, O_RDONLY);
    return fd >= 0 && read(fd, &byte, 1) >= 0 ? GOT_THROUGH : STOPPED;
}

static int write_file(const char *path)
{
    return open(path, O_WRONLY | O_CREAT, 0600) >= 0 ? GOT_THROUGH : STOPPED;
}

static int read_environment(const char *pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%s/environ", pid);
    return read_file(path);
}

static int send_signal(const char *pid)
{
    return kill((pid_t)atoi(pid), 0) == 0 ? GOT_THROUGH : STOPPED;
}

static int send_to_all(const char *unused)
{
    (void)unused;
    return kill(-1, 0) == 0 ? GOT_THROUGH : STOPPED;
}

static int trace(const char *pid)
{
    pid_t target = (pid_t)atoi(pid);
    if (ptrace(PTRACE_SEIZE, target, NULL, NULL) != 0)
        return STOPPED;
    return GOT_THROUGH; /* the target is released when we end */
}

static int open_socket(const char *unused)
{
    (void)unused;
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? GOT_THROUGH : STOPPED;
}

/* A network with no device but loopback does not count. */
static int find_network(const char *unused)
{
    (void)unused;
    struct if_nameindex *devices = if_nameindex();
    int result = STOPPED;
    for (struct if_nameindex *device = devices;
         device != NULL && device->if_name != NULL; device++)
        if (strcmp(device->if_name, "lo") != 0)
            result = GOT_THROUGH;
    return result;
}

static int become_root(const char *unused)
{
    (void)unused;
    return setuid(0) == 0 && chown("/", 0, 0) == 0 ? GOT_THROUGH : STOPPED;
}

static int gain_privileges(const char *unused)
{
    (void)unused;
    return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? STOPPED : GOT_THROUGH;
}

static int attack_kernel(const char *unused)
{
    (void)unused;
    errno = 0;
    if (syscall(SYS_userfaultfd, 1 /* USER_MODE_ONLY */) >= 0 || errno != EPERM)
        return GOT_THROUGH;
    if (syscall(SYS_keyctl, 0, -3, 0) >= 0 || errno != EPERM)
        return GOT_THROUGH;
    if (syscall(SYS_bpf, -1, NULL, 0) >= 0 || errno != EPERM)
        return GOT_THROUGH;
    return unshare(CLONE_NEWUSER) == 0 || errno != EPERM ? GOT_THROUGH : STOPPED;
}

/* A filter for 64-bit system calls does not see 32-bit ones. */
static int call_as_32_bit(const char *unused)
{
    (void)unused;
    long result = -1;
#ifdef __x86_64__
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L /* getpid */) : "memory");
#endif
    return result > 0 ? GOT_THROUGH : STOPPED;
}

static int fork_one(const char *unused)
{
    (void)unused;
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return pid > 0 ? GOT_THROUGH : STOPPED;
}

static int call_shell(const char *unused)
{
    (void)unused;
    return system("exit 7") == 7 << 8 ? GOT_THROUGH : STOPPED;
}

static int execute(const char *unused)
{
    (void)unused;
    execl("/bin/false", "false", (char *)NULL); /* its exit status is 1 */
    return STOPPED;
}

static int fork_many(const char *unused)
{
    (void)unused;
    for (int i = 0; i < 100; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            rest(30);
            _exit(0);
        }
        if (pid < 0)
            return STOPPED;
    }
    return GOT_THROUGH;
}

/* ---- processes that outlive the run: they keep the file locked ------------------- */

static void lock(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0)
        exit(2);
    for (int sig = 1; sig < NSIG; sig++)
        signal(sig, SIG_IGN);
}

static void split(int depth)
{
    for (int i = 0; i < 3 && depth > 0; i++)
        if (fork() == 0) {
            setsid();
            split(depth - 1);
            rest(30);
            _exit(0);
        }
}

/* 3 + 9 + 27 processes, each in a session of its own. */
static int bomb(const char *path)
{
    lock(path);
    split(3);
    rest(0.05);
    return STOPPED;
}

/* Thirty processes that change their ids all the time: each forks and ends, and its
 * child does the same. So they cannot be found and killed one by one. Each id stays
 * taken until somebody waits for it: without the bound, those of the whole machine were
 * taken in some seconds, and nothing else could be started. */
static int chase(const char *path)
{
    lock(path);
    for (int i = 0; i < 30; i++)
        if (fork() == 0) {
            setsid();
            for (int generation = 0; generation < 200; generation++)
                if (fork() > 0)
                    _exit(0);
            rest(8);
            _exit(0);
        }
    rest(0.02);
    return STOPPED;
}

static int become_daemon(const char *path)
{
    lock(path);
    pid_t pid = fork();
    if (pid < 0)
        return STOPPED;
    if (pid == 0) {
        setsid();
        prctl(PR_SET_CHILD_SUBREAPER, 1);
        if (fork() == 0) {
            setsid();
            rest(30);
        }
        _exit(0);
    }
    waitpid(pid, NULL, 0);
    return STOPPED;
}

/* ---- processes that use too much: whether they are stopped shows from outside ---- */

static int eat_memory(const char *unused)
{
    (void)unused;
    enum { STEP = 2 << 20, STEPS = 200 };
    for (int i = 0; i < STEPS; i++) {
        char *more = malloc(STEP);
        if (more == NULL)
            return STOPPED;
        memset(more, i + 1, STEP);
        rest(0.001);
    }
    return GOT_THROUGH;
}

/* Files that are removed as soon as they are full count too. */
static int eat_disk(const char *unused)
{
    (void)unused;
    enum { STEP = 1 << 20, STEPS = 100 };
    static char bytes[STEP];
    for (int i = 0; i < STEPS; i++) {
        int fd = open("eaten", O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (fd < 0 || unlink("eaten") != 0 || write(fd, bytes, STEP) != STEP)
            return 2;
        close(fd);
        rest(0.002);
    }
    return GOT_THROUGH;
}

static int print(const char *unused)
{
    (void)unused;
    for (int i = 0; i < 1 << 20; i++)
        if (puts("more and more") < 0)
            break;
    return GOT_THROUGH;
}

static int loop(const char *unused)
{
    (void)unused;
    time_t end = time(NULL) + 60;
    while (time(NULL) < end)
        continue;
    return GOT_THROUGH;
}

static int sleep_on(const char *unused)
{
    (void)unused;
    for (int sig = 1; sig < NSIG; sig++)
        signal(sig, SIG_IGN);
    rest(30);
    return GOT_THROUGH;
}

static const struct {
    const char *name;
    int (*attack)(const char *argument);
} attacks[] = {
    {"read", read_file},
    {"write", write_file},
    {"environment", read_environment},
    {"signal", send_signal},
    {"signal-all", send_to_all},
    {"trace", trace},
    {"socket", open_socket},
    {"network", find_network},
    {"root", become_root},
    {"privileges", gain_privileges},
    {"kernel", attack_kernel},
    {"32-bit", call_as_32_bit},
    {"fork", fork_one},
    {"shell", call_shell},
    {"exec", execute},
    {"fork-many", fork_many},
    {"bomb", bomb},
    {"chase", chase},
    {"daemon", become_daemon},
    {"memory", eat_memory},
    {"disk", eat_disk},
    {"print", print},
    {"loop", loop},
    {"sleep", sleep_on},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < sizeof attacks / sizeof attacks[0]; i++)
        if (strcmp(attacks[i].name, argv[1]) == 0)
            return attacks[i].attack(argc > 2 ? argv[2] : "");
    return 2;
}
