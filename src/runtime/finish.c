/* SPDX-License-Identifier: MIT
 *
 * finish: linked into every program under test. It makes the end of a program
 * tell the truth, and says that the end was reached.
 *
 * LEAKLAB_MARK names a file (and is taken out of the environment at once):
 *
 *     started 4711        before main, with the process id
 *     finished 12         after the leak check, with the number of allocations
 *                         (0 when nobody counted), or
 *     unchecked 12        when that check cannot be made: _exit in a signal handler
 *                         that has a stack of its own, which may be too small for it
 *
 * A program without the second line was killed, became another one (exec), or left
 * by a system call of its own: nobody looked for its leaks.
 *
 * On the way out, by whichever door (return from main, exit, _exit, _Exit,
 * quick_exit), LeakSanitizer, if it is there, makes its check. Its own check at exit is
 * turned off (leak_check_at_exit=0): at _exit there would be none.
 *
 * Before that the dead part of the stack is wiped. A frame that has ended still holds
 * its pointers; the frames of the way out are laid over it, and where they leave a gap
 * the check finds a pointer that is no variable any more, and takes a lost block for a
 * reachable one:
 *
 *        main            main            main
 *        lose: p         _exit: gap, p   _exit: gap, 0
 *                        check           check
 *
 * A child made by fork() is checked as its parent is, but does not write the mark.
 * A child made by vfork() shares its parent's memory and is left alone.
 *
 * Compiled without instrumentation and without debug information: no frame of this
 * file is ever taken for the reader's own.
 */
#include <alloca.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/swept.h"

int __lsan_do_recoverable_leak_check(void) __attribute__((weak));
int __sanitizer_install_malloc_and_free_hooks(void (*allocated)(const volatile void *,
                                                                size_t),
                                              void (*freed)(const volatile void *))
    __attribute__((weak));

/* Where swept.o is linked. */
__typeof__(ll_sweep_begin) ll_sweep_begin __attribute__((weak));
__typeof__(ll_sweep_end) ll_sweep_end __attribute__((weak));

/* Where observe.o is: before the leak check, and after it. */
void ll_observe_end(void) __attribute__((weak));
void ll_observe_last(void) __attribute__((weak));

int __real_main(int argc, char **argv, char **envp);
int __wrap_main(int argc, char **argv, char **envp);
_Noreturn void __real_exit(int status);
_Noreturn void __wrap_exit(int status);
_Noreturn void __real__exit(int status);
_Noreturn void __wrap__exit(int status);
_Noreturn void __wrap__Exit(int status);
_Noreturn void __real_quick_exit(int status);
_Noreturn void __wrap_quick_exit(int status);

static char *main_frame; /* of __wrap_main: where the program's stack begins */
static char mark[4096];  /* the file; "" in a child */
static char mark_of_first[4096];
static pid_t owner; /* the process that this memory belongs to */
static bool threads_at_fork;
static bool lacks_threads; /* a child whose parent had threads that it has not: what
                              they alone held would be taken for lost */
static atomic_bool checked;
static atomic_ullong allocations;

static void add_to_mark(const char *word, unsigned long long number)
{
    char line[64];
    int length = snprintf(line, sizeof line, "%s %llu\n", word, number);
    if (mark[0] == '\0')
        return;
    int fd = open(mark, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0)
        return;
    (void)!write(fd, line, (size_t)length);
    close(fd);
}

/* Inlined, and its variables in registers (-O1): it may wipe the frame that it is in.
 * No memset: AddressSanitizer's would look for poison. */
__attribute__((always_inline)) static inline void zero(char *from, const char *to)
{
    for (; from < to; from += sizeof(long))
        *(volatile long *)(void *)from = 0;
}

/* Wipe the stack below the caller. Stacks far from main's, of threads and of
 * coroutines, may be as small as 16 KiB. */
__attribute__((noinline)) static void wipe_dead_stack(void)
{
    char *here = __builtin_frame_address(0);
    bool of_main = (size_t)(main_frame - here) < (size_t)64 * 1024 * 1024;
    size_t size = of_main ? 32 * 1024 : 4 * 1024;
    char *dead = alloca(size);
    zero(dead, dead + size);
}

