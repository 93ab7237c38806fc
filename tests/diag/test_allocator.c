/* SPDX-License-Identifier: MIT
 *
 * allocator: stacks begin at the function that allocates for others, and what that
 * says of a block and of its end.
 */
#include "diag/allocator.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/suite.h"

static const char *const roots[] = {"/home/ada", NULL};
static struct ll_strings allocators;
static struct ll_diags diags;
static struct ll_error err;

static void set_up(void)
{
    ck_assert(ll_strings_add(&allocators, "xmalloc"));
    ck_assert(ll_strings_add(&allocators, "pool_take:pool_give"));
}

static void tear_down(void)
{
    ll_strings_release(&allocators);
    ll_diags_release(&diags);
}

/* "malloc xmalloc:5 main:12": innermost first; a line is one of Ada's. */
static void fill(struct ll_stack *stack, const char *text)
{
    char words[200];
    strcpy(words, text);
    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " ")) {
        char *colon = strchr(word, ':');
        if (colon != NULL)
            *colon = '\0';
        unsigned line = colon == NULL ? 0 : (unsigned)strtoul(colon + 1, NULL, 10);
        ck_assert(ll_stack_add(stack, word, colon == NULL ? NULL : "/home/ada/a.c",
                               line, 0, NULL));
    }
}

static void is(const struct ll_stack *stack, const char *text)
{
    char words[200] = "";
    for (size_t i = 0; i < stack->count; i++) {
        const struct ll_frame *frame = &stack->frames[i];
        sprintf(words + strlen(words), "%s%s", i == 0 ? "" : " ", frame->function);
        if (frame->file != NULL)
            sprintf(words + strlen(words), ":%u", frame->line);
    }
    ck_assert_str_eq(words, text);
}

static void becomes(const char *from, const char *to)
{
    struct ll_stack stack = {0};
    fill(&stack, from);
    ll_allocator_settle(&stack, &allocators, roots);
    is(&stack, to);
    ll_stack_release(&stack);
}

START_TEST(a_stack_begins_at_the_allocator)
{
    becomes("malloc xmalloc:5 main:12", "xmalloc main:12");
    becomes("realloc reallocarray xmalloc:5 load:8 main:12", "xmalloc load:8 main:12");
    becomes("pool_take:9 main:12", "pool_take main:12"); /* it told a tool itself */
}
END_TEST

START_TEST(of_several_allocators_the_outermost_counts)
{
    becomes("malloc xmalloc:5 pool_take:9 main:12", "pool_take main:12");
}
END_TEST

START_TEST(other_stacks_stay)
{
    becomes("malloc main:12", "malloc main:12");
    becomes("malloc xmalloc_like:5 main:12", "malloc xmalloc_like:5 main:12");
    becomes("malloc xmall:5 main:12", "malloc xmall:5 main:12");
    becomes("malloc pool_grow:3 pool_take:9 main:12",
            "malloc pool_grow:3 pool_take:9 main:12"); /* room of the pool's own */
    becomes("malloc xmalloc:5", "malloc xmalloc:5");   /* nobody is known to call it */
    becomes("", "");
}
END_TEST

START_TEST(a_name_or_two_are_an_allocator)
{
    static const char *const good[] = {"xmalloc", "a:b", "_x9:y_", NULL};
    static const char *const bad[] = {"",    ":",     "a:",  ":b",   "9a", "a:9",
                                      "a b", "a:b:c", "a-b", "a::b", NULL};
    for (size_t i = 0; good[i] != NULL; i++)
        ck_assert_msg(ll_allocator_is_valid(good[i]), "%s", good[i]);
    for (size_t i = 0; bad[i] != NULL; i++)
        ck_assert_msg(!ll_allocator_is_valid(bad[i]), "%s", bad[i]);
}
END_TEST

static struct ll_diag *add(enum ll_kind kind, const char *at, const char *allocated)
{
    struct ll_diag diag;
    ll_diag_init(&diag, kind);
    diag.place.region = LL_REGION_HEAP;
    diag.place.position = LL_INSIDE;
    fill(&diag.at, at);
    fill(&diag.allocated, allocated);
    ck_assert_int_eq(ll_diags_add_copy(&diags, &diag, &err), 0);
    ll_diag_release(&diag);
    return &diags.items[diags.count - 1];
}

