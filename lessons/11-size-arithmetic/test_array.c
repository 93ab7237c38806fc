/* SPDX-License-Identifier: MIT
 *
 * test_array.c: how sizes must be multiplied, and arrays made of them.
 */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>

#include "array.h"

/* A size from outside: the compiler may not know it. */
static volatile size_t outside;

static void fits(size_t a, size_t b, size_t expected)
{
    size_t product = 77;

    ck_assert(size_times(a, b, &product));
    ck_assert_uint_eq(product, expected);
    ck_assert(size_times(b, a, &product));
    ck_assert_uint_eq(product, expected);
}

static void does_not_fit(size_t a, size_t b)
{
    size_t product = 77;

    ck_assert(!size_times(a, b, &product));
    ck_assert(!size_times(b, a, &product));
    ck_assert_uint_eq(product, 77);
}

START_TEST(small_numbers_are_multiplied)
{
    fits(6, 7, 42);
    fits(1, 1, 1);
}
END_TEST

START_TEST(zero_times_anything_is_zero)
{
    fits(0, 0, 0);
    fits(0, 12, 0);
    fits(0, SIZE_MAX, 0);
}
END_TEST

START_TEST(the_largest_product_fits)
{
    fits(1, SIZE_MAX, SIZE_MAX);
    fits(SIZE_MAX / 2, 2, SIZE_MAX - 1);
    fits(SIZE_MAX / 15, 15, SIZE_MAX);
}
END_TEST

START_TEST(one_more_does_not_fit)
{
    does_not_fit(SIZE_MAX / 2 + 1, 2);
    does_not_fit(SIZE_MAX / 15 + 1, 15);
    does_not_fit(SIZE_MAX, SIZE_MAX);
}
END_TEST

START_TEST(products_that_come_out_small_do_not_fit)
{
    does_not_fit(SIZE_MAX / 4 + 2, 4);
    does_not_fit(SIZE_MAX / 2 + 1, 4);
}
END_TEST

START_TEST(a_new_array_is_zero)
{
    unsigned char *array = array_new(12, 10);

    ck_assert_ptr_nonnull(array);
    for (int i = 0; i < 120; i++)
        ck_assert_uint_eq(array[i], 0);
    free(array);
}
END_TEST

START_TEST(an_array_too_large_is_not_made)
{
    outside = SIZE_MAX / 4 + 2;
    ck_assert_ptr_null(array_new(outside, 4));
    ck_assert_ptr_null(array_new(4, outside));
}
END_TEST

START_TEST(elements_survive_a_resize)
{
    int *array = array_new(2, sizeof *array);

    ck_assert_ptr_nonnull(array);
    array[0] = 11;
    array[1] = 22;
    array = array_resize(array, 2000, sizeof *array);
    ck_assert_ptr_nonnull(array);
    array[1999] = 33;
    ck_assert_int_eq(array[0], 11);
    ck_assert_int_eq(array[1], 22);
    array = array_resize(array, 1, sizeof *array);
    ck_assert_ptr_nonnull(array);
    ck_assert_int_eq(array[0], 11);
    free(array);
}
END_TEST

START_TEST(an_array_that_cannot_grow_stays)
{
    int *array = array_new(2, sizeof *array);

    ck_assert_ptr_nonnull(array);
    array[1] = 22;
    outside = SIZE_MAX / sizeof *array + 2;
    ck_assert_ptr_null(array_resize(array, outside, sizeof *array));
    ck_assert_int_eq(array[1], 22);
    free(array);
}
END_TEST

/* The product fits, but no machine has so much memory. */
START_TEST(an_array_without_memory_to_grow_stays)
{
    int *array = array_new(2, sizeof *array);

    ck_assert_ptr_nonnull(array);
    array[1] = 22;
    outside = SIZE_MAX / sizeof *array / 4;
    ck_assert_ptr_null(array_resize(array, outside, sizeof *array));
    ck_assert_int_eq(array[1], 22);
    free(array);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("array");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, small_numbers_are_multiplied);
    tcase_add_test(behaviour, zero_times_anything_is_zero);
    tcase_add_test(behaviour, the_largest_product_fits);
    tcase_add_test(behaviour, one_more_does_not_fit);
    tcase_add_test(behaviour, products_that_come_out_small_do_not_fit);
    tcase_add_test(behaviour, a_new_array_is_zero);
    tcase_add_test(behaviour, an_array_too_large_is_not_made);
    tcase_add_test(behaviour, elements_survive_a_resize);
    tcase_add_test(behaviour, an_array_that_cannot_grow_stays);
    tcase_add_test(behaviour, an_array_without_memory_to_grow_stays);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
