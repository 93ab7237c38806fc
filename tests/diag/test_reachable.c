/* SPDX-License-Identifier: MIT
 *
 * What memory counts as that is still reachable when a program ends. */
#include <check.h>
#include <signal.h>
#include <stdlib.h>

#include "diag/reachable.h"
#include "support/suite.h"

static const char *const roots[] = {"/home/own", NULL};

static struct ll_diags once, more;

static void forget(void)
{
    ll_diags_release(&once);
    ll_diags_release(&more);
}

/* Add blocks that line `line` allocated. */
static void add(struct ll_diags *list, enum ll_kind kind, unsigned line,
                unsigned long long blocks, unsigned long long bytes)
{
    struct ll_diag diag;
    ll_diag_init(&diag, kind);
    diag.blocks = blocks;
    diag.bytes = bytes;
    ck_assert(ll_stack_add(&diag.allocated, "malloc", NULL, 0, 0, "/lib/libc.so"));
    ck_assert(
        ll_stack_add(&diag.allocated, "keep", "/home/own/a.c", line, 0, "/bin/a"));
    ck_assert(ll_diag_add_witness(&diag, "memcheck", "its words"));
    ck_assert_int_eq(ll_diags_add(list, &diag, NULL), 0);
}

static void judge(enum ll_reachable reachable)
{
    ck_assert_int_eq(ll_diags_judge_reachable(
                         &once, reachable,
                         reachable == LL_REACHABLE_GROWS ? &more : NULL, roots, NULL),
                     0);
}

START_TEST(a_note_stays_a_note)
{
    add(&once, LL_STILL_REACHABLE, 7, 1, 40);
    judge(LL_REACHABLE_NOTE);
    ck_assert_uint_eq(ll_diags_faults(&once), 0);
    ck_assert_int_eq(once.items[0].kind, LL_STILL_REACHABLE);
}
END_TEST

START_TEST(all_that_is_kept_can_be_a_fault)
{
    add(&once, LL_STILL_REACHABLE, 7, 1, 40);
    add(&once, LL_DEFINITELY_LOST, 8, 1, 8);
    judge(LL_REACHABLE_FAULT);
    ck_assert_int_eq(once.items[0].kind, LL_KEPT_TOO_LONG);
    ck_assert(!once.items[0].grows);
    ck_assert_int_eq(once.items[1].kind, LL_DEFINITELY_LOST);
}
END_TEST

START_TEST(what_grows_is_a_fault_and_a_table_is_none)
{
    add(&once, LL_STILL_REACHABLE, 7, 10, 160);
    add(&once, LL_STILL_REACHABLE, 9, 1, 800);
    add(&more, LL_STILL_REACHABLE, 9, 1, 800);
    add(&more, LL_STILL_REACHABLE, 7, 1000, 16000);
    judge(LL_REACHABLE_GROWS);
    ck_assert_uint_eq(once.count, 2);
    ck_assert_int_eq(once.items[0].kind, LL_STILL_REACHABLE);
    ck_assert_uint_eq(once.items[0].bytes, 800);
    const struct ll_diag *kept = &once.items[1];
    ck_assert_int_eq(kept->kind, LL_KEPT_TOO_LONG);
    ck_assert(kept->grows);
    ck_assert_uint_eq(kept->bytes, 16000);
    ck_assert_uint_eq(kept->blocks, 1000);
    ck_assert_uint_eq(kept->fewer_bytes, 160);
    ck_assert_uint_eq(kept->fewer_blocks, 10);
}
END_TEST

START_TEST(one_block_can_grow_by_itself)
{
    add(&once, LL_STILL_REACHABLE, 7, 1, 128);
    add(&more, LL_STILL_REACHABLE, 7, 1, 8192);
    judge(LL_REACHABLE_GROWS);
    ck_assert_int_eq(once.items[0].kind, LL_KEPT_TOO_LONG);
}
END_TEST

START_TEST(longer_names_and_a_limit_that_is_reached_are_no_growth)
{
    add(&once, LL_STILL_REACHABLE, 7, 5, 101);
    add(&more, LL_STILL_REACHABLE, 7, 8, 180);
    judge(LL_REACHABLE_GROWS);
    ck_assert_uint_eq(ll_diags_faults(&once), 0);
    ck_assert_uint_eq(once.items[0].bytes, 101);
}
END_TEST