/* In a signal handler that has a stack of its own, which may be a small one. */
static bool on_small_stack(void)
{
    stack_t stack = {0};
    sigaltstack(NULL, &stack);
    return (stack.ss_flags & SS_ONSTACK) != 0;
}

static void finish(void)
{
    if (getpid() != owner || atomic_exchange(&checked, true))
        return;
    if (ll_sweep_end != NULL)
        ll_sweep_end();
    if (ll_observe_end != NULL)
        ll_observe_end();
    if (on_small_stack()) {
        add_to_mark("unchecked", allocations);
        return;
    }
    if (__lsan_do_recoverable_leak_check != NULL && !lacks_threads) {
        wipe_dead_stack();
        __lsan_do_recoverable_leak_check();
    }
    add_to_mark("finished", allocations);
    if (ll_observe_last != NULL) { /* nothing of the program's own comes after it */
        ll_observe_last();
        __real__exit(0);
    }
}

static void count_allocation(const volatile void *block, size_t size)
{
    (void)block;
    (void)size;
    allocations++;
}

static void count_nothing(const volatile void *block)
{
    (void)block;
}

static void before_fork(void)
{
    struct stat tasks; /* two links, and one for each thread */
    threads_at_fork = stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink > 3;
}

static void in_child(void)
{
    owner = getpid();
    mark[0] = '\0';
    allocations = 0;
    lacks_threads = lacks_threads || threads_at_fork;
}

void ll_finish_adopt(void)
{
    if (mark_of_first[0] == '\0' || snprintf(mark, sizeof mark, "%s.%d", mark_of_first,
                                             (int)owner) >= (int)sizeof mark)
        return;
    add_to_mark("started", (unsigned long long)owner);
}

/* 101 is the first priority that is ours to take: before the program's own
 * constructors, and after its destructors and atexit handlers. */
__attribute__((constructor(101))) static void start(void)
{
    const char *path = getenv("LEAKLAB_MARK");
    owner = getpid();
    if (path != NULL && strlen(path) < sizeof mark)
        strcpy(mark, strcpy(mark_of_first, path));
    unsetenv("LEAKLAB_MARK");
    add_to_mark("started", (unsigned long long)owner);
    pthread_atfork(before_fork, NULL, in_child);
    at_quick_exit(finish);
    if (__sanitizer_install_malloc_and_free_hooks != NULL)
        __sanitizer_install_malloc_and_free_hooks(count_allocation, count_nothing);
}

__attribute__((destructor(101))) static void stop(void)
{
    finish();
}

/* ---- the doors ---------------------------------------------------------------- */

/* Leave by `door`, and wipe all that lies below `frame`, the caller's: its own frame
 * too, and this one, to which nobody returns. What is still needed is therefore kept
 * elsewhere. */
__attribute__((noinline)) static _Noreturn void leave(int status, void (*door)(int),
                                                      const char *frame)
{
    static volatile int kept_status;
    static void (*volatile kept_door)(int);
    kept_status = status;
    kept_door = door;
    /* Only LeakSanitizer reads dead frames. */
    if (__lsan_do_recoverable_leak_check == NULL || on_small_stack())
        kept_door(kept_status);
    wipe_dead_stack();
    zero(alloca(512), frame); /* 512: what wipe_dead_stack() stood on */
    kept_door(kept_status);
    __builtin_unreachable();
}

int __wrap_main(int argc, char **argv, char **envp)
{
    main_frame = __builtin_frame_address(0);
    if (ll_sweep_begin != NULL)
        ll_sweep_begin();
    leave(__real_main(argc, argv, envp), __real_exit, main_frame);
}

void __wrap_exit(int status)
{
    leave(status, __real_exit, __builtin_frame_address(0));
}

void __wrap_quick_exit(int status)
{
    leave(status, __real_quick_exit, __builtin_frame_address(0));
}

static void check_and_exit(int status)
{
    finish();
    __real__exit(status);
}

void __wrap__exit(int status)
{
    leave(status, check_and_exit, __builtin_frame_address(0));
}

void __wrap__Exit(int status)
{
    leave(status, check_and_exit, __builtin_frame_address(0));
}
