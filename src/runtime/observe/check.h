/* SPDX-License-Identifier: MIT
 *
 * check.h for a lesson's suite that is compiled for grading. The macros have Check's
 * names, but compare nothing. The value of an equality's first operand is sent to the
 * grader (see runtime/observe.h); the second operand, the expected value, is not
 * compiled. For any other assertion, the grader is told whether its condition holds; if
 * it does not hold, the test ends.
 *
 * With LL_OBSERVE_ALL the second operand is compiled too, and the text of the assertion
 * is sent. In this way the grader learns the expected values from the lesson's
 * solution.
 *
 * A suite that uses a part of Check which is missing here (tests that must end by a
 * signal, processes of their own) does not compile, and is run by Check instead.
 */
#ifndef CHECK_H
#define CHECK_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#define CHECK_MAJOR_VERSION (0)
#define CHECK_MINOR_VERSION (15)
#define CHECK_MICRO_VERSION (2)

typedef void (*TFun)(int);
typedef void (*SFun)(void);
typedef struct TTest {
    const char *name;
    TFun fn;
    const char *file;
    int line;
} TTest;
typedef struct TCase TCase;
typedef struct Suite Suite;
typedef struct SRunner SRunner;

enum print_output {
    CK_SILENT,
    CK_MINIMAL,
    CK_NORMAL,
    CK_VERBOSE,
    CK_ENV,
};
enum fork_status { CK_FORK_GETENV, CK_FORK, CK_NOFORK };

#define START_TEST(test)                                                               \
    static void test##_fn(int _i);                                                     \
    static const TTest test##_test = {#test, test##_fn, "", __LINE__};                 \
    static const TTest *test = &test##_test;                                           \
    static void test##_fn(int _i __attribute__((unused)))
#define END_TEST

Suite *suite_create(const char *name);
void suite_add_tcase(Suite *suite, TCase *tcase);
TCase *tcase_create(const char *name);
void ll_observe_add(TCase *tcase, const TTest *test, int from, int to);
#define tcase_add_test(tcase, test) ll_observe_add(tcase, test, 0, 1)
#define tcase_add_loop_test(tcase, test, from, to) ll_observe_add(tcase, test, from, to)
void tcase_add_checked_fixture(TCase *tcase, SFun setup, SFun teardown);
void tcase_add_unchecked_fixture(TCase *tcase, SFun setup, SFun teardown);
void tcase_set_timeout(TCase *tcase, double seconds);
SRunner *srunner_create(Suite *suite);
void srunner_add_suite(SRunner *runner, Suite *suite);
void srunner_free(SRunner *runner);
void srunner_set_fork_status(SRunner *runner, enum fork_status status);
void srunner_run_all(SRunner *runner, enum print_output mode);
int srunner_ntests_failed(SRunner *runner);
int srunner_ntests_run(SRunner *runner);

void ll_observe_describe(const char *file, const char *text, bool holds, double with,
                         double tolerance);
void ll_observe_truth(int line, bool holds);
void ll_observe_int(int line, intmax_t value);
void ll_observe_uint(int line, uintmax_t value);
void ll_observe_double(int line, double value, bool close);
void ll_observe_text(int line, const char *text, bool may_be_null);
void ll_observe_memory(int line, const void *bytes, size_t count);
void ll_observe_pointer(int line, const void *pointer, bool wanted_null);

/* ---- equalities ------------------------------------------------------------------ */

