/* SPDX-License-Identifier: MIT
 *
 * finish: linked into every program under test. It makes the leak check run however
 * the program ends, and records that the end was reached.
 *
 * LEAKLAB_MARK names a file (and is removed from the environment at once):
 *
 *     started 4711        before main, with the process id
 *     finished 12         after the leak check, with the number of allocations
 *                         (0 when they were not counted), or
 *     unchecked 12        when that check is not possible: _exit in a signal handler
 *                         with a stack of its own, which may be too small for it
 *
 * A program without the second line was killed, replaced itself (exec), or ended by a
 * system call of its own. Its leaks were not looked for.
 *
 * LeakSanitizer, where it is linked, runs its check at each kind of end: return from
 * main, exit, _exit, _Exit and quick_exit. LeakSanitizer's own check at exit is turned
 * off (leak_check_at_exit=0), because it does not run at _exit.
 *
 * Before the check, the unused part of the stack is wiped. A function that has returned
 * leaves its pointers there. The functions that end the program use the same part of
 * the stack and do not write to all of it. In a gap the check would find a pointer that
 * is no variable any more, and would take a lost block for a reachable one:
 *
 *        main            main            main
 *        lose: p         _exit: gap, p   _exit: gap, 0
 *                        check           check
 *
 * A child made by fork() is checked like its parent, but does not write to the mark. A
 * child made by the sweep writes to a mark of its own, LEAKLAB_MARK.PID. A child made
 * by vfork() shares its parent's memory and is not checked.
 *
 * This file is compiled without instrumentation and without debug information, so that
 * no report shows one of its frames as the reader's code.
 */
#include <stdatomic.h>
#include <stdio.h>

#include "runtime/finish/loaded.h"
#include "runtime/finish/sanitizer.h"
#include "runtime/hooks.h"
#include "runtime/private.h"

int __real_main(int argc, char **argv, char **envp);
int __wrap_main(int argc, char **argv, char **envp);
_Noreturn void __real_exit(int status);
_Noreturn void __wrap_exit(int status);
_Noreturn void __real__exit(int status);
_Noreturn void __wrap__exit(int status);
_Noreturn void __wrap__Exit(int status);
_Noreturn void __real_quick_exit(int status);
_Noreturn void __wrap_quick_exit(int status);

/* The C library's, by reserved names: run the functions of atexit() and the
 * destructors; write out stdio's buffers. */
void __cxa_finalize(void *handle);
int _IO_fflush(FILE *file);

static char *main_frame; /* of __wrap_main: where the program's stack begins */
static char mark[4096];  /* the file; "" in a child */
static char mark_of_first[4096];
static pid_t owner; /* the process that this memory belongs to */
static bool threads_at_fork;
static bool lacks_threads; /* a child whose parent had other threads, which the child
                              has not: blocks that only they held would look lost */
static atomic_bool checked;
static atomic_ullong allocations;

static void add_to_mark(const char *word, unsigned long long number)
{
    char line[64];
    int length = ll_format(line, sizeof line, "%s %llu\n", word, number);
    if (mark[0] == '\0')
        return;
    int fd = ll_sys_open(mark, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0)
        return;
    ll_write_all(fd, line, (size_t)length);
    ll_sys_close(fd);
}

/* Inlined, with its variables in registers (-O1), so that it can wipe the frame that it
 * runs in. It does not call memset, because AddressSanitizer's memset would report
 * poisoned bytes. */
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
    char *dead = __builtin_alloca(size);
    zero(dead, dead + size);
}

/* In a signal handler that has a stack of its own, which may be a small one. */
static bool on_small_stack(void)
{
    stack_t stack = {0};
    ll_sys_sigaltstack(&stack);
    return (stack.ss_flags & SS_ONSTACK) != 0;
}

