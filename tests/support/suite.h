/* SPDX-License-Identifier: MIT
 *
 * suite: how a test program runs its Check suite, and how a test is skipped.
 *
 * A test that needs what this machine lacks calls skip() and returns:
 *
 *     if (!has_tool("msan")) {
 *         skip("MemorySanitizer is missing");
 *         return;
 *     }
 *
 * Each skip is a line on stdout, "skipped: SUITE: TEST: why"; scripts/test shows all of
 * them at its end. A program all of whose tests were skipped exits with SUITE_SKIPPED,
 * which ctest shows as "Skipped". */
#ifndef LL_TESTS_SUITE_H
#define LL_TESTS_SUITE_H

#include <check.h>
#include <stdbool.h>

enum {
    SUITE_SKIPPED = 77, /* exit status: every test was skipped */
    HANG_SECONDS = 600, /* the limit of a test, and of a process that it starts: a test
                           that needs so long hangs */
};

/* Whether `make soak` runs the suite (LL_SOAK=1): it then tries every one of what `make
 * test` tries some of. */
bool is_soak(void);

/* A case whose tests may take HANG_SECONDS each. */
TCase *case_create(const char *name);

/* Run the suite as the environment asks (CK_RUN_CASE, CK_FORK, CK_VERBOSITY ...) and
 * free it. Returns the exit status of the program. */
int suite_run(Suite *suite);

/* Say why the calling test is skipped. The test has to return then. */
#define skip(...) skip_test(__func__, __VA_ARGS__)
void skip_test(const char *function, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* For main: say why tests of `what` are left out of the suite. */
void skip_part(const char *what, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* For main, before there is a suite: say why all of it is skipped. Returns
 * SUITE_SKIPPED. */
int skip_suite(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
