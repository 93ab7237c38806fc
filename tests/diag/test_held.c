/* SPDX-License-Identifier: MIT
 *
 * What was lost with a Python object is one fault with the lost reference, and each
 * block is counted once. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "diag/cause.h"
#include "support/suite.h"

static const char *const roots[] = {"/home/ada", NULL};
static struct ll_diags list;

static void forget(void)
{
    ll_diags_release(&list);
}

/* 0: Python's own code alone. */
static void push(struct ll_stack *stack, const char *function, unsigned line)
{
    ck_assert(ll_stack_add(stack, function, NULL, 0, 0, "/usr/lib/libpython3.11.so"));
    if (line > 0)
        ck_assert(ll_stack_add(stack, "make", "/home/ada/make.c", line, 0, NULL));
}

/* A leak of `blocks` blocks of 32 bytes that line `line` allocated. The pointer lasts
 * until the next one. */
static struct ll_diag *add_to(struct ll_diags *to, enum ll_kind kind, const char *tool,
                              unsigned line, unsigned blocks)
{
    struct ll_diag diag;
    ll_diag_init(&diag, kind);
    diag.bytes = 32ull * blocks;
    diag.blocks = blocks;
    push(&diag.allocated, "PyLong_FromLong", line);
    ck_assert(ll_diag_add_witness(&diag, tool, "its words"));
    ck_assert_int_eq(ll_diags_add(to, &diag, NULL), 0);
    return &to->items[to->count - 1];
}

static struct ll_diag *add_leak(enum ll_kind kind, unsigned line, unsigned blocks)
{
    return add_to(&list, kind, "memcheck", line, blocks);
}

/* A lost list that line `line` took, of 56 bytes, in a block that Python had kept. */
static struct ll_diag *add_list(struct ll_diags *to, unsigned line)
{
    struct ll_diag *diag = add_to(to, LL_LOST_REFERENCE, "lastref", 0, 1);
    diag->bytes = 56;
    diag->type = strdup("list");
    diag->repr = strdup("[]");
    push(&diag->at, "PyList_New", line);
    return diag;
}

static void hold(struct ll_diag *reference, unsigned line, unsigned blocks,
                 bool is_object)
{
    struct ll_held held = {
        .bytes = 32ull * blocks, .blocks = blocks, .is_object = is_object};
    push(&held.allocated, is_object ? "PyList_New" : "PyLong_FromLong", line);
    ck_assert(ll_diag_add_held(reference, &held));
    ll_stack_release(&held.allocated);
}

static void settle(size_t left)
{
    ck_assert_int_eq(ll_diags_settle(&list, roots, NULL, NULL), 0);
    ck_assert_uint_eq(list.count, left);
}

/* The diagnosis of that kind whose blocks, or whose reference, line `line` took. */
static const struct ll_diag *find(enum ll_kind kind, unsigned line)
{
    for (size_t i = 0; i < list.count; i++) {
        const struct ll_diag *diag = &list.items[i];
        const struct ll_frame *own =
            ll_stack_own(diag->at.count > 0 ? &diag->at : &diag->allocated, roots);
        if (diag->kind == kind && own != NULL && own->line == line)
            return diag;
    }
    ck_abort_msg("there is no %s of line %u", ll_kind_name(kind), line);
    return NULL;
}

START_TEST(what_was_lost_with_an_object_is_told_with_it)
{
    struct ll_diag *reference = add_list(&list, 7);
    hold(reference, 7, 1, false);
    hold(reference, 9, 5, false);
    hold(reference, 0, 2, false);
    add_leak(LL_INDIRECTLY_LOST, 9, 5);
    add_leak(LL_POSSIBLY_LOST, 7, 1);
    settle(1);
    const struct ll_diag *told = find(LL_LOST_REFERENCE, 7);
    ck_assert_uint_eq(told->bytes, 56); /* the object's own */
    ck_assert_uint_eq(told->blocks, 1);
    ck_assert_str_eq(told->sequel,
                     "What the object held was lost with it: 160 bytes in 5 blocks "
                     "that make.c:9 allocated, 32 bytes that make.c:7 allocated, 64 "
                     "bytes in 2 blocks that Python allocated.");
    ck_assert(ll_diag_seen_by(told, "memcheck"));
    ck_assert(told->witnesses[1].of_sequel); /* it did not see the reference */
}
END_TEST

