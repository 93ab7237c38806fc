/* SPDX-License-Identifier: MIT
 *
 * test_label.c: how a label must behave, whoever frees its memory.
 */
#include <Python.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "label.h"

START_TEST(name_and_unit_are_joined)
{
    struct label *label = label_new("noise level", "dB");

    ck_assert_ptr_nonnull(label);
    ck_assert_str_eq(label->text, "noise level [dB]");
    ck_assert_uint_eq(label->length, strlen("noise level [dB]"));
    label_free(label);
}
END_TEST

START_TEST(both_may_be_empty)
{
    struct label *label = label_new("", "");

    ck_assert_ptr_nonnull(label);
    ck_assert_str_eq(label->text, " []");
    ck_assert_uint_eq(label->length, 3);
    label_free(label);
}
END_TEST

/* Above 512 bytes Python serves a block differently. */
START_TEST(a_name_may_be_long)
{
    char name[2000];
    struct label *label;

    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    label = label_new(name, "s");
    ck_assert_ptr_nonnull(label);
    ck_assert_uint_eq(label->length, strlen(name) + strlen(" [s]"));
    ck_assert_mem_eq(label->text, name, strlen(name));
    ck_assert_str_eq(label->text + strlen(name), " [s]");
    label_free(label);
}
END_TEST

START_TEST(the_text_is_a_copy)
{
    char name[] = "level", unit[] = "dB";
    struct label *label = label_new(name, unit);

    ck_assert_ptr_nonnull(label);
    name[0] = unit[0] = 'x';
    ck_assert_str_eq(label->text, "level [dB]");
    label_free(label);
}
END_TEST

START_TEST(labels_are_apart)
{
    struct label *level = label_new("level", "dB"), *time = label_new("time", "s");

    ck_assert_ptr_nonnull(level);
    ck_assert_ptr_nonnull(time);
    label_free(level);
    ck_assert_str_eq(time->text, "time [s]");
    label_free(time);
}
END_TEST

START_TEST(free_of_null_does_nothing)
{
    label_free(NULL);
}
END_TEST

/* PyMem_Malloc with an end: of its calls, only the first `left` succeed. */
struct short_supply {
    PyMemAllocatorEx real;
    size_t left;
    size_t blocks; /* allocated and not freed */
};

static void *short_malloc(void *context, size_t size)
{
    struct short_supply *supply = context;

    if (supply->left == 0)
        return NULL;
    supply->left--;
    supply->blocks++;
    return supply->real.malloc(supply->real.ctx, size);
}

static void short_free(void *context, void *block)
{
    struct short_supply *supply = context;

    if (block != NULL)
        supply->blocks--;
    supply->real.free(supply->real.ctx, block);
}

/* label_new() asks for one block, and then, perhaps in vain, for another. */
START_TEST(a_label_without_memory_is_none)
{
    struct short_supply supply = {.left = (size_t)_i};
    PyMemAllocatorEx hooks;

    PyMem_GetAllocator(PYMEM_DOMAIN_MEM, &supply.real);
    hooks = supply.real;
    hooks.ctx = &supply;
    hooks.malloc = short_malloc;
    hooks.free = short_free;
    PyMem_SetAllocator(PYMEM_DOMAIN_MEM, &hooks);
    struct label *label = label_new("noise level", "dB");
    PyMem_SetAllocator(PYMEM_DOMAIN_MEM, &supply.real);

    if (label == NULL)
        ck_assert_uint_eq(supply.blocks, 0);
    else
        label_free(label);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("label");
    TCase *behaviour = tcase_create("behaviour");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, name_and_unit_are_joined);
    tcase_add_test(behaviour, both_may_be_empty);
    tcase_add_test(behaviour, a_name_may_be_long);
    tcase_add_test(behaviour, the_text_is_a_copy);
    tcase_add_test(behaviour, labels_are_apart);
    tcase_add_test(behaviour, free_of_null_does_nothing);
    tcase_add_loop_test(behaviour, a_label_without_memory_is_none, 0, 2);
    suite_add_tcase(suite, behaviour);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
