/* SPDX-License-Identifier: MIT
 *
 * test_tour.c: how a tour must behave, and which domain it must be in.
 */
#include <Python.h>

#include <check.h>
#include <stdlib.h>
#include <wchar.h>

#include "tour.h"

START_TEST(the_name_is_a_copy)
{
    wchar_t name[] = L"ships";
    struct tour tour;

    ck_assert_int_eq(tour_init(&tour, name), 0);
    name[0] = L'x';
    ck_assert_str_eq(tour.name, "ships");
    tour_release(&tour);
}
END_TEST

START_TEST(a_new_tour_has_no_rooms)
{
    struct tour tour;

    ck_assert_int_eq(tour_init(&tour, L""), 0);
    ck_assert_uint_eq(tour.count, 0);
    ck_assert_int_eq(tour_visits(&tour, 0), 0);
    tour_release(&tour);
}
END_TEST

START_TEST(rooms_come_in_order)
{
    struct tour tour;

    ck_assert_int_eq(tour_init(&tour, L"all"), 0);
    for (unsigned room = 0; room < 1000; room++)
        ck_assert_int_eq(tour_add(&tour, room), 0);
    ck_assert_uint_eq(tour.count, 1000);
    for (unsigned room = 0; room < 1000; room++)
        ck_assert_uint_eq(tour.rooms[room], room);
    tour_release(&tour);
}
END_TEST

START_TEST(a_room_is_visited_or_not)
{
    struct tour tour;

    ck_assert_int_eq(tour_init(&tour, L"short"), 0);
    ck_assert_int_eq(tour_add(&tour, 3), 0);
    ck_assert_int_eq(tour_add(&tour, 9), 0);
    ck_assert_int_eq(tour_visits(&tour, 3), 1);
    ck_assert_int_eq(tour_visits(&tour, 9), 1);
    ck_assert_int_eq(tour_visits(&tour, 4), 0);
    tour_release(&tour);
}
END_TEST

START_TEST(a_released_tour_is_empty)
{
    struct tour tour;

    ck_assert_int_eq(tour_init(&tour, L"short"), 0);
    ck_assert_int_eq(tour_add(&tour, 3), 0);
    tour_release(&tour);
    ck_assert_ptr_null(tour.name);
    ck_assert_ptr_null(tour.rooms);
    ck_assert_uint_eq(tour.count, 0);
}
END_TEST

/* ---- the domain ---------------------------------------------------------------
 *
 * For one test, the mem domain is this array. So its address tells whether a block is
 * of that domain, which a tool that is silent does not. */
static _Alignas(16) char mem[1024];
static size_t taken;
static PyMemAllocatorEx usual;

static void *mem_malloc(void *context, size_t size)
{
    char *block = mem + taken;

    (void)context;
    if (size > sizeof mem - taken - 16)
        return NULL;
    taken += (size + 15) / 16 * 16;
    return block;
}

static void *mem_calloc(void *context, size_t count, size_t size)
{
    return mem_malloc(context, count * size); /* nobody has had it before: all 0 */
}

static void *mem_realloc(void *context, void *old, size_t size)
{
    void *block = mem_malloc(context, size);

    if (old != NULL && block != NULL)
        memmove(block, old, size);
    return block;
}

static void mem_free(void *context, void *block)
{
    (void)context;
    (void)block;
}

static void replace_mem(void)
{
    PyMemAllocatorEx array = {NULL, mem_malloc, mem_calloc, mem_realloc, mem_free};

    PyMem_GetAllocator(PYMEM_DOMAIN_MEM, &usual);
    PyMem_SetAllocator(PYMEM_DOMAIN_MEM, &array);
}

static void restore_mem(void)
{
    PyMem_SetAllocator(PYMEM_DOMAIN_MEM, &usual);
}

static int is_in_mem(const void *block)
{
    return (const char *)block >= mem && (const char *)block < mem + taken;
}

/* What is in the array need not be released. */
START_TEST(a_tour_is_in_the_mem_domain)
{
    struct tour tour;

    ck_assert_int_eq(tour_init(&tour, L"ships"), 0);
    ck_assert_msg(is_in_mem(tour.name), "tour.name is not in the mem domain");
    ck_assert_msg(is_in_mem(tour.rooms), "tour.rooms is not in the mem domain");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tour");
    TCase *behaviour = tcase_create("behaviour");
    TCase *domain = tcase_create("domain");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(behaviour, the_name_is_a_copy);
    tcase_add_test(behaviour, a_new_tour_has_no_rooms);
    tcase_add_test(behaviour, rooms_come_in_order);
    tcase_add_test(behaviour, a_room_is_visited_or_not);
    tcase_add_test(behaviour, a_released_tour_is_empty);
    suite_add_tcase(suite, behaviour);
    tcase_add_checked_fixture(domain, replace_mem, restore_mem);
    tcase_add_test(domain, a_tour_is_in_the_mem_domain);
    suite_add_tcase(suite, domain);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