START_TEST(what_the_object_did_not_hold_stays_a_fault)
{
    struct ll_diag *reference = add_list(&list, 7);
    hold(reference, 9, 5, false);
    add_leak(LL_INDIRECTLY_LOST, 9, 7); /* two more */
    add_leak(LL_INDIRECTLY_LOST, 12, 5);
    settle(3);
    ck_assert_uint_eq(find(LL_INDIRECTLY_LOST, 9)->blocks, 2);
    ck_assert_uint_eq(find(LL_INDIRECTLY_LOST, 9)->bytes, 64);
    ck_assert_uint_eq(find(LL_INDIRECTLY_LOST, 12)->blocks, 5);
}
END_TEST

/* Nothing led to it, so no object held it. */
START_TEST(what_was_definitely_lost_is_another_fault)
{
    static const enum ll_kind kinds[] = {LL_DEFINITELY_LOST, LL_STILL_REACHABLE};
    hold(add_list(&list, 7), 9, 5, false);
    add_leak(kinds[_i], 9, 5);
    settle(2);
    ck_assert_uint_eq(find(kinds[_i], 9)->blocks, 5);
}
END_TEST

START_TEST(amounts_that_do_not_fit_stay)
{
    hold(add_list(&list, 7), 9, 5, false);
    add_leak(LL_INDIRECTLY_LOST, 9, 5)->bytes = 200; /* five larger ones */
    settle(2);
    ck_assert_uint_eq(find(LL_INDIRECTLY_LOST, 9)->bytes, 200);
}
END_TEST

START_TEST(two_objects_share_what_one_line_allocated)
{
    hold(add_list(&list, 7), 9, 5, false);
    hold(add_list(&list, 8), 9, 3, false);
    add_leak(LL_INDIRECTLY_LOST, 9, 8);
    settle(2);
    ck_assert_ptr_nonnull(strstr(find(LL_LOST_REFERENCE, 7)->sequel, "160 bytes in 5"));
    ck_assert_ptr_nonnull(strstr(find(LL_LOST_REFERENCE, 8)->sequel, "96 bytes in 3"));
}
END_TEST

START_TEST(several_records_may_be_what_one_object_held)
{
    hold(add_list(&list, 7), 9, 5, false);
    add_leak(LL_INDIRECTLY_LOST, 9, 2);
    add_leak(LL_INDIRECTLY_LOST, 9, 3);
    settle(1);
}
END_TEST

/* Of ten lists Python made four in blocks that it had kept. Other tools know the line
 * of six. */
START_TEST(an_objects_own_block_is_counted_once)
{
    struct ll_diag *reference = add_list(&list, 7);
    reference->blocks = 10;
    hold(reference, 7, 6, true);
    hold(reference, 0, 4, true);
    hold(reference, 9, 10, false);
    add_leak(LL_INDIRECTLY_LOST, 9, 10);
    add_leak(LL_DEFINITELY_LOST, 7, 6);
    add_leak(LL_DEFINITELY_LOST, 8, 6);
    settle(2);
    const struct ll_diag *told = find(LL_LOST_REFERENCE, 7);
    ck_assert_uint_eq(told->blocks, 10);
    ck_assert_str_eq(told->sequel, "What the objects held was lost with them: 320 "
                                   "bytes in 10 blocks that make.c:9 allocated.");
    ck_assert(!told->witnesses[1].of_sequel); /* it saw both */
    find(LL_DEFINITELY_LOST, 8);
}
END_TEST

/* In the report of one tool, or later. */
START_TEST(references_that_become_one_hold_both_amounts)
{
    for (unsigned blocks = 2; blocks <= 3; blocks++) {
        struct ll_diag *reference = add_list(&list, 7);
        reference->taken_by = strdup(blocks == 2 || _i == 0 ? "PyList_New" : "list");
        push(&reference->allocated, "PyList_New", 7);
        hold(reference, 9, blocks, false);
    }
    ll_diags_fold(&list, roots);
    ck_assert_int_eq((int)list.count, _i + 1);
    add_leak(LL_INDIRECTLY_LOST, 9, 5);
    settle(1);
    ck_assert_ptr_nonnull(strstr(list.items[0].sequel, "160 bytes in 5 blocks"));
    ck_assert_ptr_null(list.items[0].repr); /* it is that of one object */
}
END_TEST

/* A lost list in a block of its own, and beside it, in the same line, a malloc that
 * nobody frees. */
static void merge_list(unsigned long long bytes)
{
    struct ll_diags from = {0};
    struct ll_diag *reference = add_list(&from, 7);
    push(&reference->allocated, "PyList_New", 7);
    hold(reference, 7, 1, true);
    reference->held->bytes = 56;
    add_leak(LL_DEFINITELY_LOST, 7, 1)->bytes = bytes;
    ck_assert_int_eq(ll_diags_merge(&list, &from, roots, NULL), 0);
    ll_diags_release(&from);
}

