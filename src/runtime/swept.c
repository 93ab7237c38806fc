/* SPDX-License-Identifier: MIT
 *
 * The sweep's counter: which allocation is this, and does it fail? swept.o also has
 *
 *     swept/origin.c     where an allocation comes from
 *     swept/modules.c    the executable and the libraries
 *     swept/children.c   forking, and waiting for the children
 *     swept/files.c      the open files, which children share
 *     swept/log.c        the log
 */
#include "runtime/swept.h"

#include <stdio.h>

#include "runtime/denied.h"
#include "runtime/hooks.h"
#include "runtime/private.h"
#include "runtime/swept/children.h"
#include "runtime/swept/files.h"
#include "runtime/swept/log.h"
#include "runtime/swept/modules.h"
#include "runtime/swept/origin.h"

/* The C library's, by reserved names. */
int _IO_fflush(FILE *file);
void __cxa_finalize(void *handle);

static enum { NOTHING, FAIL, FORK, REST, CHILD } mode;
static unsigned long target; /* FAIL, CHILD: the allocation that fails */
static bool with_all;        /* and all that follow */
static unsigned long all_up_to;
static unsigned long picks[LL_SWEEP_PICKS_MAX]; /* of FORK: no others */
static size_t pick_count;
static double budget; /* seconds */
static double started, started_cpu;
static const char *unfit; /* why the sweep forks no more */
static bool waits;        /* main does not start the counting */

static volatile bool armed;
static volatile bool failed;
static volatile unsigned long calls;
static LL_THREAD unsigned inside; /* of an allocation */

/* ---- one allocation -------------------------------------------------------------- */

/* Whether to try the allocation that comes from there. */
static bool is_wanted(const struct ll_origin *origin)
{
    for (size_t i = 0; i < pick_count; i++)
        if (picks[i] == calls)
            return true;
    if (pick_count > 0)
        return false;
    bool known = ll_origin_is_known(origin, all_up_to == 0);
    bool first = calls <= all_up_to || !known;
    return first == (mode == FORK);
}

static bool is_late(void)
{
    static bool late;
    double seconds = ll_sys_seconds() - started;
    if (late || seconds <= budget)
        return late;
    bool waits_only = ll_sys_cpu_seconds_of_all() - started_cpu <= budget;
    late = !waits_only || seconds > LL_SWEEP_PATIENCE * budget;
    if (late)
        ll_sweep_log("late %lu%s", calls, waits_only ? " waiting" : "");
    return late;
}

/* Fork the children for this allocation. True in them: it fails. */
static bool fork_here(void)
{
    unfit = ll_children_find_unfit();
    if (unfit != NULL) {
        ll_sweep_log("unfit %s %lu", unfit, calls);
        return false;
    }
    enum ll_forked forked = ll_children_fork(calls);
    if (forked == LL_FORKED_PARENT)
        return false;
    mode = CHILD;
    target = calls;
    with_all = forked == LL_FORKED_WITH_ALL;
    return true;
}

static bool must_fail(const char *name, size_t size, const struct ll_origin *origin)
{
    if (mode == FAIL && calls == target)
        ll_origin_log(origin, calls, name, size);
    if (mode == CHILD && calls > target)
        ll_children_asked_on();
    if (mode == FAIL || mode == CHILD)
        return calls == target || (with_all && calls > target);
    if (unfit != NULL || is_late() || !is_wanted(origin))
        return false;
    ll_origin_log(origin, calls, name, size);
    return fork_here();
}

/* For debuggers: break leaklab_allocation_fails */
void leaklab_allocation_fails(void);
__attribute__((noinline)) void leaklab_allocation_fails(void)
{
    failed = true;
    ll_tell_denied(calls);
    errno = ENOMEM;
}

bool ll_sweep_enter(const char *name, size_t size, const void *caller)
{
    if (inside++ > 0 || !armed)
        return false;
    struct ll_origin origin;
    int saved = errno;
    ll_origin_read(&origin, caller);
    bool fails = false;
    if (ll_origin_is_programs(&origin)) {
        __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
        fails = must_fail(name, size, &origin);
    }
    errno = saved;
    if (fails) {
        leaklab_allocation_fails();
        inside--;
    }
    return fails;
}

void ll_sweep_leave(void)
{
    inside--;
}

/* ---- begin and end --------------------------------------------------------------- */

void ll_sweep_wait(void)
{
    waits = true;
}

/* Do what each child does at its end: Valgrind translates these functions of the C
 * library here, once, and not in each child. Nothing belongs to that handle; what
 * constructors printed is written out now, and not once more by each child. */
static void warm_up(void)
{
    static char handle;
    _IO_fflush(NULL);
    __cxa_finalize(&handle);
}

void ll_sweep_begin(void)
{
    if (mode == FORK || mode == REST)
        warm_up();
    if (!waits)
        ll_sweep_arm();
}

void ll_sweep_arm(void)
{
    armed = mode != NOTHING;
    if (mode == FORK || mode == REST)
        ll_children_time(true);
}

void ll_sweep_disarm(void)
{
    armed = false;
    if (mode == FORK || mode == REST)
        ll_children_time(false);
}

void ll_sweep_end(void)
{
    bool parent = mode == FORK || mode == REST || mode == FAIL;
    if (mode == FORK || mode == REST)
        ll_children_time(false);
    if (parent)
        ll_sweep_log("total %lu", calls);
    mode = NOTHING;
    armed = false;
}

bool ll_sweep_failed(void)
{
    return failed;
}

bool ll_sweep_is_forking(void)
{
    return ll_children_are_forking();
}