static void settle(void)
{
    ck_assert_int_eq(ll_allocators_settle(&diags, &allocators, roots, &err), 0);
}

START_TEST(a_block_of_a_pool_that_is_given_to_free_is_a_mismatch)
{
    add(LL_INVALID_FREE, "free main:20", "pool_take:9 main:12");
    settle();
    ck_assert_int_eq(diags.items[0].kind, LL_MISMATCHED_FREE);
    ck_assert_str_eq(diags.items[0].allocated_by, "pool_take");
    ck_assert_str_eq(diags.items[0].freed_by, "free");
}
END_TEST

START_TEST(a_block_of_malloc_that_is_given_to_a_pool_is_a_mismatch)
{
    add(LL_INVALID_FREE, "pool_give:30 main:20", "malloc main:12");
    settle();
    ck_assert_int_eq(diags.items[0].kind, LL_MISMATCHED_FREE);
    ck_assert_str_eq(diags.items[0].allocated_by, "malloc");
    ck_assert_str_eq(diags.items[0].freed_by, "pool_give");
    is(&diags.items[0].at, "pool_give main:20");
}
END_TEST

START_TEST(what_is_no_mismatch_stays)
{
    add(LL_INVALID_FREE, "free pool_give:30 main:20", "malloc pool_take:9 main:12");
    add(LL_INVALID_FREE, "free main:20", "malloc main:12");
    add(LL_INVALID_FREE, "free main:20",
        "malloc xmalloc:5 main:12"); /* no FREE is named */
    add(LL_INVALID_FREE, "free main:20", "")->place.distance = 0;
    add(LL_INVALID_FREE, "free main:20", "pool_take:9 main:12")->place.distance = 4;
    settle();
    for (size_t i = 0; i < diags.count; i++)
        ck_assert_int_eq(diags.items[i].kind, LL_INVALID_FREE);
}
END_TEST

START_TEST(the_second_free_is_told_at_its_caller)
{
    fill(&add(LL_DOUBLE_FREE, "free pool_give:30 main:21", "malloc pool_take:9 main:12")
              ->freed,
         "free pool_give:30 main:20");
    settle();
    is(&diags.items[0].at, "pool_give main:21");
    is(&diags.items[0].freed, "pool_give main:20");
    is(&diags.items[0].allocated, "pool_take main:12");
}
END_TEST

START_TEST(an_access_in_an_allocator_stays_there)
{
    add(LL_INVALID_WRITE, "xmalloc:6 main:12", "malloc xmalloc:5 main:12");
    settle();
    is(&diags.items[0].at, "xmalloc:6 main:12");
}
END_TEST

START_TEST(a_lost_block_knows_which_function_takes_it_back)
{
    add(LL_DEFINITELY_LOST, "", "malloc pool_take:9 main:12");
    add(LL_DEFINITELY_LOST, "", "malloc xmalloc:5 main:12"); /* free */
    add(LL_DEFINITELY_LOST, "", "xmalloc:5 main:12");        /* not free */
    settle();
    ck_assert_str_eq(diags.items[0].freed_by, "pool_give");
    ck_assert_ptr_null(diags.items[1].freed_by);
    ck_assert_ptr_null(diags.items[1].allocated_by);
    ck_assert_str_eq(diags.items[2].allocated_by, "xmalloc");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("allocator");
    TCase *tcase = case_create("allocator");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_stack_begins_at_the_allocator);
    tcase_add_test(tcase, of_several_allocators_the_outermost_counts);
    tcase_add_test(tcase, other_stacks_stay);
    tcase_add_test(tcase, a_name_or_two_are_an_allocator);
    tcase_add_test(tcase, a_block_of_a_pool_that_is_given_to_free_is_a_mismatch);
    tcase_add_test(tcase, a_block_of_malloc_that_is_given_to_a_pool_is_a_mismatch);
    tcase_add_test(tcase, what_is_no_mismatch_stays);
    tcase_add_test(tcase, the_second_free_is_told_at_its_caller);
    tcase_add_test(tcase, an_access_in_an_allocator_stays_there);
    tcase_add_test(tcase, a_lost_block_knows_which_function_takes_it_back);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
