/* SPDX-License-Identifier: MIT */
#include "runtime/host.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/seccomp.h>

#include "runtime/fail.h"
#include "runtime/hooks.h"
#include "runtime/observe.h"
#include "runtime/shared/heap.h"

static struct ll_host_order order;

static bool sweeps(void)
{
    return ll_lend_malloc != NULL;
}

/* ---- in the child ---------------------------------------------------------- */

typedef int main_function(int, char **, char **);
typedef void end_function(int);

static _Noreturn void become(int line, int out)
{
    static char name[] = "program";
    char *argv[] = {name, NULL};
    struct sock_fprog filter = {.len = (unsigned short)order.filter_count,
                                .filter = order.filter};
    /* The first dup2() replaces the control socket. */
    if (dup2(line, LL_HOST_CONTROL) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
        dup2(out, STDERR_FILENO) < 0)
        _exit(LL_HOST_MISUSED);
    close(line);
    close(out);
    if (!sweeps() && (dup2(STDOUT_FILENO, LL_OBSERVE_REPORT) < 0 ||
                      dup2(STDOUT_FILENO, LL_OBSERVE_LOG) < 0))
        _exit(LL_HOST_MISUSED);
    if (order.fail[0] != '\0')
        setenv(LL_FAIL_ENV, order.fail, 1);
    if (order.filter_count > 0 &&
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
        _exit(LL_HOST_MISUSED);
    void *program = dlopen(order.program, RTLD_NOW);
    main_function *start = NULL;
    end_function *end = exit;
    if (program != NULL)
        *(void **)&start = dlsym(program, "__wrap_main");
    if (program != NULL && sweeps())
        *(void **)&end = dlsym(program, "ll_finish_exit");
    if (start == NULL || end == NULL || (sweeps() && !ll_lend_malloc(program)))
        _exit(LL_HOST_MISUSED);
    memset(&order, 0, sizeof order);
    end(start(1, argv, environ));
    _exit(LL_HOST_MISUSED);
}

/* ---- in the host ----------------------------------------------------------- */

/* The functions below call what most programs use, so that Valgrind translates it. */

static void warm_up_texts(void)
{
    char text[64], *copy, *end;
    snprintf(text, sizeof text, "%s %d %u %zu %ld %c %5.1f %p", "a text", 12, 7U,
             sizeof text, 3L, 'x', 2.5, (void *)text);
    copy = strdup(text);
    if (copy == NULL)
        return;
    char *more = realloc(copy, 200);
    copy = more != NULL ? more : copy;
    (void)(strtol("12", &end, 10) + (long)strtoul("7", &end, 0));
    if (strcmp(copy, text) == 0 && strncmp(copy, text, 2) == 0 &&
        strchr(copy, 'x') != NULL && strrchr(copy, ' ') != NULL &&
        strspn(copy, "a ") > 0 && strstr(copy, "text") != NULL &&
        memcmp(copy, text, 4) == 0)
        memmove(copy, copy + 1, strlen(copy));
    free(calloc(2, 8));
    free(copy);
    free(aligned_alloc(64, 64));
}

/* What a program prints, and how that is written out at its end. */
static void warm_up_output(void)
{
    static char buffer[256];
    FILE *nowhere = fopen("/dev/null", "w");
    if (nowhere == NULL)
        return;
    setvbuf(nowhere, buffer, _IOFBF, sizeof buffer);
    fputs("a text\n", nowhere);
    fprintf(nowhere, "%s %d\n", "a text", 12);
    fputc('x', nowhere);
    fflush(NULL);
    fclose(nowhere);
}

/* Loading a program, and what is done at its end. */
static void warm_up_loading(void)
{
    (void)dlopen("libm.so.6", RTLD_NOW);
    (void)dlsym(RTLD_DEFAULT, "__wrap_main");
    void *other = dlopen("librt.so.1", RTLD_NOW);
    if (other != NULL)
        dlclose(other);
}

static void warm_up(void)
{
    warm_up_loading();
    warm_up_texts();
    warm_up_output();
}

static double seconds_since(const struct timespec *then)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) +
           1e-9 * (double)(now.tv_nsec - then->tv_nsec);
}

static void await(pid_t child, struct ll_host_news *news)
{
    struct timespec start;
    struct rusage usage = {0};
    int status = 0;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (;;) {
        pid_t ended = wait4(child, &status, WNOHANG, &usage);
        double seconds = seconds_since(&start);
        if (ended == child || (ended < 0 && errno != EINTR))
            break;
        if (seconds > order.seconds) {
            news->stopped = 1;
            kill(child, SIGKILL);
        }
        nanosleep(&(struct timespec){.tv_nsec = seconds < 0.1 ? 500000 : 2000000},
                  NULL);
    }
    news->status = status;
    news->cpu_seconds =
        (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
        1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/* Wait until nothing is left of a program that made processes. The children of those
 * that have ended are ours then. False: one of them goes on. */
static bool await_rest(void)
{
    pid_t ended;
    do
        ended = waitpid(-1, NULL, WNOHANG);
    while (ended > 0 || (ended < 0 && errno == EINTR));
    return ended < 0;
}

/* Read the next order and its descriptors. False: there are no more. */
static bool receive(int fds[2])
{
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(2 * sizeof(int))];
    } control;
    struct iovec part = {.iov_base = &order, .iov_len = sizeof order};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.room,
                             .msg_controllen = sizeof control.room};
    ssize_t got;
    do
        got = recvmsg(LL_HOST_CONTROL, &message, 0);
    while (got < 0 && errno == EINTR);
    const struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (got != (ssize_t)sizeof order || head == NULL ||
        head->cmsg_len != CMSG_LEN(2 * sizeof(int)))
        return false;
    memcpy(fds, CMSG_DATA(head), 2 * sizeof(int));
    return true;
}

/* Valgrind 3.19 and later leave their files open: a program must not reach them. */
static bool close_reports(void)
{
    int open[16];
    size_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL)
        return false;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL && count < 16;) {
        int fd = atoi(entry->d_name);
        if (fd > LL_HOST_CONTROL && fd != dirfd(folder) && fd < getdtablesize())
            open[count++] = fd;
    }
    closedir(folder);
    while (count > 0)
        close(open[--count]);
    return true;
}

int main(void)
{
    struct ll_host_news news = {.magic = LL_HOST_MAGIC, .pid = (uint32_t)getpid()};
    int fds[2];
    if (!sweeps()) {
        close(LL_OBSERVE_REPORT); /* the tool has copies of these */
        close(LL_OBSERVE_LOG);
    }
    warm_up();
    if (sweeps() ? !close_reports() || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0
                 : !ll_heap_make_plain())
        _exit(LL_HOST_MISUSED);
    while (send(LL_HOST_CONTROL, &news, sizeof news, MSG_NOSIGNAL) ==
               (ssize_t)sizeof news &&
           receive(fds)) {
        pid_t child = fork();
        if (child == 0)
            become(fds[0], fds[1]);
        close(fds[0]);
        close(fds[1]);
        news.stopped = 0;
        news.status = -1;
        if (child > 0)
            await(child, &news);
        if (sweeps() && !await_rest())
            break;
    }
    _exit(0);
}
