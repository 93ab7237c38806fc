/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "diag/cause.h"
#include "diag/explain.h"
#include "support/suite.h"

static const char *const roots[] = {"/home/ada", NULL};
static struct ll_diags list;

static void teardown(void)
{
    ll_diags_release(&list);
}

static void add_own(struct ll_stack *stack, unsigned line)
{
    ck_assert(ll_stack_add(stack, "main", "/home/ada/main.c", line, 0, NULL));
}

static void add_library(struct ll_stack *stack, const char *function)
{
    ck_assert(ll_stack_add(stack, function, NULL, 0, 0, "/usr/lib/libc.so.6"));
}

/* Add a diagnosis by that tool; line 0: no frame of the reader's. The pointer lasts
 * until the next one. */
static struct ll_diag *add(enum ll_kind kind, const char *tool, unsigned line)
{
    struct ll_diag diag;
    ll_diag_init(&diag, kind);
    bool leak =
        ll_kind_is_leak(kind) || kind == LL_DESCRIPTOR_LEAK || kind == LL_THREAD_LEAK;
    struct ll_stack *stack = leak ? &diag.allocated : &diag.at;
    if (leak)
        add_library(stack, "malloc");
    if (line > 0)
        add_own(stack, line);
    else
        add_library(stack, "vfprintf");
    diag.signal = kind == LL_CRASH ? SIGSEGV : 0;
    diag.bytes = ll_kind_is_leak(kind) ? 16 : 0;
    diag.blocks = ll_kind_is_leak(kind) ? 1 : 0;
    ck_assert(ll_diag_add_witness(&diag, tool, tool));
    ck_assert_int_eq(ll_diags_add(&list, &diag, NULL), 0);
    return &list.items[list.count - 1];
}

/* An overflow of a local variable. */
static void add_overflow(unsigned line)
{
    struct ll_diag *diag = add(LL_INVALID_WRITE, "asan", line);
    diag->place.region = LL_REGION_STACK;
    diag->place.position = LL_AFTER;
    diag->place.block_size = 16;
}

static struct ll_diag *add_loss(unsigned line, unsigned lost, const char *variable)
{
    struct ll_diag *diag = add(LL_DEFINITELY_LOST, "memcheck", line);
    diag->how = LL_LOSS_OVERWRITTEN;
    add_own(&diag->lost, lost);
    diag->variable = variable == NULL ? NULL : strdup(variable);
    return diag;
}

static void settle(void)
{
    ck_assert_int_eq(ll_diags_settle(&list, roots, NULL, NULL), 0);
}

/* What is left is one fault of that kind. */
static const struct ll_diag *only(enum ll_kind kind)
{
    settle();
    ck_assert_uint_eq(list.count, 1);
    ck_assert_str_eq(ll_kind_name(list.items[0].kind), ll_kind_name(kind));
    return &list.items[0];
}

static void tells(const struct ll_diag *diag, const char *words)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_explain_diag(diag, &text);
    ck_assert_msg(strstr(ll_buf_text(&text), words) != NULL, "'%s' is not in '%s'",
                  words, ll_buf_text(&text));
    ll_buf_release(&text);
}

/* ---- unset values --------------------------------------------------------------- */

START_TEST(an_unset_address_leads_its_crash)
{
    add(LL_CRASH, "memcheck", 7)->place.is_null = true;
    add(LL_UNINITIALISED, "memcheck", 7);
    tells(only(LL_UNINITIALISED), "the program was stopped by SIGSEGV");
}
END_TEST

/* In line 7 something beside an array was read, and handed to a function. */
static struct ll_diag *add_read_beside(void)
{
    struct ll_diag *read = add(LL_INVALID_READ, "asan", 7);
    read->place.region = LL_REGION_STACK;
    read->place.position = LL_AFTER;
    struct ll_diag unset;
    ll_diag_init(&unset, LL_UNINITIALISED);
    ck_assert(ll_stack_add(&unset.at, "add_name", "/home/ada/main.c", 3, 0, NULL));
    add_own(&unset.at, 7);
    ck_assert(ll_diag_add_witness(&unset, "memcheck", "memcheck"));
    ck_assert_int_eq(ll_diags_add(&list, &unset, NULL), 0);
    return &list.items[list.count - 1];
}

START_TEST(what_was_read_beside_an_array_counts_as_unset)
{
    add_read_beside();
    tells(only(LL_INVALID_READ), "The following may be a consequence of this fault: a "
                                 "value was used that nobody had set (main.c:3).");
}
END_TEST

