/* SPDX-License-Identifier: MIT
 *
 * only: a Check suite of which only some tests run.
 *
 * only.o is linked with LL_LINK_ONLY. Of the tests that the suite adds, those whose
 * names LL_ONLY_ENV lists are added; all, if it is LL_ONLY_ALL.
 */
#include "runtime/only.h"

#include <check.h>

#include "runtime/private.h"

void __real__tcase_add_test(TCase *of, const TTest *test, int signal, int status,
                            int from, int to);

void __wrap__tcase_add_test(TCase *of, const TTest *test, int signal, int status,
                            int from, int to);
void __wrap__tcase_add_test(TCase *of, const TTest *test, int signal, int status,
                            int from, int to)
{
    const char *only = ll_getenv(LL_ONLY_ENV);
    if (ll_is_listed(only, LL_ONLY_ALL) || ll_is_listed(only, test->name))
        __real__tcase_add_test(of, test, signal, status, from, to);
}