#ifdef LL_OBSERVE_ALL
#define LL_OBSERVE_EQ(type, X, Y, tell)                                                \
    do {                                                                               \
        type ll_x = (X);                                                               \
        type ll_y = (Y);                                                               \
        ll_observe_describe(__FILE__, #X, ll_x == ll_y, 0, 0);                         \
        tell(__LINE__, ll_x);                                                          \
    } while (0)
#define LL_OBSERVE_FLOAT(type, X, Y)                                                   \
    do {                                                                               \
        type ll_x = (X);                                                               \
        type ll_y = (Y);                                                               \
        ll_observe_describe(__FILE__, #X, ll_x == ll_y, 0, 0);                         \
        ll_observe_double(__LINE__, (double)ll_x, false);                              \
    } while (0)
#define LL_OBSERVE_CLOSE(type, X, Y, T)                                                \
    do {                                                                               \
        type ll_x = (X);                                                               \
        type ll_y = (Y);                                                               \
        type ll_t = (T);                                                               \
        ll_observe_describe(__FILE__, #X, fabsl(ll_y - ll_x) < ll_t, (double)ll_y,     \
                            (double)ll_t);                                             \
        ll_observe_double(__LINE__, (double)ll_x, true);                               \
    } while (0)
#define LL_OBSERVE_TEXT(X, Y, null)                                                    \
    do {                                                                               \
        const char *ll_x = (X);                                                        \
        const char *ll_y = (Y);                                                        \
        ll_observe_describe(__FILE__, #X,                                              \
                            ll_x == NULL || ll_y == NULL ? (null) && ll_x == ll_y      \
                                                         : strcmp(ll_x, ll_y) == 0,    \
                            0, 0);                                                     \
        ll_observe_text(__LINE__, ll_x, null);                                         \
    } while (0)
#define ck_assert_mem_eq(X, Y, L)                                                      \
    do {                                                                               \
        const void *ll_x = (X);                                                        \
        const void *ll_y = (Y);                                                        \
        size_t ll_l = (L);                                                             \
        ll_observe_describe(__FILE__, #X, memcmp(ll_x, ll_y, ll_l) == 0, 0, 0);        \
        ll_observe_memory(__LINE__, ll_x, ll_l);                                       \
    } while (0)
#else
#define LL_OBSERVE_EQ(type, X, Y, tell) tell(__LINE__, (X))
#define LL_OBSERVE_FLOAT(type, X, Y)                                                   \
    ll_observe_double(__LINE__, (double)(type)(X), false)
#define LL_OBSERVE_CLOSE(type, X, Y, T)                                                \
    ll_observe_double(__LINE__, (double)(type)(X), true)
#define LL_OBSERVE_TEXT(X, Y, null) ll_observe_text(__LINE__, (X), null)
#define ck_assert_mem_eq(X, Y, L) ll_observe_memory(__LINE__, (X), (L))
#endif

#define ck_assert_int_eq(X, Y) LL_OBSERVE_EQ(intmax_t, X, Y, ll_observe_int)
#define ck_assert_uint_eq(X, Y) LL_OBSERVE_EQ(uintmax_t, X, Y, ll_observe_uint)
#define ck_assert_float_eq(X, Y) LL_OBSERVE_FLOAT(float, X, Y)
#define ck_assert_double_eq(X, Y) LL_OBSERVE_FLOAT(double, X, Y)
#define ck_assert_float_eq_tol(X, Y, T) LL_OBSERVE_CLOSE(float, X, Y, T)
#define ck_assert_double_eq_tol(X, Y, T) LL_OBSERVE_CLOSE(double, X, Y, T)
#define ck_assert_str_eq(X, Y) LL_OBSERVE_TEXT(X, Y, false)
#define ck_assert_pstr_eq(X, Y) LL_OBSERVE_TEXT(X, Y, true)

/* ---- conditions ------------------------------------------------------------------ */

#ifdef LL_OBSERVE_ALL
#define LL_OBSERVE_TRUTH(text, ...)                                                    \
    do {                                                                               \
        bool ll_holds = (__VA_ARGS__);                                                 \
        ll_observe_describe(__FILE__, text, ll_holds, 0, 0);                           \
        ll_observe_truth(__LINE__, ll_holds);                                          \
    } while (0)
#define LL_OBSERVE_NULL(X, null)                                                       \
    do {                                                                               \
        const void *ll_x = (X);                                                        \
        ll_observe_describe(__FILE__, #X, (ll_x == NULL) == (null), 0, 0);             \
        ll_observe_pointer(__LINE__, ll_x, null);                                      \
    } while (0)
#else
#define LL_OBSERVE_TRUTH(text, ...) ll_observe_truth(__LINE__, (__VA_ARGS__))
#define LL_OBSERVE_NULL(X, null) ll_observe_pointer(__LINE__, (X), null)
#endif
#define LL_OBSERVE_IS(type, X, OP, Y)                                                  \
    LL_OBSERVE_TRUTH(#X " " #OP " " #Y, (type)(X)OP(type)(Y))
#define LL_OBSERVE_STRCMP(X, OP, Y)                                                    \
    LL_OBSERVE_TRUTH(#X " " #OP " " #Y, strcmp((X), (Y)) OP 0)
#define LL_OBSERVE_MEMCMP(X, OP, Y, L)                                                 \
    LL_OBSERVE_TRUTH(#X " " #OP " " #Y, memcmp((X), (Y), (L)) OP 0)

#define ck_assert(X) LL_OBSERVE_TRUTH(#X, (X))
#define ck_assert_msg(X, ...) LL_OBSERVE_TRUTH(#X, (X))
#define ck_abort() LL_OBSERVE_TRUTH("not reached", false)
#define ck_abort_msg(...) LL_OBSERVE_TRUTH("not reached", false)
#define mark_point() ((void)0)

#define ck_assert_int_ne(X, Y) LL_OBSERVE_IS(intmax_t, X, !=, Y)
#define ck_assert_int_lt(X, Y) LL_OBSERVE_IS(intmax_t, X, <, Y)
#define ck_assert_int_le(X, Y) LL_OBSERVE_IS(intmax_t, X, <=, Y)
#define ck_assert_int_gt(X, Y) LL_OBSERVE_IS(intmax_t, X, >, Y)
#define ck_assert_int_ge(X, Y) LL_OBSERVE_IS(intmax_t, X, >=, Y)
#define ck_assert_uint_ne(X, Y) LL_OBSERVE_IS(uintmax_t, X, !=, Y)
#define ck_assert_uint_lt(X, Y) LL_OBSERVE_IS(uintmax_t, X, <, Y)
#define ck_assert_uint_le(X, Y) LL_OBSERVE_IS(uintmax_t, X, <=, Y)
#define ck_assert_uint_gt(X, Y) LL_OBSERVE_IS(uintmax_t, X, >, Y)
#define ck_assert_uint_ge(X, Y) LL_OBSERVE_IS(uintmax_t, X, >=, Y)
#define ck_assert_float_ne(X, Y) LL_OBSERVE_IS(float, X, !=, Y)
#define ck_assert_float_lt(X, Y) LL_OBSERVE_IS(float, X, <, Y)
#define ck_assert_float_le(X, Y) LL_OBSERVE_IS(float, X, <=, Y)
#define ck_assert_float_gt(X, Y) LL_OBSERVE_IS(float, X, >, Y)
#define ck_assert_float_ge(X, Y) LL_OBSERVE_IS(float, X, >=, Y)
#define ck_assert_double_ne(X, Y) LL_OBSERVE_IS(double, X, !=, Y)
#define ck_assert_double_lt(X, Y) LL_OBSERVE_IS(double, X, <, Y)
#define ck_assert_double_le(X, Y) LL_OBSERVE_IS(double, X, <=, Y)
#define ck_assert_double_gt(X, Y) LL_OBSERVE_IS(double, X, >, Y)
#define ck_assert_double_ge(X, Y) LL_OBSERVE_IS(double, X, >=, Y)
#define ck_assert_float_finite(X) LL_OBSERVE_TRUTH(#X " is finite", isfinite(X))
#define ck_assert_float_infinite(X) LL_OBSERVE_TRUTH(#X " is infinite", isinf(X))
#define ck_assert_float_nan(X) LL_OBSERVE_TRUTH(#X " is NaN", isnan(X))
#define ck_assert_float_nonnan(X) LL_OBSERVE_TRUTH(#X " is not NaN", !isnan(X))
#define ck_assert_double_finite(X) LL_OBSERVE_TRUTH(#X " is finite", isfinite(X))
#define ck_assert_double_infinite(X) LL_OBSERVE_TRUTH(#X " is infinite", isinf(X))
#define ck_assert_double_nan(X) LL_OBSERVE_TRUTH(#X " is NaN", isnan(X))
#define ck_assert_double_nonnan(X) LL_OBSERVE_TRUTH(#X " is not NaN", !isnan(X))
#define ck_assert_str_ne(X, Y) LL_OBSERVE_STRCMP(X, !=, Y)
#define ck_assert_str_lt(X, Y) LL_OBSERVE_STRCMP(X, <, Y)
#define ck_assert_str_le(X, Y) LL_OBSERVE_STRCMP(X, <=, Y)
#define ck_assert_str_gt(X, Y) LL_OBSERVE_STRCMP(X, >, Y)
#define ck_assert_str_ge(X, Y) LL_OBSERVE_STRCMP(X, >=, Y)
#define ck_assert_mem_ne(X, Y, L) LL_OBSERVE_MEMCMP(X, !=, Y, L)
#define ck_assert_mem_lt(X, Y, L) LL_OBSERVE_MEMCMP(X, <, Y, L)
#define ck_assert_mem_le(X, Y, L) LL_OBSERVE_MEMCMP(X, <=, Y, L)
#define ck_assert_mem_gt(X, Y, L) LL_OBSERVE_MEMCMP(X, >, Y, L)
#define ck_assert_mem_ge(X, Y, L) LL_OBSERVE_MEMCMP(X, >=, Y, L)
/* Addresses of one process mean nothing in another: only their equality is sent. */
#define ck_assert_ptr_eq(X, Y) LL_OBSERVE_IS(const void *, X, ==, Y)
#define ck_assert_ptr_ne(X, Y) LL_OBSERVE_IS(const void *, X, !=, Y)
#define ck_assert_ptr_null(X) LL_OBSERVE_NULL(X, true)
#define ck_assert_ptr_nonnull(X) LL_OBSERVE_NULL(X, false)

#endif
