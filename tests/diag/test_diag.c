/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "diag/diag.h"
#include "diag/terms.h"
#include "support/suite.h"

static const char *const roots[] = {"/home/ada/lists", NULL};

/* The stack that a tool gives: its own frame, the reader's, the C library's. */
static void push_stack(struct ll_stack *stack, const char *function, unsigned line)
{
    ck_assert(ll_stack_add(stack, "malloc", NULL, 0, 0, "/usr/lib/vgpreload.so"));
    ck_assert(ll_stack_add(stack, function, "/home/ada/lists/list.c", line, 0, NULL));
    ck_assert(ll_stack_add(stack, "main", "/home/ada/lists/main.c", 9, 0, NULL));
    ck_assert(ll_stack_add(stack, "start", "/build/glibc/csu/start.c", 3, 0, NULL));
}

static struct ll_diag *push(struct ll_diags *list, enum ll_kind kind, unsigned line,
                            unsigned long long bytes, const char *tool, const char *raw)
{
    struct ll_diag diag;
    ll_diag_init(&diag, kind);
    bool by_allocation = ll_kind_is_leak(kind) || kind == LL_DESCRIPTOR_LEAK;
    push_stack(by_allocation ? &diag.allocated : &diag.at, "grow", line);
    diag.bytes = bytes;
    diag.blocks = ll_kind_is_leak(kind) ? 1 : 0;
    ck_assert(ll_diag_add_witness(&diag, tool, raw));
    ck_assert_int_eq(ll_diags_add(list, &diag, NULL), 0);
    ck_assert_uint_eq(diag.witness_count, 0); /* moved */
    return &list->items[list->count - 1];
}

START_TEST(kinds_have_names_and_back)
{
    for (int i = 0; i < LL_KIND_COUNT; i++) {
        enum ll_kind kind = LL_KIND_COUNT;
        ck_assert(ll_kind_from_name(ll_kind_name((enum ll_kind)i), &kind));
        ck_assert_int_eq(kind, i);
    }
    for (int i = 0; i < LL_LOSS_COUNT; i++) {
        enum ll_loss loss = LL_LOSS_COUNT;
        ck_assert(ll_loss_from_name(ll_loss_name((enum ll_loss)i), &loss));
        ck_assert_int_eq(loss, i);
    }
    enum ll_kind kind;
    enum ll_loss loss;
    ck_assert(!ll_kind_from_name("lost", &kind));
    ck_assert(!ll_loss_from_name("", &loss));
    ck_assert_str_eq(ll_kind_name(LL_USE_AFTER_FREE), "use-after-free");
    ck_assert_str_eq(ll_loss_name(LL_LOSS_RETURN_IGNORED), "return-ignored");
}
END_TEST