START_TEST(an_unset_variable_is_a_fault_of_its_own)
{
    add_read_beside()->variable = strdup("name");
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

static void add_variable(struct ll_diag *diag, const char *value)
{
    ck_assert(ll_values_add(&diag->values,
                            &(struct ll_value){.name = (char[]){"list"},
                                               .type = (char[]){"struct node *"},
                                               .value = (char *)(uintptr_t)value}));
}

START_TEST(an_unset_variable_leads_the_crash_in_another_line)
{
    add_variable(add(LL_CRASH, "asan", 9), LL_VALUE_UNSET);
    add_variable(add(LL_UNINITIALISED, "memcheck", 7), LL_VALUE_UNSET);
    tells(only(LL_UNINITIALISED), "In another line `list` is unset, too (main.c:9): "
                                  "there the program was stopped by SIGSEGV.");
}
END_TEST

START_TEST(an_unset_variable_that_led_to_a_crash_comes_before_another_crash)
{
    add(LL_CRASH, "memcheck", 20);
    add_variable(add(LL_CRASH, "asan", 9), LL_VALUE_UNSET);
    add_variable(add(LL_UNINITIALISED, "memcheck", 7), LL_VALUE_UNSET);
    settle();
    ck_assert_uint_eq(list.count, 2);
    ck_assert_int_eq(list.items[0].kind, LL_UNINITIALISED);
}
END_TEST

/* main:20 passes an unset value on, and main:7 is where it is used. */
static void add_passed(void)
{
    struct ll_diag *passed = add(LL_UNINITIALISED, "msan", 20);
    passed->variable = strdup("node->next");
    struct ll_diag *used = add(LL_UNINITIALISED, "memcheck", 7);
    add_own(&used->at, 20);
}

START_TEST(a_crash_by_an_overwritten_pointer_follows_from_the_overflow)
{
    add(LL_CRASH, "memcheck", 9)->place.region = LL_REGION_READ_ONLY;
    add_overflow(7);
    only(LL_INVALID_WRITE);
}
END_TEST

START_TEST(an_unset_variable_leads_the_overflow_in_another_line)
{
    add_variable(add(LL_SIGNED_OVERFLOW, "asan", 9), LL_VALUE_UNSET);
    add(LL_UNINITIALISED, "memcheck", 11);
    tells(only(LL_UNINITIALISED),
          "`list`, which is unset, was calculated with (main.c:9): "
          "the result there did not fit in its type.");
}
END_TEST

START_TEST(an_overflow_of_values_that_were_set_is_a_fault_of_its_own)
{
    add_variable(add(LL_SIGNED_OVERFLOW, "asan", 9), "12");
    add(LL_UNINITIALISED, "memcheck", 11);
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(an_unset_argument_and_its_use_are_one_fault)
{
    add_passed();
    tells(only(LL_UNINITIALISED), "It was passed on, and used at main.c:7.");
    ck_assert_str_eq(list.items[0].variable, "node->next");
}
END_TEST

START_TEST(an_unset_argument_leads_the_crash_that_it_caused)
{
    struct ll_diag *crash = add(LL_CRASH, "asan", 9);
    add_own(&crash->at, 20);
    add_variable(crash, LL_VALUE_UNSET);
    add_passed();
    tells(only(LL_UNINITIALISED), "In another line `list` is unset, too (main.c:9): "
                                  "there the program was stopped by SIGSEGV.");
}
END_TEST

START_TEST(an_unset_value_without_a_name_may_be_a_known_one)
{
    add_passed();
    add(LL_UNINITIALISED, "memcheck", 30);
    tells(only(LL_UNINITIALISED), "An unset value was used at main.c:30, too: it may "
                                  "have the same cause.");
}
END_TEST

START_TEST(two_unset_values_without_a_name_are_two_faults)
{
    add(LL_UNINITIALISED, "memcheck", 7);
    add(LL_UNINITIALISED, "memcheck", 30);
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(a_crash_by_another_value_is_a_fault_of_its_own)
{
    add_variable(add(LL_CRASH, "asan", 9), "NULL");
    add_variable(add(LL_UNINITIALISED, "memcheck", 7), LL_VALUE_UNSET);
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(values_of_the_crash_go_for_the_unset_address)
{
    struct ll_diag *crash = add(LL_CRASH, "asan", 7);
    ck_assert(ll_values_add(&crash->values,
                            &(struct ll_value){.name = (char[]){"list->next"},
                                               .value = (char[]){LL_VALUE_UNSET}}));
    ck_assert_ptr_nonnull(ll_path_add(&crash->path, "main"));
    add(LL_UNINITIALISED, "memcheck", 7);
    const struct ll_diag *diag = only(LL_UNINITIALISED);
    struct ll_buf headline = LL_BUF_INIT;
    ck_assert_ptr_nonnull(ll_values_find(&diag->values, "list->next"));
    ck_assert_uint_eq(diag->path.count, 1);
    ll_diag_headline(diag, &headline);
    ck_assert_str_eq(ll_buf_text(&headline), "`list->next` was used before it was set");
    ll_buf_release(&headline);
}
END_TEST

START_TEST(calls_are_kept_where_the_consequence_knows_none)
{
    struct ll_diag *write = add(LL_USE_AFTER_FREE, "asan", 12);
    ck_assert_ptr_nonnull(ll_path_add(&write->path, "main"));
    add(LL_INVALID_WRITE, "memcheck", 12);
    settle();
    ck_assert_uint_eq(only(LL_USE_AFTER_FREE)->path.count, 1);
}
END_TEST

START_TEST(an_unset_divisor_size_and_free_lead)
{
    static const enum ll_kind kinds[] = {LL_INVALID_READ, LL_INVALID_WRITE,
                                         LL_INVALID_FREE, LL_BAD_SIZE, LL_CRASH};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        add(kinds[i], "asan", 7);
        add(LL_UNINITIALISED, "memcheck", 7);
        const struct ll_diag *diag = only(LL_UNINITIALISED);
        ck_assert_ptr_nonnull(diag->sequel);
        ck_assert_uint_eq(diag->witness_count, 2);
        ck_assert(!diag->witnesses[0].of_sequel);
        ck_assert(diag->witnesses[1].of_sequel); /* asan saw no unset value */
        teardown();
    }
}
END_TEST

START_TEST(a_crash_in_another_line_is_no_sequel_of_an_unset_value)
{
    add(LL_UNINITIALISED, "memcheck", 7);
    add(LL_CRASH, "memcheck", 9);
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(one_value_that_is_printed_is_one_fault)
{
    add(LL_UNINITIALISED, "memcheck", 7);
    add(LL_UNINITIALISED, "memcheck", 7);
    add(LL_UNINITIALISED, "memcheck", 0);
    add(LL_UNINITIALISED, "memcheck", 0);
    ck_assert_ptr_null(only(LL_UNINITIALISED)->sequel);
}
END_TEST

START_TEST(a_place_that_is_not_known_is_no_sequel_of_another_tools_fault)
{
    add(LL_UNINITIALISED, "memcheck", 7);
    add(LL_UNINITIALISED, "msan", 0);
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(an_unset_variable_that_is_used_twice_is_one_fault)
{
    for (unsigned line = 7; line < 10; line++) {
        struct ll_diag *diag = add(LL_UNINITIALISED, "memcheck", line);
        diag->variable = strdup("sum");
        diag->declared = strdup("main.c:4, in main");
    }
    const struct ll_diag *diag = only(LL_UNINITIALISED);
    ck_assert_uint_eq(diag->at.frames[0].line, 7);
    tells(diag, "The same happened again later (main.c:8).");
    tells(diag, "The same happened again later (main.c:9).");
}
END_TEST

START_TEST(what_followed_in_a_later_line_is_told_too)
{
    for (unsigned line = 7; line < 9; line++) {
        struct ll_diag *diag = add(LL_UNINITIALISED, "memcheck", line);
        diag->variable = strdup("p");
        diag->declared = strdup("main.c:4, in main");
    }
    add(LL_CRASH, "memcheck", 8);
    tells(only(LL_UNINITIALISED), "SIGSEGV");
}
END_TEST

/* ---- overflows ------------------------------------------------------------------- */

START_TEST(an_overflow_leads_a_crash_without_a_line)
{
    add(LL_CRASH, "memcheck", 0);
    add(LL_CRASH, "lastptr", 0)->place.region = LL_REGION_READ_ONLY;
    add_overflow(8);
    add(LL_INVALID_FREE, "memcheck", 12);
    add_loss(6, 8, "copy");
    tells(only(LL_INVALID_WRITE), "Mend this fault first");
}
END_TEST

START_TEST(an_overflow_leads_a_crash_in_the_library)
{
    struct ll_diag *crash = add(LL_CRASH, "memcheck", 0);
    add_own(&crash->at, 9);
    add_overflow(7);
    tells(only(LL_INVALID_WRITE), "(main.c:9)");
}
END_TEST

START_TEST(a_null_pointer_after_an_overflow_is_a_fault_of_its_own)
{
    add(LL_CRASH, "memcheck", 9)->place.is_null = true;
    add_overflow(7);
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

/* It overwrote a pointer, which then led below the stack. */
START_TEST(an_overflow_leads_a_pointer_to_unused_stack)
{
    add_overflow(7);
    add(LL_STACK_ESCAPE, "memcheck", 9);
    tells(only(LL_INVALID_WRITE), "(main.c:9)");
}
END_TEST

START_TEST(a_division_after_an_overflow_is_a_fault_of_its_own)
{
    add(LL_CRASH, "memcheck", 9)->signal = SIGFPE;
    add_overflow(7);
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

/* ---- one access ------------------------------------------------------------------ */

START_TEST(a_freed_block_that_is_left_is_one_use_after_free)
{
    add(LL_USE_AFTER_FREE, "memcheck", 7);
    struct ll_diag *past = add(LL_INVALID_WRITE, "asan", 7);
    past->place.region = LL_REGION_HEAP;
    past->place.position = LL_AFTER;
    const struct ll_diag *diag = only(LL_USE_AFTER_FREE);
    ck_assert(ll_diag_seen_by(diag, "asan"));
    ck_assert(!diag->witnesses[1].of_sequel);
}
END_TEST

START_TEST(two_faults_in_one_line_that_one_tool_tells_apart_stay_two)
{
    add(LL_USE_AFTER_FREE, "memcheck", 7);
    add(LL_INVALID_WRITE, "memcheck", 7);
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(a_copy_that_is_too_long_is_no_overlap)
{
    add(LL_OVERLAP, "memcheck", 7);
    add(LL_INVALID_WRITE, "memcheck", 7);
    only(LL_INVALID_WRITE);
}
END_TEST

START_TEST(reading_and_writing_one_place_is_one_fault)
{
    add(LL_INVALID_READ, "memcheck", 7)->place.block_size = 16;
    add(LL_INVALID_WRITE, "memcheck", 7)->place.block_size = 16;
    tells(only(LL_INVALID_READ), "The same line also writes there.");
}
END_TEST

/* ---- a run that was stopped --------------------------------------------------- */

START_TEST(what_a_crash_left_behind_is_no_fault)
{
    add(LL_CRASH, "memcheck", 7);
    add(LL_STILL_REACHABLE, "memcheck", 4);
    add(LL_DESCRIPTOR_LEAK, "memcheck", 5);
    add(LL_POSSIBLY_LOST, "memcheck", 6);
    add_loss(3, 5, "moved")->kind = LL_POSSIBLY_LOST;
    add(LL_DEFINITELY_LOST, "memcheck", 7)->how = LL_LOSS_NEVER_STORED;
    ck_assert_uint_eq(only(LL_CRASH)->witness_count, 1);
}
END_TEST

START_TEST(a_block_lost_before_the_crash_is_lost)
{
    add(LL_CRASH, "memcheck", 7);
    add_loss(4, 5, "p");
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(a_leak_that_another_run_saw_is_a_leak)
{
    add(LL_CRASH, "memcheck", 7);
    add(LL_DEFINITELY_LOST, "asan", 7);
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(a_run_that_was_stopped_at_a_limit_has_no_end)
{
    static const char *const stopped[] = {"memcheck", NULL};
    struct ll_buf words = LL_BUF_INIT;
    add(LL_STILL_REACHABLE, "memcheck", 4);
    add(LL_STILL_REACHABLE, "lastptr", 5);
    ck_assert_int_eq(ll_diags_settle(&list, roots, stopped, NULL), 0);
    ll_diag_headline(&list.items[0], &words);
    ck_assert_str_eq(ll_buf_text(&words),
                     "16 bytes were still in use when the program was stopped");
    ll_buf_clear(&words);
    ll_diag_headline(&list.items[1], &words);
    ck_assert_str_eq(ll_buf_text(&words),
                     "16 bytes were still in use at the end, and never freed");
    ll_buf_release(&words);
}
END_TEST

/* ---- leaks -------------------------------------------------------------------- */

START_TEST(blocks_lost_at_one_line_through_one_array_are_one_loss)
{
    add_loss(6, 9, "slots[0]");
    add_loss(6, 9, "slots[1]");
    add_loss(6, 9, "slots[2]");
    const struct ll_diag *diag = only(LL_DEFINITELY_LOST);
    ck_assert_uint_eq(diag->bytes, 48);
    ck_assert_uint_eq(diag->blocks, 3);
    ck_assert_str_eq(diag->variable, "slots[...]");
}
END_TEST

/* Which of two return statements it was is settled later, where the source can be read.
 */
START_TEST(blocks_lost_at_two_returns_are_two_losses)
{
    add_loss(6, 9, "p")->return_line = 7;
    add_loss(6, 9, "p")->return_line = 8;
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(blocks_lost_through_two_variables_are_two_losses)
{
    add_loss(6, 9, "first");
    add_loss(6, 9, "second");
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(what_one_call_of_the_library_took_is_one_loss)
{
    static const char *const names[] = {"init_dfa", "parse", "build_trtable"};
    for (unsigned i = 0; i < 3; i++) {
        struct ll_diag *diag =
            add(i == 1 ? LL_INDIRECTLY_LOST : LL_DEFINITELY_LOST, "memcheck", 0);
        ll_stack_release(&diag->allocated);
        add_library(&diag->allocated, "malloc");
        add_library(&diag->allocated, names[i]);
        add_library(&diag->allocated, i == 2 ? "regexec" : "regcomp");
        add_own(&diag->allocated, i == 2 ? 7 : 6);
        add_own(&diag->lost, 8);
        diag->how = LL_LOSS_SCOPE_END;
        diag->variable = strdup(i == 0 ? "pattern.map" : "pattern.buffer");
        diag->bytes -= i;
    }
    const struct ll_diag *diag = only(LL_DEFINITELY_LOST);
    ck_assert_uint_eq(diag->bytes, 31);
    ck_assert_str_eq(diag->variable, "pattern");
    tells(diag, "With it 14 bytes more went, which regexec allocated (main.c:7).");
}
END_TEST

/* A leak of memory that this function of Python's asked for. */
static void add_of_python(const char *function, unsigned line)
{
    struct ll_diag *diag = add(LL_POSSIBLY_LOST, "memcheck", 0);
    ll_stack_release(&diag->allocated);
    add_library(&diag->allocated, "pyobject_malloc");
    add_library(&diag->allocated, function);
    add_own(&diag->allocated, line);
}

START_TEST(a_type_that_is_kept_keeps_its_module)
{
    add_of_python("PyType_FromModuleAndSpec", 6);
    add_of_python("PyModule_AddObjectRef", 9);
    ck_assert_uint_eq(only(LL_POSSIBLY_LOST)->bytes, 32);
}
END_TEST

START_TEST(a_module_that_is_kept_without_a_type_is_a_loss_of_its_own)
{
    add_of_python("PyList_New", 6);
    add_of_python("PyModule_AddObjectRef", 9);
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

/* PyMem_Malloc took both, for the program: each has to be freed. */
START_TEST(blocks_of_python_from_two_lines_are_two_losses)
{
    for (unsigned i = 0; i < 2; i++) {
        struct ll_diag *diag = add(LL_DEFINITELY_LOST, "memcheck", 0);
        ll_stack_release(&diag->allocated);
        add_library(&diag->allocated, "operator new[]");
        add_library(&diag->allocated, "pymem_malloc");
        add_own(&diag->allocated, 6 + i);
        add_own(&diag->lost, 9);
        diag->how = LL_LOSS_OVERWRITTEN;
        diag->variable = strdup("self.buf");
    }
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

/* strndup took both, but they are the program's: each has to be freed. */
START_TEST(texts_of_two_lines_are_two_losses)
{
    for (unsigned i = 0; i < 2; i++) {
        struct ll_diag *diag = add(LL_INDIRECTLY_LOST, "memcheck", 0);
        ll_stack_release(&diag->allocated);
        add_library(&diag->allocated, "malloc");
        add_library(&diag->allocated, "strndup");
        add_own(&diag->allocated, 6 + i);
        add_own(&diag->lost, 9);
        diag->how = LL_LOSS_SCOPE_END;
        diag->variable = strdup("book");
    }
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(a_block_that_free_refused_is_no_fault_of_its_own)
{
    struct ll_diag *refused = add(LL_INVALID_FREE, "memcheck", 8);
    add_library(&refused->allocated, "malloc");
    add_own(&refused->allocated, 5);
    add(LL_DEFINITELY_LOST, "memcheck", 5);
    tells(only(LL_INVALID_FREE), "That free could not take the block back");
}
END_TEST

START_TEST(an_ended_variable_that_is_read_again_is_one_fault)
{
    add(LL_STACK_ESCAPE, "memcheck", 8);
    add(LL_STACK_ESCAPE, "memcheck", 9);
    struct ll_diag *unset = add(LL_UNINITIALISED, "memcheck", 10);
    unset->place.region = LL_REGION_STACK;
    const struct ll_diag *diag = only(LL_STACK_ESCAPE);
    tells(diag, "The same happened again later (main.c:9).");
    tells(diag, "A value read there can count as one that nobody set.");
}
END_TEST

START_TEST(an_unset_variable_beside_an_ended_one_is_a_fault_of_its_own)
{
    add(LL_STACK_ESCAPE, "memcheck", 8);
    struct ll_diag *unset = add(LL_UNINITIALISED, "memcheck", 10);
    unset->variable = strdup("count");
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

/* A file or folder that was opened in that line, and not closed. */
static struct ll_diag *add_open(const char *opener, unsigned line)
{
    struct ll_diag *diag = add(LL_DESCRIPTOR_LEAK, "memcheck", line);
    free(diag->allocated.frames[0].function);
    ck_assert_ptr_nonnull(diag->allocated.frames[0].function = strdup(opener));
    return diag;
}

START_TEST(the_block_of_an_open_folder_is_lost_with_it)
{
    add_open("opendir", 7);
    struct ll_diag *block = add_loss(7, 9, "folder");
    free(block->allocated.frames[0].function);
    ck_assert_ptr_nonnull(block->allocated.frames[0].function = strdup("opendir"));
    const struct ll_diag *diag = only(LL_DESCRIPTOR_LEAK);
    ck_assert_str_eq(diag->variable, "folder");
    ck_assert_uint_eq(diag->lost.frames[0].line, 9);
    ck_assert_uint_gt(diag->bytes, 0);
}
END_TEST

START_TEST(a_block_of_the_same_line_that_is_no_files_stays)
{
    add_open("open", 7);
    add(LL_DEFINITELY_LOST, "memcheck", 7);
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(a_realloc_to_nothing_is_the_free_of_what_was_used)
{
    struct ll_diag *twice = add(LL_DOUBLE_FREE, "memcheck", 9);
    add_own(&twice->freed, 8);
    struct ll_diag *size = add(LL_BAD_SIZE, "asan", 8);
    size->operation = strdup("0");
    tells(only(LL_DOUBLE_FREE), "That free was a realloc with the size 0 (main.c:8)");
}
END_TEST

/* memcheck calls one block of a ring definitely lost, and the others indirectly. */
static struct ll_diag *add_in_ring(enum ll_kind kind, unsigned line, unsigned blocks)
{
    struct ll_diag *diag = add(kind, "memcheck", line);
    diag->how = LL_LOSS_OVERWRITTEN;
    add_own(&diag->lost, 40);
    diag->ring_blocks = blocks;
    diag->ring_bytes = 16ull * blocks;
    return diag;
}

START_TEST(the_blocks_of_a_ring_are_one_fault)
{
    add_in_ring(LL_INDIRECTLY_LOST, 8, 3)->bytes = 16;
    add_in_ring(LL_DEFINITELY_LOST, 7, 3);
    add_in_ring(LL_INDIRECTLY_LOST, 7, 3);
    const struct ll_diag *ring = only(LL_DEFINITELY_LOST);
    ck_assert_uint_eq(ring->bytes, 48);
    ck_assert_uint_eq(ring->blocks, 3);
    ck_assert_str_eq(ring->sequel, "Of the ring, 16 bytes were allocated in another "
                                   "line (main.c:8).");
}
END_TEST

START_TEST(rings_of_other_sizes_and_what_hangs_on_a_ring_are_told_apart)
{
    add_in_ring(LL_DEFINITELY_LOST, 7, 3);
    add_in_ring(LL_DEFINITELY_LOST, 8, 2);
    add_in_ring(LL_INDIRECTLY_LOST, 9, 0)->ring_bytes = 0;
    settle();
    ck_assert_uint_eq(list.count, 3);
}
END_TEST

START_TEST(references_that_two_lines_took_are_two_faults)
{
    static const unsigned lines[] = {7, 7, 9};
    for (size_t i = 0; i < 3; i++) {
        struct ll_diag *diag = add(LL_LOST_REFERENCE, "lastref", 0);
        add_own(&diag->allocated, 20); /* Python made the object for a call there */
        add_own(&diag->at, lines[i]);
        diag->type = strdup("bytes");
    }
    settle();
    ck_assert_uint_eq(list.count, 2);
    ck_assert_uint_eq(list.items[0].blocks + list.items[1].blocks, 3);
}
END_TEST

/* ---- threads ------------------------------------------------------------------ */

START_TEST(threads_that_one_line_started_are_one_fault)
{
    add(LL_THREAD_LEAK, "memcheck", 7)->blocks = 3;
    add(LL_THREAD_LEAK, "memcheck", 7)->blocks = 2;
    ck_assert_uint_eq(only(LL_THREAD_LEAK)->blocks, 5);
}
END_TEST

START_TEST(threads_of_a_program_that_crashed_are_no_fault)
{
    add(LL_CRASH, "memcheck", 9);
    add(LL_THREAD_LEAK, "memcheck", 7);
    only(LL_CRASH);
}
END_TEST

START_TEST(what_a_run_left_that_was_stopped_is_no_fault)
{
    static const char *const stopped[] = {"memcheck", NULL};
    add(LL_THREAD_LEAK, "memcheck", 7);
    add(LL_DESCRIPTOR_LEAK, "memcheck", 8);
    add(LL_POSSIBLY_LOST, "memcheck", 9);
    add(LL_DEFINITELY_LOST, "memcheck", 10);
    add(LL_THREAD_LEAK, "lastptr", 11);
    ck_assert_int_eq(ll_diags_settle(&list, roots, stopped, NULL), 0);
    ck_assert_uint_eq(list.count, 2);
    ck_assert_int_eq(list.items[0].kind, LL_DEFINITELY_LOST);
    ck_assert_int_eq(list.items[1].kind, LL_THREAD_LEAK);
}
END_TEST

START_TEST(two_signals_are_of_two_runs)
{
    struct ll_buf words = LL_BUF_INIT;
    add(LL_CRASH, "memcheck", 7)->signal = SIGABRT;
    add(LL_CRASH, "asan", 9);
    settle();
    ck_assert_uint_eq(list.count, 2);
    ll_diag_headline(&list.items[0], &words);
    ck_assert_str_eq(ll_buf_text(&words),
                     "in one run, the program was stopped by SIGABRT: it, or the C "
                     "library for it, called abort");
    ck_assert(list.items[1].in_one_run);
    ll_buf_release(&words);
}
END_TEST

static struct ll_diag *add_race(unsigned line, unsigned other, const char *variable)
{
    struct ll_diag *diag = add(LL_DATA_RACE, "helgrind", line);
    add_own(&diag->other, other);
    diag->thread = (struct ll_thread){.number = 3};
    diag->other_thread = (struct ll_thread){.number = 2, .writes = true};
    diag->variable = strdup(variable);
    ck_assert_ptr_nonnull(diag->variable);
    return diag;
}

START_TEST(a_variable_without_its_lock_is_one_fault)
{
    add_race(7, 8, "count");
    add_race(8, 7, "count");
    add_race(12, 8, "count");
    const struct ll_diag *race = only(LL_DATA_RACE);
    ck_assert_str_eq(race->sequel, "The same holds for its use at main.c:12.");
}
END_TEST

START_TEST(two_variables_without_a_lock_are_two_faults)
{
    add_race(7, 7, "count");
    add_race(8, 8, "sum");
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(the_error_of_a_misuse_is_no_fault_of_its_own)
{
    add(LL_LOCK_MISUSE, "helgrind", 7)->misuse = LL_MISUSE_DESTROYED;
    add(LL_LOCK_MISUSE, "helgrind", 7)->misuse = LL_MISUSE_CALL;
    ck_assert_int_eq(only(LL_LOCK_MISUSE)->misuse, LL_MISUSE_DESTROYED);
}
END_TEST

/* Which pair of uses meets depends on the order in which the threads ran. */
START_TEST(races_in_one_function_are_folded)
{
    add_race(7, 8, "count");
    add_race(8, 8, "count");
    add_race(8, 8, "sum");
    ll_diags_fold(&list, roots);
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

/* ---- one block, several lines ----------------------------------------------- */

static void add_past_end(enum ll_kind kind, unsigned line, unsigned allocated)
{
    struct ll_diag *diag = add(kind, "memcheck", line);
    diag->place.region = LL_REGION_HEAP;
    diag->place.position = LL_AFTER;
    diag->place.block_size = 16;
    add_own(&diag->allocated, allocated);
}

START_TEST(blocks_of_one_line_that_are_too_small_are_one_fault)
{
    add_past_end(LL_INVALID_WRITE, 8, 6);
    add_past_end(LL_INVALID_WRITE, 8, 6);
    add_past_end(LL_INVALID_READ, 12, 6);
    tells(only(LL_INVALID_WRITE), "main.c:12 reads past the end, too.");
    ck_assert_str_eq(list.items[0].sequel, "main.c:12 reads past the end, too.");
}
END_TEST

START_TEST(blocks_of_two_lines_that_are_too_small_are_two_faults)
{
    add_past_end(LL_INVALID_WRITE, 8, 6);
    add_past_end(LL_INVALID_WRITE, 9, 7);
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

/* Only a size that nobody had set makes the block of that line too small by chance. */
START_TEST(a_block_of_an_unset_size_is_too_small_for_that_reason)
{
    add_past_end(LL_INVALID_WRITE, 8, 6);
    struct ll_diag unset;
    ll_diag_init(&unset, LL_UNINITIALISED);
    if (_i == 0)
        add_library(&unset.at, "malloc");
    add_own(&unset.at, 6);
    ck_assert(ll_diag_add_witness(&unset, "memcheck", "memcheck"));
    ck_assert_int_eq(ll_diags_add(&list, &unset, NULL), 0);
    if (_i == 0) {
        tells(only(LL_UNINITIALISED),
              "So the size of the block was left to chance, and this followed: ");
        return;
    }
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

static struct ll_diag *add_after_free(enum ll_kind kind, unsigned line, unsigned freed)
{
    struct ll_diag *diag = add(kind, "memcheck", line);
    add_own(&diag->allocated, 5);
    add_library(&diag->freed, "realloc");
    add_own(&diag->freed, freed);
    return diag;
}

START_TEST(what_is_done_after_one_free_is_one_fault)
{
    add_after_free(LL_USE_AFTER_FREE, 8, 7);
    add_after_free(LL_USE_AFTER_FREE, 9, 7);
    add_after_free(LL_DOUBLE_FREE, 10, 7);
    only(LL_USE_AFTER_FREE);
    tells(&list.items[0], "main.c:9 uses the block after that, too.");
    tells(&list.items[0], "main.c:10 frees the block again.");
}
END_TEST

START_TEST(what_is_done_after_two_frees_is_two_faults)
{
    add_after_free(LL_USE_AFTER_FREE, 8, 7);
    add_after_free(LL_USE_AFTER_FREE, 12, 11);
    settle();
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(a_realloc_whose_result_is_not_kept_leads)
{
    struct ll_diag *lost;
    add_after_free(LL_USE_AFTER_FREE, 8, 7);
    lost = add(LL_DEFINITELY_LOST, "memcheck", 7);
    lost->how = LL_LOSS_NEVER_STORED;
    tells(only(LL_USE_AFTER_FREE),
          "That realloc (main.c:7) returned the address of the "
          "new block, and it was not kept: 16 bytes were lost "
          "for good.");
    tells(&list.items[0], "only the address that realloc returned may be used");
}
END_TEST

START_TEST(blocks_that_lay_in_freed_blocks_are_one_loss_of_all_elements)
{
    struct ll_diag *diag = add_loss(6, 9, NULL);
    diag->how = LL_LOSS_CONTAINER_FREED;
    diag = add_loss(6, 9, "rows[0]");
    diag->how = LL_LOSS_CONTAINER_FREED;
    ck_assert_str_eq(only(LL_DEFINITELY_LOST)->variable, "rows[...]");
    ck_assert_uint_eq(list.items[0].blocks, 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cause");
    TCase *tests = case_create("rules");
    suite_add_tcase(suite, tests);
    tcase_add_checked_fixture(tests, NULL, teardown);
    tcase_add_test(tests, what_was_read_beside_an_array_counts_as_unset);
    tcase_add_test(tests, an_unset_variable_is_a_fault_of_its_own);
    tcase_add_test(tests, an_unset_address_leads_its_crash);
    tcase_add_test(tests, an_unset_variable_leads_the_crash_in_another_line);
    tcase_add_test(tests,
                   an_unset_variable_that_led_to_a_crash_comes_before_another_crash);
    tcase_add_test(tests, a_crash_by_an_overwritten_pointer_follows_from_the_overflow);
    tcase_add_test(tests, an_unset_variable_leads_the_overflow_in_another_line);
    tcase_add_test(tests, an_overflow_of_values_that_were_set_is_a_fault_of_its_own);
    tcase_add_test(tests, an_unset_argument_and_its_use_are_one_fault);
    tcase_add_test(tests, an_unset_argument_leads_the_crash_that_it_caused);
    tcase_add_test(tests, an_unset_value_without_a_name_may_be_a_known_one);
    tcase_add_test(tests, two_unset_values_without_a_name_are_two_faults);
    tcase_add_test(tests, a_crash_by_another_value_is_a_fault_of_its_own);
    tcase_add_test(tests, values_of_the_crash_go_for_the_unset_address);
    tcase_add_test(tests, calls_are_kept_where_the_consequence_knows_none);
    tcase_add_test(tests, an_unset_divisor_size_and_free_lead);
    tcase_add_test(tests, a_crash_in_another_line_is_no_sequel_of_an_unset_value);
    tcase_add_test(tests, one_value_that_is_printed_is_one_fault);
    tcase_add_test(tests,
                   a_place_that_is_not_known_is_no_sequel_of_another_tools_fault);
    tcase_add_test(tests, an_unset_variable_that_is_used_twice_is_one_fault);
    tcase_add_test(tests, what_followed_in_a_later_line_is_told_too);
    tcase_add_test(tests, an_overflow_leads_a_crash_without_a_line);
    tcase_add_test(tests, an_overflow_leads_a_crash_in_the_library);
    tcase_add_test(tests, a_null_pointer_after_an_overflow_is_a_fault_of_its_own);
    tcase_add_test(tests, an_overflow_leads_a_pointer_to_unused_stack);
    tcase_add_test(tests, a_division_after_an_overflow_is_a_fault_of_its_own);
    tcase_add_test(tests, a_freed_block_that_is_left_is_one_use_after_free);
    tcase_add_test(tests, two_faults_in_one_line_that_one_tool_tells_apart_stay_two);
    tcase_add_test(tests, a_copy_that_is_too_long_is_no_overlap);
    tcase_add_test(tests, reading_and_writing_one_place_is_one_fault);
    tcase_add_test(tests, what_a_crash_left_behind_is_no_fault);
    tcase_add_test(tests, a_block_lost_before_the_crash_is_lost);
    tcase_add_test(tests, a_leak_that_another_run_saw_is_a_leak);
    tcase_add_test(tests, a_run_that_was_stopped_at_a_limit_has_no_end);
    tcase_add_test(tests, blocks_lost_at_one_line_through_one_array_are_one_loss);
    tcase_add_test(tests, blocks_lost_at_two_returns_are_two_losses);
    tcase_add_test(tests, blocks_lost_through_two_variables_are_two_losses);
    tcase_add_test(tests, what_one_call_of_the_library_took_is_one_loss);
    tcase_add_test(tests, a_type_that_is_kept_keeps_its_module);
    tcase_add_test(tests, a_module_that_is_kept_without_a_type_is_a_loss_of_its_own);
    tcase_add_test(tests, blocks_of_python_from_two_lines_are_two_losses);
    tcase_add_test(tests, texts_of_two_lines_are_two_losses);
    tcase_add_test(tests, a_block_that_free_refused_is_no_fault_of_its_own);
    tcase_add_test(tests, an_ended_variable_that_is_read_again_is_one_fault);
    tcase_add_test(tests, an_unset_variable_beside_an_ended_one_is_a_fault_of_its_own);
    tcase_add_test(tests, the_block_of_an_open_folder_is_lost_with_it);
    tcase_add_test(tests, a_block_of_the_same_line_that_is_no_files_stays);
    tcase_add_test(tests, a_realloc_to_nothing_is_the_free_of_what_was_used);
    tcase_add_test(tests, the_blocks_of_a_ring_are_one_fault);
    tcase_add_test(tests, rings_of_other_sizes_and_what_hangs_on_a_ring_are_told_apart);
    tcase_add_test(tests, references_that_two_lines_took_are_two_faults);
    tcase_add_test(tests, threads_that_one_line_started_are_one_fault);
    tcase_add_test(tests, threads_of_a_program_that_crashed_are_no_fault);
    tcase_add_test(tests, what_a_run_left_that_was_stopped_is_no_fault);
    tcase_add_test(tests, two_signals_are_of_two_runs);
    tcase_add_test(tests, a_variable_without_its_lock_is_one_fault);
    tcase_add_test(tests, two_variables_without_a_lock_are_two_faults);
    tcase_add_test(tests, the_error_of_a_misuse_is_no_fault_of_its_own);
    tcase_add_test(tests, races_in_one_function_are_folded);
    tcase_add_test(tests, blocks_of_one_line_that_are_too_small_are_one_fault);
    tcase_add_test(tests, blocks_of_two_lines_that_are_too_small_are_two_faults);
    tcase_add_loop_test(tests, a_block_of_an_unset_size_is_too_small_for_that_reason, 0,
                        2);
    tcase_add_test(tests, what_is_done_after_one_free_is_one_fault);
    tcase_add_test(tests, what_is_done_after_two_frees_is_two_faults);
    tcase_add_test(tests, a_realloc_whose_result_is_not_kept_leads);
    tcase_add_test(tests, blocks_that_lay_in_freed_blocks_are_one_loss_of_all_elements);
    return suite_run(suite);
}