static void finish(void)
{
    if (ll_sys_getpid() != owner || atomic_exchange(&checked, true))
        return;
    if (ll_sweep_end != NULL)
        ll_sweep_end();
    if (ll_observe_end != NULL)
        ll_observe_end();
    if (on_small_stack()) {
        add_to_mark("unchecked", allocations);
        return;
    }
    if (ll_references_end != NULL)
        ll_references_end();
    if (__lsan_do_recoverable_leak_check != NULL && !lacks_threads) {
        wipe_dead_stack();
        __lsan_do_recoverable_leak_check();
    }
    add_to_mark("finished", allocations);
    if (ll_observe_last != NULL) { /* no code of the program may run after it */
        ll_observe_last();
        ll_sys_exit(0);
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
    threads_at_fork = ll_sys_stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink > 3;
}

/* A child of the sweep: MARK.PID. */
static void start_own_mark(void)
{
    if (mark_of_first[0] == '\0')
        return;
    int length = ll_format(mark, sizeof mark, "%s.%d", mark_of_first, (int)owner);
    if (length < (int)sizeof mark)
        add_to_mark("started", (unsigned long long)owner);
    else
        mark[0] = '\0';
}

static void in_child(void)
{
    owner = ll_sys_getpid();
    mark[0] = '\0';
    allocations = 0;
    lacks_threads = lacks_threads || threads_at_fork;
    if (ll_sweep_is_forking != NULL && ll_sweep_is_forking())
        start_own_mark();
}

static void finish_quickly(void *unused)
{
    (void)unused;
    finish();
}

/* 101 is the first priority that programs may use. With it, start() runs before the
 * program's constructors, and stop() after its destructors and atexit handlers. */
__attribute__((constructor(101))) static void start(void)
{
    const char *path = ll_getenv("LEAKLAB_MARK");
    owner = ll_sys_getpid();
    if (path != NULL && ll_length(path) < sizeof mark) {
        ll_copy(mark, path, ll_length(path) + 1);
        ll_copy(mark_of_first, mark, sizeof mark);
    }
    ll_unsetenv("LEAKLAB_MARK");
    add_to_mark("started", (unsigned long long)owner);
    ll_sanitizer_leave_out_itself();
    __register_atfork(before_fork, NULL, in_child, __dso_handle);
    __cxa_at_quick_exit(finish_quickly, __dso_handle);
    if (__sanitizer_install_malloc_and_free_hooks != NULL)
        __sanitizer_install_malloc_and_free_hooks(count_allocation, count_nothing);
}

__attribute__((destructor(101))) static void stop(void)
{
    finish();
}

/* ---- the ways out --------------------------------------------------------------- */

/* End the program with `way_out`. Before that, wipe the stack below `frame`, which is
 * the caller's: the caller's frame and this one too, as neither returns. What is still
 * needed is therefore kept in static variables. */
__attribute__((noinline)) static _Noreturn void leave(int status, void (*way_out)(int),
                                                      const char *frame)
{
    static volatile int kept_status;
    static void (*volatile kept_way_out)(int);
    kept_status = status;
    kept_way_out = way_out;
    /* Only LeakSanitizer reads dead frames. */
    if (__lsan_do_recoverable_leak_check == NULL || on_small_stack())
        kept_way_out(kept_status);
    wipe_dead_stack();
    zero(__builtin_alloca(512), frame); /* 512: the frame of wipe_dead_stack() */
    kept_way_out(kept_status);
    __builtin_unreachable();
}

int __wrap_main(int argc, char **argv, char **envp)
{
    main_frame = __builtin_frame_address(0);
    if (ll_sweep_begin != NULL)
        ll_sweep_begin();
    int status = __real_main(argc, argv, envp);
    /* Returning, and not a call of exit(), which the program may have defined. */
    if (__lsan_do_recoverable_leak_check != NULL) {
        wipe_dead_stack();
        char *below = __builtin_alloca(512); /* the frame of wipe_dead_stack() */
        zero(below, below + 512);
    }
    return status;
}

static void run_exit_handlers(int status)
{
    if (ll_loaded())
        ll_loaded_end();
    else
        __cxa_finalize(NULL);
    _IO_fflush(NULL);
    ll_sys_exit(status);
}

void ll_finish_exit(int status)
{
    leave(status, run_exit_handlers, __builtin_frame_address(0));
}

static void tell_sweep(const void *caller)
{
    if (ll_sweep_exits != NULL)
        ll_sweep_exits(caller);
}

void __wrap_exit(int status)
{
    tell_sweep(__builtin_return_address(0));
    leave(status, __real_exit, __builtin_frame_address(0));
}

void __wrap_quick_exit(int status)
{
    tell_sweep(__builtin_return_address(0));
    leave(status, __real_quick_exit, __builtin_frame_address(0));
}

static void check_and_exit(int status)
{
    finish();
    __real__exit(status);
}

void __wrap__exit(int status)
{
    tell_sweep(__builtin_return_address(0));
    leave(status, check_and_exit, __builtin_frame_address(0));
}

void __wrap__Exit(int status)
{
    tell_sweep(__builtin_return_address(0));
    leave(status, check_and_exit, __builtin_frame_address(0));
}
