/* SPDX-License-Identifier: MIT
 *
 * private: what the runtime uses in place of the C library's functions.
 *
 * The runtime is linked into programs under test. Such a program may define `write`,
 * `strlen` or `getenv` itself, and the linker then gives its function to every object
 * of the program, ours too. So the runtime calls no function that has an ordinary name:
 *
 *   system calls         made here, without the C library; they return -errno
 *   strings, memory      the small functions below
 *   the environment      read from __environ
 *   formatting, fork     the C library's functions, by their reserved names
 *                        (__snprintf_chk, __fork)
 *
 * Names that begin with two underscores, or with one and a capital letter, are the
 * implementation's: a program that defines one has no defined behaviour.
 * tests/runtime/test_names.c lists all names that the runtime's objects take from
 * outside, with a reason for each.
 */
#ifndef LL_RUNTIME_PRIVATE_H
#define LL_RUNTIME_PRIVATE_H

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include "runtime/machine.h"

/* ---- system calls ---------------------------------------------------------------- */

#define LL_CALL(number, a, b, c, d, e, f)                                              \
    ll_system_call(number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e),      \
                   (long)(f))

static inline int ll_sys_open(const char *path, int flags, mode_t mode)
{
    return (int)LL_CALL(SYS_openat, AT_FDCWD, path, flags, mode, 0, 0);
}

static inline int ll_sys_close(int fd)
{
    return (int)LL_CALL(SYS_close, fd, 0, 0, 0, 0, 0);
}

static inline ssize_t ll_sys_read(int fd, void *bytes, size_t count)
{
    return LL_CALL(SYS_read, fd, bytes, count, 0, 0, 0);
}

static inline ssize_t ll_sys_write(int fd, const void *bytes, size_t count)
{
    return LL_CALL(SYS_write, fd, bytes, count, 0, 0, 0);
}

static inline ssize_t ll_sys_pread(int fd, void *bytes, size_t count, off_t at)
{
    return LL_CALL(SYS_pread64, fd, bytes, count, at, 0, 0);
}

static inline ssize_t ll_sys_pwrite(int fd, const void *bytes, size_t count, off_t at)
{
    return LL_CALL(SYS_pwrite64, fd, bytes, count, at, 0, 0);
}

static inline off_t ll_sys_lseek(int fd, off_t to, int whence)
{
    return LL_CALL(SYS_lseek, fd, to, whence, 0, 0, 0);
}

static inline int ll_sys_ftruncate(int fd, off_t size)
{
    return (int)LL_CALL(SYS_ftruncate, fd, size, 0, 0, 0, 0);
}

static inline int ll_sys_fcntl(int fd, int command, long argument)
{
    return (int)LL_CALL(SYS_fcntl, fd, command, argument, 0, 0, 0);
}

static inline int ll_sys_ioctl(int fd, unsigned long request, void *argument)
{
    return (int)LL_CALL(SYS_ioctl, fd, request, argument, 0, 0, 0);
}

static inline int ll_sys_dup2(int from, int to)
{
    return from == to ? to : (int)LL_CALL(SYS_dup3, from, to, 0, 0, 0, 0);
}

static inline int ll_sys_stat(const char *path, struct stat *st)
{
    return (int)LL_CALL(SYS_newfstatat, AT_FDCWD, path, st, 0, 0, 0);
}

static inline int ll_sys_fstat(int fd, struct stat *st)
{
    return (int)LL_CALL(SYS_fstat, fd, st, 0, 0, 0, 0);
}

/* Fill `bytes` with records of struct dirent64. */
static inline ssize_t ll_sys_getdents(int fd, void *bytes, size_t count)
{
    return LL_CALL(SYS_getdents64, fd, bytes, count, 0, 0, 0);
}

/* NULL when there is no memory. */
static inline void *ll_sys_map(size_t size, int flags)
{
    long address = LL_CALL(SYS_mmap, 0, size, PROT_READ | PROT_WRITE,
                           MAP_ANONYMOUS | flags, -1, 0);
    return address < 0 && address > -4096 ? NULL : (void *)address;
}

static inline void ll_sys_unmap(void *address, size_t size)
{
    (void)LL_CALL(SYS_munmap, address, size, 0, 0, 0, 0);
}

/* 0, or an error. */
static inline int ll_sys_protect(void *address, size_t size, int protection)
{
    return (int)LL_CALL(SYS_mprotect, address, size, protection, 0, 0, 0);
}

static inline pid_t ll_sys_getpid(void)
{
    return (pid_t)LL_CALL(SYS_getpid, 0, 0, 0, 0, 0, 0);
}

static inline int ll_sys_kill(pid_t pid, int signal)
{
    return (int)LL_CALL(SYS_kill, pid, signal, 0, 0, 0, 0);
}

static inline pid_t ll_sys_wait(pid_t pid, int *status, int options)
{
    return (pid_t)LL_CALL(SYS_wait4, pid, status, options, 0, 0, 0);
}

