/* SPDX-License-Identifier: MIT
 *
 * test_picture.c: how pictures must be read.
 */
#define _GNU_SOURCE
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "picture.h"

static struct picture picture;

static enum picture_result read_text(char *text)
{
    FILE *file = fmemopen(text, strlen(text), "r");
    enum picture_result result;

    ck_assert_ptr_nonnull(file);
    result = picture_read(&picture, file);
    fclose(file);
    return result;
}

START_TEST(a_picture_has_its_size_and_dots)
{
    char text[] = "1x2 0 0.25 0.5 0.75 1 0";

    ck_assert_int_eq(read_text(text), PICTURE_OK);
    ck_assert_uint_eq(picture.width, 1);
    ck_assert_uint_eq(picture.height, 2);
    ck_assert_float_eq(picture.dots[0].green, 0.25F);
    ck_assert_float_eq(picture.dots[0].blue, 0.5F);
    ck_assert_float_eq(picture.dots[1].red, 0.75F);
    picture_release(&picture);
}
END_TEST

START_TEST(white_is_bright_and_black_is_dark)
{
    char white[] = "1x1 1 1 1", black[] = "1x1 0 0 0", both[] = "2x1 1 1 1 0 0 0";

    ck_assert_int_eq(read_text(white), PICTURE_OK);
    ck_assert_double_eq_tol(picture_brightness(&picture), 1.0, 1e-6);
    picture_release(&picture);
    ck_assert_int_eq(read_text(black), PICTURE_OK);
    ck_assert_double_eq_tol(picture_brightness(&picture), 0.0, 1e-6);
    picture_release(&picture);
    ck_assert_int_eq(read_text(both), PICTURE_OK);
    ck_assert_double_eq_tol(picture_brightness(&picture), 0.5, 1e-6);
    picture_release(&picture);
}
END_TEST

START_TEST(what_is_no_picture_is_refused)
{
    char empty[] = " ", letters[] = "axb", one_side[] = "2 0 0 0";

    ck_assert_int_eq(read_text(empty), PICTURE_REFUSED);
    ck_assert_int_eq(read_text(letters), PICTURE_REFUSED);
    ck_assert_int_eq(read_text(one_side), PICTURE_REFUSED);
}
END_TEST

START_TEST(a_picture_that_ends_too_early_is_refused)
{
    char missing[] = "2x1 1 1 1", half[] = "1x1 1 1";

    ck_assert_int_eq(read_text(missing), PICTURE_REFUSED);
    ck_assert_int_eq(read_text(half), PICTURE_REFUSED);
}
END_TEST

START_TEST(no_side_is_longer_than_the_limit)
{
    char text[] = "4097x1 1 1 1";

    ck_assert_int_eq(read_text(text), PICTURE_REFUSED);
}
END_TEST

START_TEST(no_side_is_negative)
{
    char text[] = "-1x1 1 1 1";

    ck_assert_int_ne(read_text(text), PICTURE_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("picture");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, a_picture_has_its_size_and_dots);
    tcase_add_test(behaviour, white_is_bright_and_black_is_dark);
    tcase_add_test(behaviour, what_is_no_picture_is_refused);
    tcase_add_test(behaviour, a_picture_that_ends_too_early_is_refused);
    tcase_add_test(behaviour, no_side_is_longer_than_the_limit);
    tcase_add_test(behaviour, no_side_is_negative);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
