/* SPDX-License-Identifier: MIT
 *
 * test_builder.c: how a builder must behave while there is memory enough.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "builder.h"

static struct builder builder;

static void set_up(void)
{
    ck_assert_int_eq(builder_init(&builder), 0);
}

static void tear_down(void)
{
    builder_release(&builder);
}

START_TEST(a_new_builder_is_empty)
{
    ck_assert_uint_eq(builder.length, 0);
    ck_assert_str_eq(builder_text(&builder), "");
}
END_TEST

START_TEST(parts_are_joined_in_order)
{
    ck_assert_int_eq(builder_add(&builder, "one"), 0);
    ck_assert_int_eq(builder_add(&builder, ""), 0);
    ck_assert_int_eq(builder_add(&builder, ", two"), 0);
    ck_assert_str_eq(builder_text(&builder), "one, two");
    ck_assert_uint_eq(builder.length, 8);
}
END_TEST

START_TEST(text_survives_growing)
{
    for (int i = 0; i < 1000; i++) {
        ck_assert_int_eq(builder_add(&builder, "abc"), 0);
        ck_assert_uint_gt(builder.capacity, builder.length);
    }
    ck_assert_uint_eq(builder.length, 3000);
    ck_assert_uint_eq(strlen(builder_text(&builder)), 3000);
    for (int i = 0; i < 1000; i++)
        ck_assert_mem_eq(builder_text(&builder) + 3 * i, "abc", 3);
}
END_TEST

START_TEST(one_part_may_be_long)
{
    char part[501];

    memset(part, 'x', sizeof part);
    part[sizeof part - 1] = '\0';
    ck_assert_int_eq(builder_add(&builder, "<"), 0);
    ck_assert_int_eq(builder_add(&builder, part), 0);
    ck_assert_int_eq(builder_add(&builder, ">"), 0);
    ck_assert_uint_eq(builder.length, 502);
    ck_assert_str_eq(builder_text(&builder) + 500, "x>");
}
END_TEST

START_TEST(parts_are_copied)
{
    char part[] = "before";

    ck_assert_int_eq(builder_add(&builder, part), 0);
    memcpy(part, "after!", sizeof part);
    ck_assert_str_eq(builder_text(&builder), "before");
}
END_TEST

START_TEST(a_released_builder_is_empty)
{
    ck_assert_int_eq(builder_add(&builder, "text"), 0);
    builder_release(&builder);
    ck_assert_ptr_null(builder.text);
    ck_assert_uint_eq(builder.length, 0);
    ck_assert_str_eq(builder_text(&builder), "");
}
END_TEST

/* leaklab makes each allocation fail once, and then this test tries again. */
START_TEST(what_had_no_room_can_be_added_later)
{
    for (int i = 0; i < 20; i++)
        if (builder_add(&builder, "twelve bytes") != 0)
            ck_assert_int_eq(builder_add(&builder, "twelve bytes"), 0);
    ck_assert_uint_eq(builder.length, 240);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("builder");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_checked_fixture(behaviour, set_up, tear_down);
    tcase_add_test(behaviour, a_new_builder_is_empty);
    tcase_add_test(behaviour, parts_are_joined_in_order);
    tcase_add_test(behaviour, text_survives_growing);
    tcase_add_test(behaviour, one_part_may_be_long);
    tcase_add_test(behaviour, parts_are_copied);
    tcase_add_test(behaviour, a_released_builder_is_empty);
    tcase_add_test(behaviour, what_had_no_room_can_be_added_later);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