static inline void ll_sys_sleep(long nanoseconds)
{
    struct timespec time = {.tv_nsec = nanoseconds};
    (void)LL_CALL(SYS_nanosleep, &time, 0, 0, 0, 0, 0);
}

/* Start a timer that sends `signal` after `seconds` of that clock, and return the
 * seconds that were left of it; 0 seconds stop it. `timer` is -1 before the first call.
 * A fork does not copy it. */
static inline double ll_sys_timer(int *timer, clockid_t clock, int signal,
                                  double seconds)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = signal};
    struct itimerspec set = {0}, left = {0};
    if (*timer < 0 && LL_CALL(SYS_timer_create, clock, &event, timer, 0, 0, 0) != 0)
        return seconds;
    set.it_value.tv_sec = (time_t)seconds;
    set.it_value.tv_nsec = (long)(1e9 * (seconds - (double)set.it_value.tv_sec));
    (void)LL_CALL(SYS_timer_settime, *timer, 0, &set, &left, 0, 0);
    return (double)left.it_value.tv_sec + 1e-9 * (double)left.it_value.tv_nsec;
}

/* Seconds, from some point in the past. */
static inline double ll_sys_seconds(void)
{
    struct timespec now = {0};
    (void)LL_CALL(SYS_clock_gettime, CLOCK_MONOTONIC, &now, 0, 0, 0, 0);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* The seconds of processor time of process `pid`; 0: it is unknown. */
static inline double ll_sys_cpu_seconds(pid_t pid)
{
    struct timespec used = {0};
    (void)LL_CALL(SYS_clock_gettime, (~(unsigned)pid << 3) | 2, &used, 0, 0, 0, 0);
    return (double)used.tv_sec + 1e-9 * (double)used.tv_nsec;
}

/* The same, of this process and of its children that have ended. */
static inline double ll_sys_cpu_seconds_of_all(void)
{
    double seconds = 0;
    struct rusage used;
    for (int who = RUSAGE_CHILDREN; who <= RUSAGE_SELF; who++)
        if (LL_CALL(SYS_getrusage, who, &used, 0, 0, 0, 0) == 0)
            seconds += (double)used.ru_utime.tv_sec + (double)used.ru_stime.tv_sec +
                       1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
    return seconds;
}

/* Descriptors are below this number. -1: unknown. */
static inline long ll_sys_descriptor_limit(void)
{
    uint64_t limit[2]; /* the soft one, the hard one */
    if (LL_CALL(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, limit, 0, 0) != 0)
        return -1;
    return limit[0] > INT32_MAX ? INT32_MAX : (long)limit[0];
}

static inline int ll_sys_sigaltstack(stack_t *current)
{
    return (int)LL_CALL(SYS_sigaltstack, 0, current, 0, 0, 0, 0);
}

/* Whether `signal` has its default action. */
static inline bool ll_sys_signal_is_default(int signal)
{
    uintptr_t action[8] = {1}; /* the kernel's struct: the handler comes first */
    return LL_CALL(SYS_rt_sigaction, signal, 0, action, 8, 0, 0) == 0 &&
           action[0] == (uintptr_t)SIG_DFL;
}

/* Valgrind ends a process by a call of the C library (__libc_freeres), on the stack as
 * it is at the system call. On x86-64, a function begins 8 bytes below a multiple of
 * 16: the C library of 2.43 crashes elsewhere, where it stores 16 aligned bytes. */
static inline _Noreturn void ll_sys_exit(int status)
{
#if defined __x86_64__
    __asm__ volatile("andq $-16, %%rsp\n\t"
                     "subq $8, %%rsp\n"
                     "1: movl %0, %%eax\n\t"
                     "syscall\n\t"
                     "jmp 1b"
                     :
                     : "i"(SYS_exit_group), "D"((long)status)
                     : "rax", "rcx", "r11", "memory");
    __builtin_unreachable();
#else
    for (;;)
        (void)LL_CALL(SYS_exit_group, status, 0, 0, 0, 0, 0);
#endif
}

/* ---- memory and strings ---------------------------------------------------------- */

static inline void ll_copy(void *to, const void *from, size_t count)
{
    char *out = to;
    const char *in = from;
    for (size_t i = 0; i < count; i++)
        out[i] = in[i];
}

/* Volatile: it is done even if nobody reads the memory afterwards. */
static inline void ll_wipe(void *bytes, size_t count)
{
    volatile char *at = bytes;
    for (size_t i = 0; i < count; i++)
        at[i] = 0;
}

static inline size_t ll_length(const char *text)
{
    size_t length = 0;
    while (text[length] != '\0')
        length++;
    return length;
}

static inline bool ll_starts(const char *text, const char *start)
{
    while (*start != '\0')
        if (*text++ != *start++)
            return false;
    return true;
}

static inline bool ll_same(const char *a, const char *b)
{
    return ll_starts(a, b) && a[ll_length(b)] == '\0';
}

/* Whether the `length` bytes at `word` are the text `text`. */
static inline bool ll_is_word(const char *word, size_t length, const char *text)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] == '\0' || text[i] != word[i])
            return false;
    return text[length] == '\0';
}