/* Every name of a kind is a term for that kind alone. */
START_TEST(kinds_are_known_by_other_words)
{
    static const struct {
        const char *word;
        enum ll_kind kind;
        size_t count;
    } cases[] = {
        {"definitely lost", LL_DEFINITELY_LOST, 1},
        {"leak", LL_POSSIBLY_LOST, 6},
        {"Memory Leak", LL_DEFINITELY_LOST, 6},
        {"memory-leaks", LL_INDIRECTLY_LOST, 6},
        {"buffer overflow", LL_INVALID_READ, 2},
        {"heap-buffer-overflow", LL_INVALID_WRITE, 2},
        {"stack-buffer-overflow", LL_INVALID_WRITE, 2},
        {"segfault", LL_CRASH, 1},
        {"Segmentation fault", LL_CRASH, 1},
        {"null pointer", LL_CRASH, 1},
        {" DOUBLE  free ", LL_DOUBLE_FREE, 1},
        {"use_after_free", LL_USE_AFTER_FREE, 1},
        {"dangling pointer", LL_USE_AFTER_FREE, 2},
        {"uninitialised", LL_UNINITIALISED, 1},
        {"uninitialized value", LL_UNINITIALISED, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct ll_term *term = ll_term_find(cases[i].word);
        ck_assert_msg(term != NULL, "%s", cases[i].word);
        ck_assert_msg(ll_term_means(term, cases[i].kind), "%s", cases[i].word);
        ck_assert_uint_eq(term->count, cases[i].count);
    }
    for (int i = 0; i < LL_KIND_COUNT; i++) {
        const struct ll_term *term = ll_term_find(ll_kind_name((enum ll_kind)i));
        ck_assert_msg(term != NULL, "%s", ll_kind_name((enum ll_kind)i));
        ck_assert_uint_eq(term->count, 1);
        ck_assert_int_eq(term->kinds[0], i);
    }
}
END_TEST

START_TEST(an_unknown_word_gets_the_nearest_one)
{
    static const char *const cases[][2] = {
        {"leek", ": did you mean 'leak'?"},
        {"duoble free", ": did you mean 'double free'?"},
        {"uninitialisd-value", ": did you mean 'uninitialised value'?"},
        {"frobnication", ""},
        {"", ""},
        {"a word that is far too long to be one of those in the table, so it is none",
         ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ll_buf out = LL_BUF_INIT;
        ck_assert_ptr_null(ll_term_find(cases[i][0]));
        ll_term_suggest(cases[i][0], &out);
        ck_assert_str_eq(ll_buf_text(&out), cases[i][1]);
        ll_buf_release(&out);
    }
}
END_TEST

START_TEST(six_kinds_are_leaks_and_one_is_no_fault)
{
    int leaks = 0, faults = 0;
    for (int i = 0; i < LL_KIND_COUNT; i++) {
        leaks += ll_kind_is_leak((enum ll_kind)i);
        faults += ll_kind_is_fault((enum ll_kind)i);
    }
    ck_assert_int_eq(leaks, 6);
    ck_assert_int_eq(faults, LL_KIND_COUNT - 1);
    ck_assert(ll_kind_is_leak(LL_STILL_REACHABLE));
    ck_assert(ll_kind_is_reachable(LL_STILL_REACHABLE));
    ck_assert(ll_kind_is_reachable(LL_KEPT_TOO_LONG));
    ck_assert(!ll_kind_is_reachable(LL_INDIRECTLY_LOST));
    ck_assert(!ll_kind_is_leak(LL_DESCRIPTOR_LEAK));
    ck_assert(!ll_kind_is_fault(LL_STILL_REACHABLE));
}
END_TEST

START_TEST(stack_copies_what_it_is_given)
{
    struct ll_stack stack = {0}, copy;
    char name[] = "grow";
    ck_assert(ll_stack_add(&stack, name, NULL, 0, 0, NULL));
    name[0] = 'x';
    ck_assert(ll_stack_add(&stack, NULL, "/a/b.c", 7, 3, "/a/b"));
    ck_assert(ll_stack_copy(&copy, &stack));
    ll_stack_release(&stack);
    ck_assert_uint_eq(stack.count, 0);
    ck_assert_ptr_null(stack.frames);

    ck_assert_uint_eq(copy.count, 2);
    ck_assert_str_eq(copy.frames[0].function, "grow");
    ck_assert_ptr_null(copy.frames[0].file);
    ck_assert_ptr_null(copy.frames[1].function);
    ck_assert_str_eq(copy.frames[1].file, "/a/b.c");
    ck_assert_str_eq(copy.frames[1].object, "/a/b");
    ck_assert_uint_eq(copy.frames[1].line, 7);
    ck_assert_uint_eq(copy.frames[1].column, 3);
    ll_stack_release(&copy);
}
END_TEST

START_TEST(own_frame_is_the_innermost_below_a_root)
{
    struct ll_stack stack = {0};
    ck_assert_ptr_null(ll_stack_own(&stack, roots));
    push_stack(&stack, "grow", 14);
    ck_assert_ptr_eq(ll_stack_own(&stack, roots), &stack.frames[1]);

    const char *const none[] = {NULL};
    const char *const sibling[] = {"/home/ada/list", "/build/glibc/csu/", NULL};
    ck_assert_ptr_null(ll_stack_own(&stack, none));
    ck_assert_ptr_eq(ll_stack_own(&stack, sibling), &stack.frames[3]);
    ll_stack_release(&stack);
}
END_TEST

START_TEST(key_stack_follows_the_kind)
{
    struct ll_diag diag;
    for (int i = 0; i < LL_KIND_COUNT; i++) {
        ll_diag_init(&diag, (enum ll_kind)i);
        bool by_allocation = ll_kind_is_leak(diag.kind) ||
                             diag.kind == LL_DESCRIPTOR_LEAK ||
                             diag.kind == LL_THREAD_LEAK;
        ck_assert_ptr_eq(ll_diag_key_stack(&diag),
                         by_allocation ? &diag.allocated : &diag.at);
    }
}
END_TEST

START_TEST(witnesses_are_copied_and_bounded)
{
    struct ll_diag diag;
    ll_diag_init(&diag, LL_CRASH);
    char raw[] = "SIGSEGV";
    ck_assert(ll_diag_add_witness(&diag, "asan", raw));
    raw[0] = 'x';
    ck_assert_str_eq(diag.witnesses[0].raw, "SIGSEGV");
    ck_assert(ll_diag_add_witness(&diag, "memcheck", NULL));
    ck_assert_ptr_null(diag.witnesses[1].raw);
    ck_assert(ll_diag_seen_by(&diag, "memcheck"));
    ck_assert(!ll_diag_seen_by(&diag, "lastptr"));
    while (diag.witness_count < LL_WITNESSES_MAX)
        ck_assert(ll_diag_add_witness(&diag, "more", NULL));
    ck_assert(!ll_diag_add_witness(&diag, "too many", NULL));
    ck_assert_uint_eq(diag.witness_count, LL_WITNESSES_MAX);
    ll_diag_release(&diag);
    ck_assert_int_eq(diag.kind, LL_CRASH);
    ck_assert_uint_eq(diag.witness_count, 0);
}
END_TEST

START_TEST(copies_own_all_that_they_point_to)
{
    struct ll_diags list = {0}, copies = {0};
    struct ll_diag *diag = push(&list, LL_MISMATCHED_FREE, 3, 40, "asan", "raw");
    diag->variable = strdup("p");
    diag->declared = strdup("main.c:3");
    diag->allocated_by = strdup("malloc");
    diag->freed_by = strdup("operator delete");
    diag->operation = strdup("1 + 1");
    diag->type = strdup("int");
    diag->what = strdup("alloc-dealloc-mismatch");
    diag->place = (struct ll_place){.region = LL_REGION_HEAP,
                                    .position = LL_INSIDE,
                                    .distance = 8,
                                    .block_size = 40};
    diag->signal = SIGABRT;
    diag->how = LL_LOSS_LONGJMP;
    diag->access = 4;
    diag->approximate = diag->inside = true;
    push_stack(&diag->freed, "drop", 5);
    push_stack(&diag->lost, "forget", 6);
    ck_assert_int_eq(ll_diags_add_copy(&copies, diag, NULL), 0);
    ll_diags_release(&list);
    ck_assert_uint_eq(list.count, 0);

    diag = &copies.items[0];
    ck_assert_int_eq(diag->kind, LL_MISMATCHED_FREE);
    ck_assert_uint_eq(diag->bytes, 40);
    ck_assert_uint_eq(diag->access, 4);
    ck_assert_uint_eq(diag->place.distance, 8);
    ck_assert_int_eq(diag->signal, SIGABRT);
    ck_assert_int_eq(diag->how, LL_LOSS_LONGJMP);
    ck_assert(diag->approximate && diag->inside);
    ck_assert_str_eq(diag->variable, "p");
    ck_assert_str_eq(diag->declared, "main.c:3");
    ck_assert_str_eq(diag->allocated_by, "malloc");
    ck_assert_str_eq(diag->freed_by, "operator delete");
    ck_assert_str_eq(diag->operation, "1 + 1");
    ck_assert_str_eq(diag->type, "int");
    ck_assert_str_eq(diag->what, "alloc-dealloc-mismatch");
    ck_assert_str_eq(diag->freed.frames[1].function, "drop");
    ck_assert_str_eq(diag->lost.frames[1].function, "forget");
    ck_assert_str_eq(diag->witnesses[0].raw, "raw");
    ll_diags_release(&copies);
}
END_TEST

START_TEST(merge_makes_two_witnesses_of_one_fault)
{
    struct ll_diags memcheck = {0}, lastptr = {0};
    push(&memcheck, LL_DEFINITELY_LOST, 14, 32, "memcheck", "32 bytes");
    struct ll_diag *finer =
        push(&lastptr, LL_POSSIBLY_LOST, 14, 32, "lastptr", "overwritten");
    push_stack(&finer->lost, "grow", 31);
    finer->how = LL_LOSS_OVERWRITTEN;
    finer->variable = strdup("series->data");
    free(finer->allocated.frames[1].function); /* not known to this tool */
    finer->allocated.frames[1].function = NULL;
    push(&lastptr, LL_DEFINITELY_LOST, 15, 32, "lastptr", NULL);

    ck_assert_int_eq(ll_diags_merge(&memcheck, &lastptr, roots, NULL), 0);
    ck_assert_uint_eq(memcheck.count, 2);
    struct ll_diag *diag = &memcheck.items[0];
    ck_assert_int_eq(diag->kind, LL_DEFINITELY_LOST);
    ck_assert_uint_eq(diag->bytes, 32);
    ck_assert_uint_eq(diag->witness_count, 2);
    ck_assert_str_eq(diag->witnesses[0].raw, "32 bytes");
    ck_assert_str_eq(diag->witnesses[1].raw, "overwritten");
    ck_assert_int_eq(diag->how, LL_LOSS_OVERWRITTEN);
    ck_assert_str_eq(diag->variable, "series->data");
    ck_assert_uint_eq(diag->lost.frames[1].line, 31);
    ck_assert(ll_diag_seen_by(&memcheck.items[1], "lastptr"));
    ck_assert(!ll_diag_seen_by(&memcheck.items[1], "memcheck"));
    /* The second list is as it was. */
    ck_assert_uint_eq(lastptr.items[0].lost.count, 4);
    ck_assert_uint_eq(lastptr.items[0].witness_count, 1);
    ll_diags_release(&lastptr);
    ll_diags_release(&memcheck);
}
END_TEST

/* What one tool calls "strcpy.part.0" is "strcpy" to another one. */
START_TEST(a_part_of_a_function_has_its_name)
{
    static const char *const names[][2] = {
        {"__interceptor_strcpy.part.0", "__interceptor_strcpy"},
        {"add.constprop.0.isra.1", "add"},
        {"stop.cold", "stop"},
        {"module.part.load", "module.part.load"}, /* of Cython */
        {"main", "main"},
    };
    struct ll_stack stack = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ck_assert(ll_stack_add(&stack, names[i][0], NULL, 0, 0, NULL));
        ck_assert_str_eq(stack.frames[i].function, names[i][1]);
    }
    ll_stack_release(&stack);
}
END_TEST

START_TEST(merge_keeps_apart_what_differs)
{
    struct ll_diags into = {0}, from = {0};
    push(&into, LL_DEFINITELY_LOST, 14, 32, "memcheck", NULL);
    push(&into, LL_INVALID_READ, 20, 0, "memcheck", NULL);
    /* another line, another kind, another caller, reachable and not lost */
    push(&from, LL_DEFINITELY_LOST, 16, 32, "asan", NULL);
    push(&from, LL_INVALID_WRITE, 20, 0, "asan", NULL);
    push(&from, LL_INVALID_READ, 20, 0, "asan", NULL)->at.frames[2].line = 10;
    push(&from, LL_STILL_REACHABLE, 14, 32, "asan", NULL);
    /* the same line, another block */
    struct ll_diag *read = push(&from, LL_INVALID_READ, 20, 0, "asan", NULL);
    push_stack(&read->allocated, "grow", 3);
    push_stack(&into.items[1].allocated, "grow", 4);
    ck_assert_int_eq(ll_diags_merge(&into, &from, roots, NULL), 0);
    ck_assert_uint_eq(into.count, 7);
    for (size_t i = 0; i < into.count; i++)
        ck_assert_uint_eq(into.items[i].witness_count, 1);

    /* No own frame at all: nothing says that they are the same. */
    const char *const elsewhere[] = {"/nowhere", NULL};
    ck_assert_int_eq(ll_diags_merge(&into, &from, elsewhere, NULL), 0);
    ck_assert_uint_eq(into.count, 12);
    ll_diags_release(&from);
    ll_diags_release(&into);
}
END_TEST

START_TEST(merge_pairs_direct_and_indirect_by_kind_and_size)
{
    struct ll_diags into = {0}, from = {0};
    push(&into, LL_DEFINITELY_LOST, 14, 16, "memcheck", NULL);
    push(&into, LL_INDIRECTLY_LOST, 14, 48, "memcheck", NULL);
    push(&from, LL_INDIRECTLY_LOST, 14, 48, "asan", "indirect");
    push(&from, LL_DEFINITELY_LOST, 14, 16, "asan", "direct");
    ck_assert_int_eq(ll_diags_merge(&into, &from, roots, NULL), 0);
    ck_assert_uint_eq(into.count, 2);
    ck_assert_str_eq(into.items[0].witnesses[1].raw, "direct");
    ck_assert_str_eq(into.items[1].witnesses[1].raw, "indirect");
    ll_diags_release(&from);
    ll_diags_release(&into);
}
END_TEST

/* One tool counts together what another tells apart; `coarse_first` says which
 * list comes first. */
static void check_split(bool coarse_first)
{
    struct ll_diags coarse = {0}, fine = {0};
    push(&coarse, LL_DEFINITELY_LOST, 14, 48, "memcheck", "48 in 3")->blocks = 3;
    push(&fine, LL_DEFINITELY_LOST, 14, 32, "lastptr", NULL)->blocks = 2;
    push(&fine, LL_DEFINITELY_LOST, 14, 16, "lastptr", NULL);
    push_stack(&fine.items[0].lost, "grow", 20);
    push_stack(&fine.items[1].lost, "grow", 30);
    struct ll_diags *first = coarse_first ? &coarse : &fine;
    struct ll_diags *second = coarse_first ? &fine : &coarse;
    ck_assert_int_eq(ll_diags_merge(first, second, roots, NULL), 0);

    ck_assert_uint_eq(first->count, 2);
    ck_assert_uint_eq(first->items[0].bytes, 32);
    ck_assert_uint_eq(first->items[0].blocks, 2);
    ck_assert_uint_eq(first->items[0].lost.frames[1].line, 20);
    ck_assert_uint_eq(first->items[1].bytes, 16);
    ck_assert_uint_eq(first->items[1].blocks, 1);
    ck_assert_uint_eq(first->items[1].lost.frames[1].line, 30);
    for (size_t i = 0; i < 2; i++)
        ck_assert_uint_eq(first->items[i].witness_count, 2);
    ll_diags_release(&coarse);
    ll_diags_release(&fine);
}

START_TEST(merge_counts_no_byte_twice)
{
    check_split(true);
    check_split(false);
}
END_TEST

START_TEST(merge_joins_what_one_tool_says_of_one_line)
{
    struct ll_diags into = {0}, from = {0};
    push(&from, LL_UNINITIALISED, 14, 0, "memcheck", "Conditional jump");
    push(&from, LL_UNINITIALISED, 14, 0, "memcheck", "Use of value");
    ck_assert_int_eq(ll_diags_merge(&into, &from, roots, NULL), 0);
    ck_assert_uint_eq(into.count, 1);
    ck_assert_uint_eq(into.items[0].witness_count, 1);
    ck_assert_str_eq(into.items[0].witnesses[0].raw, "Conditional jump\nUse of value");
    ll_diags_release(&from);
    ll_diags_release(&into);
}
END_TEST

START_TEST(merge_takes_a_crash_for_the_access_that_it_stopped)
{
    struct ll_diags into = {0}, from = {0};
    push(&into, LL_CRASH, 14, 0, "asan", NULL)->signal = SIGSEGV;
    push(&into, LL_CRASH, 15, 0, "asan", NULL)->signal = SIGABRT;
    push(&from, LL_INVALID_WRITE, 14, 0, "memcheck", NULL)->place.is_null = true;
    push(&from, LL_INVALID_WRITE, 15, 0, "memcheck", NULL);
    ck_assert_int_eq(ll_diags_merge(&into, &from, roots, NULL), 0);
    ck_assert_uint_eq(into.count, 3);
    ck_assert_int_eq(into.items[0].kind, LL_INVALID_WRITE);
    ck_assert_int_eq(into.items[0].signal, SIGSEGV);
    ck_assert(into.items[0].place.is_null);
    ck_assert_int_eq(into.items[1].kind, LL_CRASH);
    ll_diags_release(&from);
    ll_diags_release(&into);
}
END_TEST

/* The signal of a division is one fault with it; the column is taken from the tool that
 * knows it. */
START_TEST(merge_takes_a_signal_for_the_division_that_it_stopped)
{
    static const struct {
        enum ll_kind kind;
        int signal;
        size_t count;
    } cases[] = {
        {LL_DIVISION_BY_ZERO, SIGFPE, 1},
        {LL_SIGNED_OVERFLOW, SIGFPE, 1}, /* the smallest number by -1 */
        {LL_BAD_SHIFT, SIGFPE, 2},
        {LL_DIVISION_BY_ZERO, SIGSEGV, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ll_diags into = {0}, from = {0};
        push(&into, LL_CRASH, 14, 0, "memcheck", NULL)->signal = cases[i].signal;
        struct ll_diag *diag = push(&from, cases[i].kind, 14, 0, "asan", NULL);
        diag->operation = strdup("-2147483648 / -1");
        for (size_t k = 0; k < diag->at.count; k++)
            diag->at.frames[k].column = diag->at.frames[k].line == 14 ? 7 : 0;
        ck_assert_int_eq(ll_diags_merge(&into, &from, roots, NULL), 0);
        ck_assert_uint_eq(into.count, cases[i].count);
        diag = &into.items[0];
        if (cases[i].count == 1) {
            ck_assert_int_eq(diag->kind, cases[i].kind);
            ck_assert_int_eq(diag->signal, SIGFPE);
            ck_assert_str_eq(diag->operation, "-2147483648 / -1");
            ck_assert_uint_eq(ll_stack_own(&diag->at, roots)->column, 7);
        }
        ll_diags_release(&from);
        ll_diags_release(&into);
    }
}
END_TEST

/* fclose of a closed file uses it, and frees it. */
START_TEST(merge_makes_one_of_a_file_that_was_closed_twice)
{
    struct ll_diags into = {0}, from = {0};
    static const enum ll_kind kinds[] = {LL_USE_AFTER_FREE, LL_DOUBLE_FREE};
    for (size_t i = 0; i < 4; i++) {
        struct ll_diag *diag =
            push(&from, kinds[i % 2], i < 2 ? 14 : 15, 0, "memcheck", NULL);
        free(diag->at.frames[0].function);
        diag->at.frames[0].function = strdup(i < 2 ? "fclose" : "free");
        ck_assert(
            ll_stack_add(&diag->freed, i < 2 ? "fclose" : "free", NULL, 0, 0, NULL));
    }
    ck_assert_int_eq(ll_diags_merge(&into, &from, roots, NULL), 0);
    ck_assert_uint_eq(into.count, 3);
    ck_assert_int_eq(into.items[0].kind, LL_DOUBLE_FREE);
    ll_diags_release(&from);
    ll_diags_release(&into);
}
END_TEST

START_TEST(merge_tells_what_fits_no_kind_by_its_words)
{
    static const char *const words[] = {"overflow", "shift", "overflow"};
    struct ll_diags into = {0}, from = {0};
    for (size_t i = 0; i < 3; i++) {
        struct ll_diag *diag = push(&from, LL_OTHER, 14, 0, "ubsan", NULL);
        free(diag->what);
        diag->what = strdup(words[i]);
    }
    ck_assert_int_eq(ll_diags_merge(&into, &from, roots, NULL), 0);
    ck_assert_uint_eq(into.count, 2);
    ll_diags_release(&from);
    ll_diags_release(&into);
}
END_TEST

/* Where an access was: the tool that knows the distance is heard. */
START_TEST(merge_takes_the_better_place)
{
    struct ll_place array = {.region = LL_REGION_ARRAY, .position = LL_AFTER};
    struct ll_place stack = {
        .region = LL_REGION_STACK, .position = LL_AFTER, .distance = 4};
    for (int i = 0; i < 2; i++) {
        struct ll_diags into = {0}, from = {0};
        push(&into, LL_INVALID_READ, 14, 0, "ubsan", NULL)->place = i ? stack : array;
        push(&from, LL_INVALID_READ, 14, 0, "asan", NULL)->place = i ? array : stack;
        ck_assert_int_eq(ll_diags_merge(&into, &from, roots, NULL), 0);
        ck_assert_uint_eq(into.count, 1);
        ck_assert_int_eq(into.items[0].place.region, LL_REGION_STACK);
        ck_assert_uint_eq(into.items[0].place.distance, 4);
        ll_diags_release(&from);
        ll_diags_release(&into);
    }
}
END_TEST

/* Of a crash that one tool saw without its place, another may know it. */
START_TEST(merge_takes_a_bare_crash_for_what_ended_the_program)
{
    struct ll_diags into = {0}, from = {0};
    push(&into, LL_CRASH, 14, 0, "asan", NULL)->signal = SIGSEGV;
    push(&into, LL_INVALID_READ, 15, 0, "asan", NULL); /* ended nothing */
    for (int i = 0; i < 3; i++) {
        static const int signals[] = {SIGSEGV, SIGABRT, 0};
        struct ll_diag bare;
        ll_diag_init(&bare, LL_CRASH);
        bare.signal = signals[i];
        ck_assert(ll_diag_add_witness(&bare, "plain", NULL));
        ck_assert_int_eq(ll_diags_add(&from, &bare, NULL), 0);
    }
    ck_assert_int_eq(ll_diags_merge(&into, &from, roots, NULL), 0);
    ck_assert_uint_eq(into.count, 4);
    ck_assert(ll_diag_seen_by(&into.items[0], "plain"));
    ck_assert(!ll_diag_seen_by(&into.items[1], "plain"));

    /* The other way round, it is given the place. */
    struct ll_diags bare = {0};
    ck_assert_int_eq(ll_diags_merge(&bare, &from, roots, NULL), 0);
    ck_assert_int_eq(ll_diags_merge(&bare, &into, roots, NULL), 0);
    ck_assert_uint_gt(bare.items[0].at.count, 0);
    ll_diags_release(&bare);
    ll_diags_release(&from);
    ll_diags_release(&into);
}
END_TEST

START_TEST(a_merge_that_fails_changes_nothing)
{
    struct ll_diags into = {0}, from = {0};
    struct ll_error err = {0};
    struct ll_diag *full = push(&into, LL_INVALID_READ, 14, 0, "one", "raw");
    while (full->witness_count < LL_WITNESSES_MAX)
        ck_assert(ll_diag_add_witness(full, "one more", NULL));
    push(&from, LL_DEFINITELY_LOST, 20, 8, "two", NULL);
    push(&from, LL_INVALID_READ, 14, 0, "two", NULL);
    ck_assert_int_eq(ll_diags_merge(&into, &from, roots, &err), -1);
    ck_assert_int_eq(err.fault, LL_FAULT_HARNESS);
    ck_assert_uint_eq(into.count, 1);
    ck_assert_ptr_eq(&into.items[0], full);
    ck_assert_str_eq(full->witnesses[0].raw, "raw");
    ck_assert_uint_eq(from.count, 2);
    ck_assert_uint_eq(from.items[1].witness_count, 1);
    ll_diags_release(&from);
    ll_diags_release(&into);
}
END_TEST

START_TEST(a_value_is_not_told_by_the_variable_of_a_library)
{
    struct ll_diags list = {0};
    for (int depth = 1; depth <= 2; depth++) {
        struct ll_diag diag;
        ll_diag_init(&diag, LL_UNINITIALISED);
        diag.place.region = LL_REGION_GLOBAL;
        diag.variable = strdup("frame.2");
        for (int i = 0; i < depth; i++)
            ck_assert(ll_stack_add(&diag.at, "write", NULL, 0, 0, "/lib/libc.so.6"));
        ck_assert(ll_stack_add(&diag.at, "main", "/home/ada/a.c", 7, 0, NULL));
        ck_assert_int_eq(ll_diags_add(&list, &diag, NULL), 0);
    }
    const char *const ada[] = {"/home/ada", NULL};
    ck_assert_uint_eq(ll_diags_keep_own(&list, ada, NULL), 0);
    ck_assert_str_eq(list.items[0].variable, "frame.2"); /* main called write itself */
    ck_assert_ptr_null(list.items[1].variable);
    ll_diags_release(&list);
}
END_TEST

/* Only what the C library calls so makes a FILE's buffer. */
START_TEST(keep_own_knows_the_buffers_of_stdio)
{
    struct ll_diags list = {0};
    const char *const ada[] = {"/home/ada", NULL};
    for (int own = 0; own < 2; own++) {
        struct ll_diag diag;
        ll_diag_init(&diag, LL_DEFINITELY_LOST);
        ck_assert(ll_stack_add(&diag.allocated, "malloc", NULL, 0, 0, NULL));
        ck_assert(ll_stack_add(&diag.allocated, "_IO_file_doallocate",
                               own ? "/home/ada/a.c" : NULL, 5, 0, NULL));
        ck_assert(ll_stack_add(&diag.allocated, "main", "/home/ada/a.c", 7, 0, NULL));
        ck_assert_int_eq(ll_diags_add(&list, &diag, NULL), 0);
    }
    ck_assert_uint_eq(ll_diags_keep_own(&list, ada, NULL), 1);
    ck_assert_str_eq(list.items[0].allocated.frames[1].file, "/home/ada/a.c");
    ll_diags_release(&list);
}
END_TEST

START_TEST(keep_own_drops_only_foreign_leaks)
{
    struct ll_diags list = {0};
    const char *const elsewhere[] = {"/nowhere", NULL};
    push(&list, LL_DEFINITELY_LOST, 1, 8, "memcheck", "raw");
    push(&list, LL_INVALID_READ, 2, 0, "memcheck", NULL);
    push(&list, LL_DESCRIPTOR_LEAK, 3, 0, "memcheck", NULL);
    push(&list, LL_CRASH, 4, 0, "memcheck", NULL);
    ck_assert_uint_eq(ll_diags_keep_own(&list, roots, NULL), 0);
    ck_assert_uint_eq(list.count, 4);
    ck_assert_uint_eq(ll_diags_keep_own(&list, elsewhere, NULL), 2);
    ck_assert_uint_eq(list.count, 2);
    ck_assert_int_eq(list.items[0].kind, LL_INVALID_READ);
    ck_assert_int_eq(list.items[1].kind, LL_CRASH);
    ll_diags_release(&list);
}
END_TEST

START_TEST(the_memory_of_a_static_type_is_not_lost)
{
    struct ll_diags list = {0};
    for (unsigned i = 0; i < 2; i++) {
        struct ll_diag diag;
        ll_diag_init(&diag, LL_POSSIBLY_LOST);
        if (i == 0)
            ck_assert(
                ll_stack_add(&diag.allocated, "PyType_Ready", NULL, 0, 0, "libpython"));
        push_stack(&diag.allocated, "PyInit_noise", 4);
        if (i == 1)
            ck_assert(
                ll_stack_add(&diag.allocated, "PyType_Ready", NULL, 0, 0, "libpython"));
        ck_assert_int_eq(ll_diags_add(&list, &diag, NULL), 0);
    }
    ck_assert_uint_eq(ll_diags_keep_own(&list, roots, NULL), 1);
    ck_assert_str_eq(list.items[0].allocated.frames[1].function, "PyInit_noise");
    ll_diags_release(&list);
}
END_TEST

/* A leak whose stack is frames of `object`, "": without a name; but for "own", which is
 * the reader's. */
static void push_leak_of(struct ll_diags *list, const char *object,
                         const char *const *functions)
{
    struct ll_diag diag;
    ll_diag_init(&diag, LL_DEFINITELY_LOST);
    ck_assert(ll_stack_add(&diag.allocated, "pyobject_malloc", NULL, 0, 0, "program"));
    for (; *functions != NULL; functions++)
        if (strcmp(*functions, "own") == 0)
            push_stack(&diag.allocated, "own", 4);
        else
            ck_assert(ll_stack_add(&diag.allocated,
                                   **functions == '\0' ? NULL : *functions, NULL, 0, 0,
                                   object));
    ck_assert_int_eq(ll_diags_add(list, &diag, NULL), 0);
}

START_TEST(a_text_that_python_interns_is_not_lost)
{
    static const char late[] = "/usr/lib/libpython3.13.so.1.0";
    static const char *const interned[][8] = {
        {"PyUnicode_New", "", "PyDict_SetItemString", "PyModule_Add", "own"},
        {"PyUnicode_New", "", "PyUnicode_InternFromString", "own"},
        {"", "_PyUnicodeWriter_Finish", "", "PyDict_SetItemString", "own"},
    };
    static const char *const lost[][10] = {
        {"PyUnicode_New", "", "own"},        /* it is no name of anything */
        {"", "PyDict_SetItemString", "own"}, /* the dictionary's own memory */
        {"PyUnicode_New", "own", "PyDict_SetItemString", "own"}, /* in __eq__() */
        {"own", "PyUnicode_New", "", "PyDict_SetItemString", "own"},
        {"PyUnicode_New", "", "", "", "", "", "", "PyDict_SetItemString", "own"},
    };
    struct ll_diags list = {0};
    for (size_t i = 0; i < sizeof interned / sizeof *interned; i++)
        push_leak_of(&list, late, interned[i]);
    ck_assert_uint_eq(ll_diags_keep_own(&list, roots, NULL), 3);
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++)
        push_leak_of(&list, late, lost[i]);
    push_leak_of(&list, "/usr/lib/libpython3.11.so.1.0", interned[0]); /* freed there */
    push_leak_of(&list, "/usr/lib/libother.so", interned[0]);
    push_leak_of(&list, NULL, interned[0]);
    ck_assert_uint_eq(ll_diags_keep_own(&list, roots, NULL), 0);
    ll_diags_release(&list);
}
END_TEST

/* A lost reference, taken in line `line`, to an object in a block that line `made`
 * allocated; 0: Python. */
static void push_reference(struct ll_diags *list, const char *type, unsigned line,
                           unsigned made)
{
    struct ll_diag diag;
    ll_diag_init(&diag, LL_LOST_REFERENCE);
    diag.bytes = 56;
    diag.blocks = 1;
    diag.type = strdup(type);
    diag.repr = strdup("it");
    diag.taken_by = strdup("PyList_New");
    push_stack(&diag.at, "labels", line);
    ck_assert(ll_stack_add(&diag.allocated, "PyList_New", NULL, 0, 0, "libpython"));
    if (made > 0)
        push_stack(&diag.allocated, "labels", made);
    else
        ck_assert(ll_stack_add(&diag.allocated, type, NULL, 0, 0, "libpython"));
    ck_assert_int_eq(ll_diags_add(list, &diag, NULL), 0);
}

/* Python serves a new object from a block in which it had one of its own. */
START_TEST(references_that_one_line_lost_are_one_fault)
{
    struct ll_diags list = {0};
    push_reference(&list, "list", 19, 0);
    push_reference(&list, "list", 19, 19);
    push_reference(&list, "list", 19, 0);
    push_reference(&list, "dict", 19, 0);
    push_reference(&list, "list", 20, 0);
    push_reference(&list, "list", 19, 7); /* made elsewhere, and taken again here */
    ll_diags_fold(&list, roots);
    ck_assert_uint_eq(list.count, 4);
    ck_assert_uint_eq(list.items[0].blocks, 3);
    ck_assert_uint_eq(list.items[0].bytes, 3 * 56);
    ck_assert_ptr_null(list.items[0].repr); /* it is that of one object */
    ck_assert_uint_eq(ll_stack_own(&list.items[0].allocated, roots)->line, 19);
    for (size_t i = 1; i < list.count; i++)
        ck_assert_uint_eq(list.items[i].blocks, 1);
    ll_diags_release(&list);
}
END_TEST

static void push_thread(struct ll_diags *list, const char *keeper, unsigned line)
{
    struct ll_diag diag;
    ll_diag_init(&diag, LL_THREAD_LEAK);
    diag.bytes = 288;
    diag.blocks = 1;
    ck_assert(ll_stack_add(&diag.allocated, keeper, NULL, 0, 0, "libc"));
    push_stack(&diag.allocated, "hall_count", line);
    ck_assert_int_eq(ll_diags_add(list, &diag, NULL), 0);
}

/* The C library allocates for a thread in one of two ways. */
START_TEST(threads_that_one_line_started_are_one_fault)
{
    struct ll_diags list = {0};
    push_thread(&list, "allocate_dtv", 19);
    push_thread(&list, "_dl_allocate_tls", 19);
    push_thread(&list, "allocate_dtv", 20);
    ll_diags_fold(&list, roots);
    ck_assert_uint_eq(list.count, 2);
    ck_assert_uint_eq(list.items[0].blocks, 2);
    ck_assert_uint_eq(list.items[0].bytes, 2 * 288);
    ck_assert_uint_eq(list.items[1].blocks, 1);
    ll_diags_release(&list);
}
END_TEST

/* Python drops its objects when none of the reader's functions is running. */
START_TEST(a_guess_at_a_loss_in_foreign_code_is_not_told)
{
    struct ll_diags list = {0};
    for (unsigned i = 0; i < 4; i++)
        push(&list, LL_DEFINITELY_LOST, i, 8, "lastptr", NULL);
    for (size_t i = 0; i < 4; i++) {
        struct ll_diag *diag = &list.items[i];
        diag->how = LL_LOSS_OVERWRITTEN;
        diag->approximate = i != 1;
        if (i == 2)
            push_stack(&diag->lost, "forget", 6);
        else
            ck_assert(ll_stack_add(&diag->lost, "Py_FinalizeEx", NULL, 0, 0, NULL));
    }
    list.items[3].variable = strdup("kept");
    ck_assert_uint_eq(ll_diags_keep_own(&list, roots, NULL), 0);
    ck_assert_uint_eq(list.items[0].lost.count, 0);
    ck_assert_int_eq(list.items[0].how, LL_LOSS_UNKNOWN);
    ck_assert(!list.items[0].approximate);
    for (size_t i = 1; i < 4; i++)
        ck_assert_uint_gt(list.items[i].lost.count, 0);
    ll_diags_release(&list);
}
END_TEST

START_TEST(sort_puts_what_stops_a_program_first)
{
    struct ll_diags list = {0};
    push(&list, LL_STILL_REACHABLE, 1, 900, "memcheck", NULL);
    push(&list, LL_DEFINITELY_LOST, 2, 16, "memcheck", NULL);
    push(&list, LL_DESCRIPTOR_LEAK, 3, 0, "memcheck", NULL);
    push(&list, LL_INDIRECTLY_LOST, 4, 64, "memcheck", NULL);
    push(&list, LL_UNINITIALISED, 5, 0, "memcheck", NULL);
    push(&list, LL_INVALID_READ, 6, 0, "memcheck", NULL);
    push(&list, LL_DEFINITELY_LOST, 7, 16, "memcheck", NULL);
    push(&list, LL_CRASH, 8, 0, "memcheck", NULL);
    push(&list, LL_DOUBLE_FREE, 9, 0, "memcheck", NULL);
    ck_assert_uint_eq(ll_diags_faults(&list), 8);
    ll_diags_sort(&list);
    const unsigned lines[] = {8, 6, 9, 5, 2, 7, 4, 3, 1};
    for (size_t i = 0; i < list.count; i++)
        ck_assert_uint_eq(ll_diag_key_stack(&list.items[i])->frames[1].line, lines[i]);
    ll_diags_release(&list);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("diag");
    TCase *model = case_create("model");
    tcase_add_test(model, kinds_have_names_and_back);
    tcase_add_test(model, kinds_are_known_by_other_words);
    tcase_add_test(model, an_unknown_word_gets_the_nearest_one);
    tcase_add_test(model, six_kinds_are_leaks_and_one_is_no_fault);
    tcase_add_test(model, stack_copies_what_it_is_given);
    tcase_add_test(model, own_frame_is_the_innermost_below_a_root);
    tcase_add_test(model, key_stack_follows_the_kind);
    tcase_add_test(model, witnesses_are_copied_and_bounded);
    tcase_add_test(model, copies_own_all_that_they_point_to);
    suite_add_tcase(suite, model);
    TCase *lists = case_create("lists");
    tcase_add_test(lists, merge_makes_two_witnesses_of_one_fault);
    tcase_add_test(lists, merge_keeps_apart_what_differs);
    tcase_add_test(lists, a_part_of_a_function_has_its_name);
    tcase_add_test(lists, merge_pairs_direct_and_indirect_by_kind_and_size);
    tcase_add_test(lists, merge_counts_no_byte_twice);
    tcase_add_test(lists, merge_joins_what_one_tool_says_of_one_line);
    tcase_add_test(lists, merge_takes_a_crash_for_the_access_that_it_stopped);
    tcase_add_test(lists, merge_takes_a_bare_crash_for_what_ended_the_program);
    tcase_add_test(lists, merge_takes_a_signal_for_the_division_that_it_stopped);
    tcase_add_test(lists, merge_makes_one_of_a_file_that_was_closed_twice);
    tcase_add_test(lists, merge_tells_what_fits_no_kind_by_its_words);
    tcase_add_test(lists, merge_takes_the_better_place);
    tcase_add_test(lists, a_merge_that_fails_changes_nothing);
    tcase_add_test(lists, keep_own_knows_the_buffers_of_stdio);
    tcase_add_test(lists, keep_own_drops_only_foreign_leaks);
    tcase_add_test(lists, the_memory_of_a_static_type_is_not_lost);
    tcase_add_test(lists, a_text_that_python_interns_is_not_lost);
    tcase_add_test(lists, references_that_one_line_lost_are_one_fault);
    tcase_add_test(lists, threads_that_one_line_started_are_one_fault);
    tcase_add_test(lists, a_guess_at_a_loss_in_foreign_code_is_not_told);
    tcase_add_test(lists, a_value_is_not_told_by_the_variable_of_a_library);
    tcase_add_test(lists, sort_puts_what_stops_a_program_first);
    suite_add_tcase(suite, lists);
    return suite_run(suite);
}