START_TEST(the_same_block_seen_by_two_tools_is_one_fault)
{
    merge_list(56);
    settle(1);
    ck_assert_int_eq(list.items[0].kind, LL_LOST_REFERENCE);
    ck_assert(!list.items[0].witnesses[0].of_sequel);
}
END_TEST

START_TEST(another_block_of_the_same_line_is_another_fault)
{
    merge_list(55);
    settle(2);
    ck_assert_uint_eq(find(LL_DEFINITELY_LOST, 7)->bytes, 55);
    ck_assert_uint_eq(find(LL_LOST_REFERENCE, 7)->bytes, 56);
}
END_TEST

/* One line loses a list and its items' array; one tool tells the lists apart by where
 * they were lost. */
START_TEST(a_record_is_split_like_others_of_its_kind)
{
    struct ll_diags fine = {0};
    add_leak(LL_DEFINITELY_LOST, 7, 6);
    add_leak(LL_INDIRECTLY_LOST, 7, 10);
    add_to(&fine, LL_DEFINITELY_LOST, "lastptr", 7, 5);
    add_to(&fine, LL_DEFINITELY_LOST, "lastptr", 7, 1);
    add_to(&fine, LL_INDIRECTLY_LOST, "lastptr", 7, 10);
    ck_assert_int_eq(ll_diags_merge(&list, &fine, roots, NULL), 0);
    ll_diags_release(&fine);
    ck_assert_uint_eq(list.count, 3);
    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_eq(list.items[i].witness_count, 2);
    ck_assert_uint_eq(
        list.items[0].blocks + list.items[1].blocks + list.items[2].blocks, 16);
}
END_TEST

/* A leak of `blocks` blocks of 8 bytes: the arrays of lists. */
static void add_arrays(struct ll_diags *to, const char *tool, unsigned blocks)
{
    struct ll_diag *diag = add_to(to, LL_INDIRECTLY_LOST, tool, 0, blocks);
    diag->bytes = 8ull * blocks;
    ll_stack_release(&diag->allocated);
    push(&diag->allocated, "PyList_New", 7);
}

/* Lists and their numbers are made in one line. */
START_TEST(a_record_is_split_like_those_of_the_same_call)
{
    struct ll_diags fine = {0};
    unsigned long long bytes = 0;
    add_leak(LL_INDIRECTLY_LOST, 7, 10);
    add_arrays(&list, "memcheck", 10);
    add_to(&fine, LL_INDIRECTLY_LOST, "lastptr", 7, 8);
    add_to(&fine, LL_INDIRECTLY_LOST, "lastptr", 7, 2);
    add_arrays(&fine, "lastptr", 8);
    add_arrays(&fine, "lastptr", 2);
    ck_assert_int_eq(ll_diags_merge(&list, &fine, roots, NULL), 0);
    ll_diags_release(&fine);
    ck_assert_uint_eq(list.count, 4);
    for (size_t i = 0; i < list.count; i++) {
        ck_assert_uint_eq(list.items[i].witness_count, 2);
        bytes += list.items[i].bytes;
    }
    ck_assert_uint_eq(bytes, 400);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("held");
    TCase *tcase = case_create("references");
    tcase_add_checked_fixture(tcase, NULL, forget);
    tcase_add_test(tcase, what_was_lost_with_an_object_is_told_with_it);
    tcase_add_test(tcase, what_the_object_did_not_hold_stays_a_fault);
    tcase_add_loop_test(tcase, what_was_definitely_lost_is_another_fault, 0, 2);
    tcase_add_test(tcase, amounts_that_do_not_fit_stay);
    tcase_add_test(tcase, two_objects_share_what_one_line_allocated);
    tcase_add_test(tcase, several_records_may_be_what_one_object_held);
    tcase_add_test(tcase, an_objects_own_block_is_counted_once);
    tcase_add_loop_test(tcase, references_that_become_one_hold_both_amounts, 0, 2);
    tcase_add_test(tcase, the_same_block_seen_by_two_tools_is_one_fault);
    tcase_add_test(tcase, another_block_of_the_same_line_is_another_fault);
    tcase_add_test(tcase, a_record_is_split_like_others_of_its_kind);
    tcase_add_test(tcase, a_record_is_split_like_those_of_the_same_call);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