/* The number of bytes before the first `end`, or in all of `text`. */
static inline size_t ll_until(const char *text, char end)
{
    size_t length = 0;
    while (text[length] != '\0' && text[length] != end)
        length++;
    return length;
}

/* Whether `name` is in `list`, whose names are separated by commas. */
static inline bool ll_is_listed(const char *list, const char *name)
{
    while (list != NULL && *list != '\0') {
        size_t length = ll_until(list, ',');
        if (ll_is_word(list, length, name))
            return true;
        list += length;
        if (*list == ',')
            list++;
    }
    return false;
}

/* Read decimal digits and return what stands behind them; NULL: there are none. A
 * number that is too large becomes the largest. */
static inline const char *ll_read_number(const char *text, unsigned long *number)
{
    if (*text < '0' || *text > '9')
        return NULL;
    unsigned long value = 0;
    bool too_large = false;
    for (; *text >= '0' && *text <= '9'; text++) {
        too_large = too_large || __builtin_mul_overflow(value, 10UL, &value) ||
                    __builtin_add_overflow(value, (unsigned long)(*text - '0'), &value);
    }
    *number = too_large ? -1UL : value;
    return text;
}

/* The same for a number with a fraction and an exponent, as "%g" prints it: "60",
 * "0.5", "1e+06". */
static inline const char *ll_read_decimal(const char *text, double *number)
{
    unsigned long digits = 0, exponent = 0;
    text = ll_read_number(text, &digits);
    if (text == NULL)
        return NULL;
    *number = (double)digits;
    if (*text == '.') {
        double unit = 0.1;
        for (text++; *text >= '0' && *text <= '9'; text++, unit /= 10)
            *number += unit * (*text - '0');
    }
    if (*text != 'e')
        return text;
    bool divides = text[1] == '-';
    text += text[1] == '-' || text[1] == '+' ? 2 : 1;
    text = ll_read_number(text, &exponent);
    for (unsigned long i = 0; text != NULL && i < exponent && i < 400; i++)
        *number = divides ? *number / 10 : *number * 10;
    return text;
}

/* ---- the C library's, by reserved names ------------------------------------------ */

int __snprintf_chk(char *to, size_t size, int flag, size_t room, const char *format,
                   ...) __attribute__((format(printf, 5, 6)));
int __vsnprintf_chk(char *to, size_t size, int flag, size_t room, const char *format,
                    va_list args) __attribute__((format(printf, 5, 0)));
#define ll_format(to, size, ...) __snprintf_chk(to, size, 0, size, __VA_ARGS__)

pid_t __fork(void);
_Noreturn void __longjmp_chk(jmp_buf to, int value);

/* What pthread_atfork() and at_quick_exit() call. The handle says which module the
 * functions are in. */
extern void *__dso_handle __attribute__((visibility("hidden")));
int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void),
                      void *handle);
int __cxa_at_quick_exit(void (*function)(void *), void *handle);

/* ---- the environment ------------------------------------------------------------- */

extern char **__environ;

static inline const char *ll_getenv(const char *name)
{
    size_t length = ll_length(name);
    for (char **var = __environ; var != NULL && *var != NULL; var++)
        if (ll_starts(*var, name) && (*var)[length] == '=')
            return *var + length + 1;
    return NULL;
}

/* Only for constructors: nobody else may read the environment meanwhile. */
static inline void ll_unsetenv(const char *name)
{
    size_t length = ll_length(name);
    char **to = __environ;
    for (char **var = __environ; var != NULL && *var != NULL; var++)
        if (!ll_starts(*var, name) || (*var)[length] != '=')
            *to++ = *var;
    if (to != NULL)
        *to = NULL;
}

/* ---- messages -------------------------------------------------------------------- */

static inline void ll_write_all(int fd, const void *bytes, size_t count)
{
    const char *at = bytes;
    while (count > 0) {
        ssize_t done = ll_sys_write(fd, at, count);
        if (done <= 0 && done != -EINTR)
            return;
        if (done > 0) {
            at += done;
            count -= (size_t)done;
        }
    }
}

/* Say on stderr that the variable `name` has a value that the runtime does not know,
 * and end the program. */
static inline _Noreturn void ll_refuse(const char *name, const char *value, int status)
{
    static const char begin[] = "leaklab: cannot understand ";
    ll_write_all(STDERR_FILENO, begin, sizeof begin - 1);
    ll_write_all(STDERR_FILENO, name, ll_length(name));
    ll_write_all(STDERR_FILENO, "='", 2);
    ll_write_all(STDERR_FILENO, value, ll_length(value));
    ll_write_all(STDERR_FILENO, "'\n", 2);
    ll_sys_exit(status);
}

#endif