START_TEST(what_only_more_input_keeps_grows)
{
    add(&more, LL_STILL_REACHABLE, 7, 3, 48);
    judge(LL_REACHABLE_GROWS);
    ck_assert_int_eq(once.items[0].kind, LL_KEPT_TOO_LONG);
    ck_assert_uint_eq(once.items[0].fewer_bytes, 0);
}
END_TEST

START_TEST(records_of_one_place_are_added_up)
{
    add(&once, LL_STILL_REACHABLE, 7, 1, 60);
    add(&once, LL_STILL_REACHABLE, 7, 1, 60);
    add(&more, LL_STILL_REACHABLE, 7, 1, 70);
    add(&more, LL_STILL_REACHABLE, 7, 1, 70);
    judge(LL_REACHABLE_GROWS);
    ck_assert_uint_eq(ll_diags_faults(&once), 0);
    add(&more, LL_STILL_REACHABLE, 7, 10, 700);
    judge(LL_REACHABLE_GROWS);
    ck_assert_uint_eq(once.count, 1);
    ck_assert_uint_eq(once.items[0].bytes, 840);
    ck_assert_uint_eq(once.items[0].fewer_bytes, 120);
}
END_TEST

START_TEST(a_fault_of_more_input_alone_is_added)
{
    add(&once, LL_DEFINITELY_LOST, 8, 1, 8);
    add(&more, LL_DEFINITELY_LOST, 8, 100, 800);
    add(&more, LL_DEFINITELY_LOST, 9, 1, 16);
    judge(LL_REACHABLE_GROWS);
    ck_assert_uint_eq(once.count, 2);
    ck_assert_uint_eq(once.items[0].bytes, 8);
    ck_assert_uint_eq(once.items[1].bytes, 16);
}
END_TEST

/* It did not come to its frees. */
START_TEST(what_a_signal_left_behind_is_not_compared)
{
    struct ll_diags *lists[] = {&once, &more};
    add(&once, LL_STILL_REACHABLE, 7, 1, 16);
    add(&more, LL_STILL_REACHABLE, 7, 10, 160);
    add(lists[_i], LL_CRASH, 8, 0, 0);
    lists[_i]->items[lists[_i]->count - 1].signal = SIGSEGV;
    judge(LL_REACHABLE_GROWS);
    ck_assert_int_eq(once.items[0].kind, LL_STILL_REACHABLE);
    if (_i == 0)
        judge(LL_REACHABLE_FAULT);
    ck_assert_int_eq(once.items[0].kind, LL_STILL_REACHABLE);
}
END_TEST

START_TEST(the_ways_to_count_have_names)
{
    enum ll_reachable reachable;
    ck_assert(ll_reachable_from_name("note", &reachable));
    ck_assert_int_eq(reachable, LL_REACHABLE_NOTE);
    ck_assert(ll_reachable_from_name("fault", &reachable));
    ck_assert_int_eq(reachable, LL_REACHABLE_FAULT);
    ck_assert(ll_reachable_from_name("grows", &reachable));
    ck_assert_int_eq(reachable, LL_REACHABLE_GROWS);
    ck_assert(!ll_reachable_from_name("maybe", &reachable));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reachable");
    TCase *tcase = case_create("judging");
    tcase_add_checked_fixture(tcase, NULL, forget);
    tcase_add_test(tcase, a_note_stays_a_note);
    tcase_add_test(tcase, all_that_is_kept_can_be_a_fault);
    tcase_add_test(tcase, what_grows_is_a_fault_and_a_table_is_none);
    tcase_add_test(tcase, one_block_can_grow_by_itself);
    tcase_add_test(tcase, longer_names_and_a_limit_that_is_reached_are_no_growth);
    tcase_add_test(tcase, what_only_more_input_keeps_grows);
    tcase_add_test(tcase, records_of_one_place_are_added_up);
    tcase_add_test(tcase, a_fault_of_more_input_alone_is_added);
    tcase_add_loop_test(tcase, what_a_signal_left_behind_is_not_compared, 0, 2);
    tcase_add_test(tcase, the_ways_to_count_have_names);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
