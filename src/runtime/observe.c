/* SPDX-License-Identifier: MIT
 *
 * The main function of a graded program, and its end. observe.o also has
 *
 *     observe/line.c       the conversation with the grader, and the key
 *     observe/units.c      the bounds of what is run
 *     observe/runner.c     Check's functions
 *     observe/canaries.c   the known faults at the end
 *     observe/lock.c       what the process may not do from here on
 */
#include "runtime/observe.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "runtime/hooks.h"
#include "runtime/observe/canaries.h"
#include "runtime/observe/line.h"
#include "runtime/observe/lock.h"
#include "runtime/observe/units.h"
#include "runtime/private.h"

/* The C library's, by reserved names. */
int _IO_fflush(FILE *file);
int _IO_setvbuf(FILE *file, char *buffer, int mode, size_t size);
int __asprintf_chk(char **to, int flag, const char *format, ...);
int __backtrace(void **frames, int most);

/* libgcc_s's, where a thread may end by unwinding its stack: then the submission is
 * linked with it (submission/compile.c). */
LL_WEAK void _Unwind_ForcedUnwind(void);

int main(int argc, char **argv);

static int not_report = -1; /* the complement of the ASan report's descriptor */
static int nowhere;         /* /dev/null */

/* ---- the beginning --------------------------------------------------------------- */

/* What is printed from here on is not judged. */
static void silence(void)
{
    if (nowhere < 0)
        return;
    _IO_fflush(NULL);
    ll_sys_dup2(nowhere, STDOUT_FILENO);
    ll_sys_dup2(nowhere, STDERR_FILENO);
    ll_sys_close(nowhere);
    nowhere = -1;
}

/* A script is run once more, in silence. */
static void repeat_driver(void)
{
    silence();
    ll_script_prepare();
    ll_script_settle();
    ll_unit_again();
    if (ll_fail_again != NULL)
        ll_fail_again();
    ll_script_again();
}

/* Its streams are flushed later, by silence(): that may call functions of the
 * submission, which could free there what the driver kept. */
static void run_driver(void)
{
    const bool repeats = ll_line_order.repeats && ll_script_again != NULL;
    enum { ARGS = 16 };
    static char name[] = "program";
    static char *argv[ARGS + 2] = {name};
    int argc = 1;
    char *arg = ll_line_order.args;
    for (; *arg != '\0' && argc <= ARGS; arg += ll_length(arg) + 1)
        argv[argc++] = arg;
    ll_unit_begin(0, "", 0);
    ll_driver_main(argc, argv);
    if (ll_script_import != NULL)
        ll_script_import(); /* not in the first test: there it would count as kept */
    if (ll_script_settle != NULL)
        ll_script_settle();
    if (repeats)
        repeat_driver();
    if (ll_script_rest != NULL)
        ll_script_rest(ll_line_order.collects);
    ll_unit_end();
    if (ll_script_drop != NULL)
        ll_script_drop();
    if (repeats)
        ll_script_forget();
}

/* Open what is needed later: the lock refuses to move a descriptor. */
static void open_nowhere(void)
{
    nowhere = ll_sys_open("/dev/null", O_WRONLY | O_CLOEXEC, 0);
    if (nowhere < 0)
        ll_line_misused();
    nowhere = ll_line_move(nowhere, ll_line_secret(LL_SECRET_FD, 2));
}

static void move_report(void)
{
    ll_sys_close(LL_OBSERVE_LOG);
    if (ll_line_order.tool != LL_OBSERVE_ASAN || __sanitizer_set_report_fd == NULL) {
        ll_sys_close(LL_OBSERVE_REPORT);
        return;
    }
    not_report = ~ll_line_move(LL_OBSERVE_REPORT, ll_line_secret(LL_SECRET_FD, 1));
    __sanitizer_set_report_fd((void *)(intptr_t)~not_report);
}

/* What malloc allocates once for itself must not count for a unit. __asprintf_chk:
 * fail.o does not count it and does not make it fail. */
static void warm_up(void)
{
    char *block;
    if (__asprintf_chk(&block, 0, "%c", 'x') >= 0)
        __libc_free(block);
}

/* The C library looks for what unwinds a stack when it first needs it, and keeps a
 * block for that. The lock would not let it load anything. */
static void find_unwinder(void)
{
    void *frame;
    if (_Unwind_ForcedUnwind != NULL)
        (void)__backtrace(&frame, 1);
}

int main(int argc, char **argv)
{
    /* stdio would allocate a buffer in the first unit that prints. */
    static char out[4096];
    struct termios terminal;
    (void)argc;
    ll_line_open();
    move_report();
    bool to_terminal = ll_sys_ioctl(STDOUT_FILENO, TCGETS, &terminal) == 0;
    _IO_setvbuf(stdout, out, to_terminal ? _IOLBF : _IOFBF, sizeof out);
    if (ll_line_order.tool == LL_OBSERVE_BARE)
        warm_up();
    struct ll_frame_count hello = {(uint64_t)ll_sys_getpid()};
    ll_line_send(LL_FRAME_HELLO, &hello, sizeof hello, NULL, 0);
    open_nowhere();
    find_unwinder();
    ll_lock(nowhere);
    if (ll_script_learn != NULL)
        ll_script_learn();
    if (ll_driver_main != NULL && ll_unit_is_wanted(0))
        run_driver();
    if (ll_fail_stop != NULL)
        ll_fail_stop();
    silence();
    if (ll_script_import != NULL && !ll_unit_is_wanted(0))
        ll_script_import();
    if (ll_suite_main != NULL && ll_line_order.last > 0)
        ll_suite_main(1, argv);
    return 0;
}

/* ---- the end --------------------------------------------------------------------- */

void ll_observe_end(void)
{
    if (!ll_line_is_open())
        return;
    ll_unit_left();
    if (ll_fail_stop != NULL)
        ll_fail_stop();
    _IO_fflush(NULL); /* which may still call functions of the submission */
    if (ll_snapshot_stop != NULL)
        ll_snapshot_stop();
    struct ll_frame_count token = {ll_line_secret(LL_SECRET_TOKEN, ll_line_frames())};
    ll_canaries_prepare();
    ll_canaries_before_check();
    ll_line_send(LL_FRAME_DONE, &token, sizeof token, NULL, 0);
    ll_wipe(&token, sizeof token);
    ll_line_close();
}

void ll_observe_last(void)
{
    if (not_report != -1)
        ll_canaries_after_check(~not_report);
}