/* ---- allocations that libraries make ------------------------------------------------
 * These take the place of the C library's functions. AddressSanitizer's functions serve
 * them where it is linked. */

void *malloc(size_t size)
{
    if (ll_sweep_enter("malloc", size, __builtin_return_address(0)))
        return NULL;
    void *block =
        __interceptor_malloc != NULL ? __interceptor_malloc(size) : __libc_malloc(size);
    ll_sweep_leave();
    return block;
}

void *calloc(size_t count, size_t size)
{
    if (ll_sweep_enter("calloc", count * size, __builtin_return_address(0)))
        return NULL;
    void *block = __interceptor_calloc != NULL ? __interceptor_calloc(count, size)
                                               : __libc_calloc(count, size);
    ll_sweep_leave();
    return block;
}

void *realloc(void *old, size_t size)
{
    bool asks = old == NULL || size > 0; /* else it frees */
    if (asks && ll_sweep_enter("realloc", size, __builtin_return_address(0)))
        return NULL;
    void *block = __interceptor_realloc != NULL ? __interceptor_realloc(old, size)
                                                : __libc_realloc(old, size);
    if (asks)
        ll_sweep_leave();
    return block;
}

/* ---- deliberate ends ------------------------------------------------------------- */

void ll_sweep_exits(const void *caller)
{
    static bool told;
    struct ll_origin origin;
    if (told || !failed || (mode != CHILD && mode != FAIL))
        return;
    told = true;
    inside++;
    ll_origin_read(&origin, caller);
    ll_origin_log_end(&origin);
    inside--;
}

_Noreturn void __real_abort(void);
_Noreturn void __wrap_abort(void);
void __wrap_abort(void)
{
    ll_sweep_log("aborted %d", (int)ll_sys_getpid());
    ll_sweep_exits(__builtin_return_address(0));
    __real_abort();
}

_Noreturn void __real___assert_fail(const char *, const char *, unsigned, const char *);
_Noreturn void __wrap___assert_fail(const char *, const char *, unsigned, const char *);
void __wrap___assert_fail(const char *what, const char *file, unsigned line,
                          const char *function)
{
    ll_sweep_log("aborted %d", (int)ll_sys_getpid());
    ll_sweep_exits(__builtin_return_address(0));
    __real___assert_fail(what, file, line, function);
}

/* ---- the start ------------------------------------------------------------------- */

/* A child that the program forks is not swept. */
static void in_child(void)
{
    if (ll_children_are_forking())
        return;
    mode = NOTHING;
    armed = false;
}

/* "4,7". Returns what stands behind it, or NULL. */
static const char *read_picks(const char *text)
{
    while (text != NULL && pick_count < LL_SWEEP_PICKS_MAX) {
        text = ll_read_number(text, &picks[pick_count++]);
        if (text == NULL || *text != ',')
            return text;
        text++;
    }
    return NULL;
}

/* "fail:7", "fail:7+", "fork:300:60:10", "rest:300:60:10" or "pick:4,7:60:10". */
static bool read_what(const char *text, double *child_seconds)
{
    bool picks_some = ll_starts(text, "pick:");
    if (ll_starts(text, "fail:")) {
        mode = FAIL;
        text = ll_read_number(text + 5, &target);
        with_all = text != NULL && *text == '+';
        return text != NULL && target > 0 && text[with_all] == '\0';
    }
    if (!ll_starts(text, "fork:") && !ll_starts(text, "rest:") && !picks_some)
        return false;
    mode = ll_starts(text, "rest:") ? REST : FORK;
    text = picks_some ? read_picks(text + 5) : ll_read_number(text + 5, &all_up_to);
    if (text != NULL && *text == ':')
        text = ll_read_decimal(text + 1, &budget);
    if (text == NULL || *text != ':')
        return false;
    text = ll_read_decimal(text + 1, child_seconds);
    return text != NULL && *text == '\0';
}

/* Read both values from the line. Returns the first one, and sets `log` to the second.
 * NULL: there is no line. */
static const char *read_line(char *text, size_t size, const char **log)
{
    struct stat st;
    size_t length = 0;
    if (ll_sys_fstat(LL_SWEEP_LINE, &st) != 0 || !S_ISSOCK(st.st_mode))
        return NULL;
    for (ssize_t count = 1; count > 0 && length < size - 2; length += (size_t)count) {
        count = ll_sys_read(LL_SWEEP_LINE, text + length, size - 2 - length);
        if (count < 0)
            break;
    }
    ll_sys_close(LL_SWEEP_LINE);
    text[length] = text[length + 1] = '\0';
    *log = text + ll_length(text) + 1;
    return text;
}

__attribute__((constructor(101))) static void start(void)
{
    char line[4096 + 2];
    const char *what = ll_getenv(LL_SWEEP_ENV), *log = ll_getenv(LL_SWEEP_LOG_ENV);
    double child_seconds = 0;
    if (ll_preload_begin != NULL && !ll_preload_begin())
        return;
    if (what == NULL)
        what = read_line(line, sizeof line, &log);
    if (what == NULL)
        return;
    if (!read_what(what, &child_seconds) || !ll_log_open(log))
        ll_refuse(LL_SWEEP_ENV, what, LL_SWEEP_MISUSED);
    ll_unsetenv(LL_SWEEP_ENV);
    ll_unsetenv(LL_SWEEP_LOG_ENV);
    ll_wipe(line, sizeof line);
    ll_modules_read();
    ll_files_begin();
    started = ll_sys_seconds();
    started_cpu = ll_sys_cpu_seconds_of_all();
    if (mode != FAIL)
        ll_children_init(child_seconds);
    __register_atfork(NULL, NULL, in_child, __dso_handle);
}
