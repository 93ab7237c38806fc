/* SPDX-License-Identifier: MIT
 *
 * tests: a Check suite whose tests are swept one by one.
 *
 * tests.o is linked with LL_LINK_TESTS and replaces Check's runner, because libcheck
 * allocates memory between the tests, which is not the program's. The suite's own main
 * function registers its tests as usual. They are noted here, and where main would have
 * Check run them, they run here: in order, each between its fixtures. The sweep counts
 * allocations from a test's first fixture to its last.
 *
 * A test that comes to its end must have freed all that it allocated, also when an
 * allocation has failed in it. How many bytes it left is written to the log, where
 * AddressSanitizer counts them.
 *
 * A failed assertion ends the test; in a child of the sweep it ends the process. Tests
 * that are expected to end by a signal or with an exit status are left out.
 *
 * Blocks that are still reachable at the end of a child do not count: Check keeps some
 * 40 for the suite. memcheck does not write them to the child's report, which would
 * have 80 KB of them.
 */
#include <check.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#endif

#include "runtime/hooks.h"
#include "runtime/private.h"
#include "runtime/swept.h"

enum { TESTS_MAX = 1024, FIXTURES_MAX = 256 };

static struct test {
    const TCase *of;
    const TTest *test;
    int from, to;
} tests[TESTS_MAX];
static size_t test_count;

static struct fixture {
    const TCase *of;
    SFun setup, teardown;
} fixtures[FIXTURES_MAX];
static size_t fixture_count;

static jmp_buf end_of_test;

int _IO_setvbuf(FILE *file, char *buffer, int mode, size_t size); /* C library's */

/* Whether memcheck runs the program: no other tool has the request. */
static bool is_under_memcheck(void)
{
#ifdef VALGRIND_GET_VBITS
    char byte = 0, bits;
    return VALGRIND_GET_VBITS(&byte, &bits, 1) == 1;
#else
    return false;
#endif
}

static void in_child(void)
{
#ifdef VALGRIND_CLO_CHANGE
    if (ll_sweep_is_forking() && is_under_memcheck())
        VALGRIND_CLO_CHANGE("--show-leak-kinds=definite,indirect,possible");
#endif
}

/* stdio would allocate a buffer in the first test that prints, and keep it. */
__attribute__((constructor(101))) static void start(void)
{
    static char out[4096];
    _IO_setvbuf(stdout, out, _IOFBF, sizeof out);
    ll_sweep_wait();
    __register_atfork(NULL, NULL, in_child, __dso_handle);
}

void __wrap__tcase_add_test(TCase *of, const TTest *test, int signal, int status,
                            int from, int to);
void __wrap__tcase_add_test(TCase *of, const TTest *test, int signal, int status,
                            int from, int to)
{
    if (test_count < TESTS_MAX && signal == 0 && status == 0)
        tests[test_count++] = (struct test){of, test, from, to};
}

void __wrap_tcase_add_checked_fixture(TCase *of, SFun setup, SFun teardown);
void __wrap_tcase_add_checked_fixture(TCase *of, SFun setup, SFun teardown)
{
    if (fixture_count < FIXTURES_MAX)
        fixtures[fixture_count++] = (struct fixture){of, setup, teardown};
}

/* Also run around each test, which gives the same result. */
void __wrap_tcase_add_unchecked_fixture(TCase *of, SFun setup, SFun teardown);
void __wrap_tcase_add_unchecked_fixture(TCase *of, SFun setup, SFun teardown)
{
    __wrap_tcase_add_checked_fixture(of, setup, teardown);
}

void __wrap__mark_point(const char *file, int line);
void __wrap__mark_point(const char *file, int line)
{
    (void)file;
    (void)line;
}

_Noreturn void __wrap__ck_assert_failed(const char *file, int line, const char *what,
                                        ...);
void __wrap__ck_assert_failed(const char *file, int line, const char *what, ...)
{
    (void)file;
    (void)line;
    (void)what;
    ll_sweep_disarm();
    ll_sweep_log("asserted %d", (int)ll_sys_getpid());
    if (ll_sweep_failed())
        ll_finish_exit(EXIT_FAILURE);
    __longjmp_chk(end_of_test, 1);
}

static size_t bytes_in_use(void)
{
    return __sanitizer_get_current_allocated_bytes == NULL
               ? 0
               : __sanitizer_get_current_allocated_bytes();
}

static void run(const struct test *test, int i)
{
    static size_t before;
    ll_sweep_log("test %s", test->test->name);
    before = bytes_in_use();
    if (setjmp(end_of_test) == 0) {
        ll_sweep_arm();
        for (size_t f = 0; f < fixture_count; f++)
            if (fixtures[f].of == test->of && fixtures[f].setup != NULL)
                fixtures[f].setup();
        test->test->fn(i);
        for (size_t f = fixture_count; f-- > 0;)
            if (fixtures[f].of == test->of && fixtures[f].teardown != NULL)
                fixtures[f].teardown();
        ll_sweep_log("kept %d %ld", ll_sweep_failed() ? (int)ll_sys_getpid() : 0,
                     (long)(bytes_in_use() - before));
    }
    ll_sweep_disarm();
    if (ll_sweep_failed()) /* the next test is not this child's to run */
        ll_finish_exit(EXIT_SUCCESS);
}

static void run_all(void)
{
    const char *but = ll_getenv(LL_SWEEP_BUT_ENV);
    for (size_t i = 0; i < test_count; i++)
        for (int k = tests[i].from; k < tests[i].to; k++)
            if (!ll_is_listed(but, tests[i].test->name))
                run(&tests[i], k);
}

void __wrap_srunner_run_all(SRunner *runner, enum print_output mode);
void __wrap_srunner_run_all(SRunner *runner, enum print_output mode)
{
    (void)runner;
    (void)mode;
    run_all();
}

void __wrap_srunner_run(SRunner *runner, const char *suite, const char *tcase,
                        enum print_output mode);
void __wrap_srunner_run(SRunner *runner, const char *suite, const char *tcase,
                        enum print_output mode)
{
    (void)suite;
    (void)tcase;
    __wrap_srunner_run_all(runner, mode);
}

void __wrap_srunner_run_tagged(SRunner *runner, const char *suite, const char *tcase,
                               const char *in, const char *out, enum print_output mode);
void __wrap_srunner_run_tagged(SRunner *runner, const char *suite, const char *tcase,
                               const char *in, const char *out, enum print_output mode)
{
    (void)in;
    (void)out;
    __wrap_srunner_run(runner, suite, tcase, mode);
}
