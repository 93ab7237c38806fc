/* SPDX-License-Identifier: MIT */
#include "support/suite.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static int *skipped; /* in memory that all tests share: each is a process of its own */

bool is_soak(void)
{
    return getenv("LL_SOAK") != NULL;
}

TCase *case_create(const char *name)
{
    TCase *tcase = tcase_create(name);
    tcase_set_timeout(tcase, HANG_SECONDS);
    return tcase;
}

/* One line, whatever the reason looks like. */
static void print_skip(const char *test, int length, const char *format,
                       va_list arguments)
{
    char why[512];
    vsnprintf(why, sizeof why, format, arguments);
    why[strcspn(why, "\n")] = '\0';
    printf("skipped: %s: %.*s: %s\n", program_invocation_short_name, length, test, why);
    fflush(stdout);
}

/* Check calls the function of a test TEST_fn. */
void skip_test(const char *function, const char *format, ...)
{
    va_list arguments;
    size_t length = strlen(function);
    if (length > 3 && strcmp(function + length - 3, "_fn") == 0)
        length -= 3;
    va_start(arguments, format);
    print_skip(function, (int)length, format, arguments);
    va_end(arguments);
    if (skipped != NULL)
        ++*skipped;
}

void skip_part(const char *what, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_skip(what, (int)strlen(what), format, arguments);
    va_end(arguments);
}

int skip_suite(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_skip("all of it", 9, format, arguments);
    va_end(arguments);
    return SUITE_SKIPPED;
}

int suite_run(Suite *suite)
{
    void *shared = mmap(NULL, sizeof *skipped, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    SRunner *runner = srunner_create(suite);
    if (shared == MAP_FAILED) {
        perror("mmap");
        srunner_free(runner);
        return EXIT_FAILURE;
    }
    skipped = shared;
    fflush(stdout); /* or each test, a child, would print it again */
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner), run = srunner_ntests_run(runner);
    bool all_skipped = *skipped > 0 && *skipped >= run;
    srunner_free(runner);
    munmap(shared, sizeof *skipped);
    skipped = NULL;
    if (failed > 0)
        return EXIT_FAILURE;
    return all_skipped ? SUITE_SKIPPED : EXIT_SUCCESS;
}
