/* SPDX-License-Identifier: MIT */
#include "lesson/match.h"
#include "support/expected.h"
#include "support/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* The module under test marks four lines of /lesson/buggy.c. */
static struct ll_label marks[] = {
    {"alloc", "/lesson/buggy.c", 18},
    {"lost", "/lesson/buggy.c", 31},
    {"twice", "/lesson/buggy.c", 40},
    {"twice", "/lesson/buggy.c", 41},
};
static const struct ll_labels labels = {marks, 4, 4};
static const char *const roots[] = {"/lesson", NULL};

static char *memcheck[] = {"memcheck"};
static char *asan[] = {"asan"};
static char *both[] = {"memcheck", "asan"};

static struct ll_expected_place at_alloc = {.label = "alloc", .function = "series_new"};
static struct ll_expected_place at_lost = {.label = "lost",
                                           .function = "series_resize",
                                           .variable = "series->data",
                                           .how = "overwritten"};

/* A block of `bytes`, allocated below a frame of the C library. */
static struct ll_diag *add_leak(struct ll_diags *list, unsigned long long bytes,
                                const char *file, unsigned line)
{
    struct ll_diag diag;
    ll_diag_init(&diag, LL_DEFINITELY_LOST);
    diag.bytes = bytes;
    diag.blocks = 1;
    ck_assert(ll_stack_add(&diag.allocated, "malloc", "/usr/src/malloc.c", 9, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "series_new", file, line, 0, NULL));
    ck_assert(ll_stack_add(&diag.allocated, "main", "/lesson/main.c", 7, 0, NULL));
    ck_assert_int_eq(ll_diags_add(list, &diag, NULL), 0);
    return &list->items[list->count - 1];
}

static void set_lost(struct ll_diag *diag, const char *function, unsigned line,
                     enum ll_loss how)
{
    ck_assert(ll_stack_add(&diag->lost, function, "/lesson/buggy.c", line, 0, NULL));
    diag->how = how;
    free(diag->variable);
    diag->variable = strdup("series->data");
}

/* Match and release `list`: the differences must be `expected`, "" for none. */
static void check_match(const struct ll_module *module, const char *tool,
                        struct ll_diags *list, const char *expected)
{
    struct ll_buf out = LL_BUF_INIT;
    struct ll_error err = {0};
    int result = ll_match(module, tool, list, &labels, roots, &out, &err);
    ck_assert_str_eq(ll_buf_text(&out), expected);
    ck_assert_int_eq(result, expected[0] == '\0' ? 0 : 1);
    ll_buf_release(&out);
    ll_diags_release(list);
}

static const struct ll_expectation leak = {.tools = memcheck,
                                           .tools_count = 1,
                                           .kind = "definitely-lost",
                                           .bytes = 32,
                                           .blocks = 1,
                                           .allocated = &at_alloc};

static struct ll_module module_of(struct ll_expectation *expect, unsigned count)
{
    return (struct ll_module){
        .file = "buggy.c", .expect = expect, .expect_count = count};
}

START_TEST(what_is_expected_matches)
{
    struct ll_expectation expect = leak;
    struct ll_module module = module_of(&expect, 1);
    struct ll_diags list = {0};
    add_leak(&list, 32, "/lesson/buggy.c", 18);
    check_match(&module, "memcheck", &list, "");

    /* a tool of which nothing is expected */
    check_match(&module, "asan", &list, "");

    /* a tool that tells base names only */
    add_leak(&list, 32, "buggy.c", 18);
    check_match(&module, "memcheck", &list, "");
}
END_TEST

START_TEST(a_place_of_loss_matches)
{
    struct ll_expectation expect = leak;
    struct ll_module module = module_of(&expect, 1);
    struct ll_diags list = {0};
    expect.lost = &at_lost;
    set_lost(add_leak(&list, 32, "/lesson/buggy.c", 18), "series_resize", 31,
             LL_LOSS_OVERWRITTEN);
    check_match(&module, "memcheck", &list, "");
}
END_TEST

START_TEST(what_is_missing_is_told)
{
    struct ll_expectation expect = leak;
    struct ll_module module = module_of(&expect, 1);
    struct ll_diags list = {0};
    check_match(&module, "memcheck", &list,
                "expected      definitely-lost, 32 bytes in 1 block, allocated at "
                "buggy.c:18 (@alloc) in series_new\n"
                "got           nothing\n");
}
END_TEST

START_TEST(what_differs_is_marked)
{
    struct ll_expectation expect = leak;
    struct ll_module module = module_of(&expect, 1);
    struct ll_diags list = {0};
    add_leak(&list, 16, "/lesson/buggy.c", 19);
    check_match(&module, "memcheck", &list,
                "expected      definitely-lost, 32 bytes in 1 block, allocated at "
                "buggy.c:18 (@alloc) in series_new\n"
                "got           definitely-lost, 16 bytes in 1 block, allocated at "
                "buggy.c:19 in series_new\n"
                "differs in    bytes, allocated.label\n");

    /* the same line of another file, and more blocks */
    add_leak(&list, 32, "/lesson/main.c", 18)->blocks = 2;
    check_match(&module, "memcheck", &list,
                "expected      definitely-lost, 32 bytes in 1 block, allocated at "
                "buggy.c:18 (@alloc) in series_new\n"
                "got           definitely-lost, 32 bytes in 2 blocks, allocated at "
                "main.c:18 in series_new\n"
                "differs in    blocks, allocated.label\n");

    expect.lost = &at_lost;
    set_lost(add_leak(&list, 32, "/lesson/buggy.c", 18), "series_push", 31,
             LL_LOSS_SCOPE_END);
    check_match(&module, "memcheck", &list,
                "expected      definitely-lost, 32 bytes in 1 block, allocated at "
                "buggy.c:18 (@alloc) in series_new, lost at buggy.c:31 (@lost) in "
                "series_resize, variable series->data, overwritten\n"
                "got           definitely-lost, 32 bytes in 1 block, allocated at "
                "buggy.c:18 in series_new, lost at buggy.c:31 in series_push, variable "
                "series->data, scope-end\n"
                "differs in    lost.function, lost.how\n");

    add_leak(&list, 32, "/lesson/buggy.c", 18);
    list.items[0].kind = LL_STILL_REACHABLE;
    check_match(
        &module, "memcheck", &list,
        "expected      definitely-lost, 32 bytes in 1 block, allocated at "
        "buggy.c:18 (@alloc) in series_new, lost at buggy.c:31 (@lost) in "
        "series_resize, variable series->data, overwritten\n"
        "got           still-reachable, 32 bytes in 1 block, allocated at "
        "buggy.c:18 in series_new, lost at a place that the tool does not report\n"
        "differs in    kind, lost.label, lost.function, lost.variable, "
        "lost.how\n");
}
END_TEST

START_TEST(what_is_too_much_is_told)
{
    struct ll_expectation expect = leak;
    struct ll_module module = module_of(&expect, 1);
    struct ll_diags list = {0};
    add_leak(&list, 32, "/lesson/buggy.c", 18);
    /* the same again: one expectation takes one diagnosis */
    set_lost(add_leak(&list, 32, "/lesson/buggy.c", 18), "series_push", 50,
             LL_LOSS_SCOPE_END);
    check_match(&module, "memcheck", &list,
                "not expected  definitely-lost, 32 bytes in 1 block, allocated at "
                "buggy.c:18 in series_new, lost at buggy.c:50 in series_push, variable "
                "series->data, scope-end\n");

    /* nothing of it is the lesson's, so it is not taken for the expected one */
    struct ll_diag *other = add_leak(&list, 32, "/lesson/buggy.c", 18);
    other->kind = LL_CRASH;
    ll_stack_release(&other->allocated);
    ck_assert(ll_stack_add(&other->at, "abort", "/usr/src/abort.c", 1, 0, NULL));
    check_match(&module, "memcheck", &list,
                "expected      definitely-lost, 32 bytes in 1 block, allocated at "
                "buggy.c:18 (@alloc) in series_new\n"
                "got           nothing\n"
                "not expected  crash, 32 bytes in 1 block, at no line of the lesson\n");
}
END_TEST

START_TEST(a_silent_tool_must_say_nothing)
{
    struct ll_silence silent = {
        .tool = "asan", .because = "the block is still reachable from a global"};
    struct ll_module module = {.file = "buggy.c", .silent = &silent, .silent_count = 1};
    struct ll_diags list = {0};
    check_match(&module, "asan", &list, "");
    add_leak(&list, 1, "/lesson/buggy.c", 18);
    check_match(&module, "asan", &list,
                "expected      nothing: the block is still reachable from a global\n"
                "not expected  definitely-lost, 1 byte in 1 block, allocated at "
                "buggy.c:18 in series_new\n");
}
END_TEST

/* The first expectation fits both diagnoses, the second fits the first only, the
 * third fits the second and the third: only one assignment meets all. */
START_TEST(the_only_possible_pairing_is_found)
{
    struct ll_expectation expect[] = {
        {.tools = both, .tools_count = 2, .kind = "definitely-lost", .bytes = 32},
        {.tools = both,
         .tools_count = 2,
         .kind = "definitely-lost",
         .allocated = &at_alloc},
        {.tools = both, .tools_count = 2, .kind = "definitely-lost"},
    };
    struct ll_module module = module_of(expect, 3);
    for (unsigned first = 0; first < 3; first++) {
        struct ll_diags list = {0};
        for (unsigned i = 0; i < 3; i++) {
            unsigned which = (first + i) % 3;
            add_leak(&list, which == 2 ? 64 : 32, "/lesson/buggy.c",
                     which == 0 ? 18 : 20);
        }
        check_match(&module, "asan", &list, "");
    }
}
END_TEST

START_TEST(the_nearest_are_paired)
{
    struct ll_expected_place elsewhere = {.function = "other"};
    struct ll_expectation expect[] = {leak, leak};
    expect[0].allocated = &elsewhere;
    struct ll_module module = module_of(expect, 2);
    struct ll_diags list = {0};
    /* nearer to the second expectation, and the only one */
    add_leak(&list, 33, "/lesson/buggy.c", 18);
    check_match(&module, "memcheck", &list,
                "expected      definitely-lost, 32 bytes in 1 block, allocated at a "
                "line in other\n"
                "got           nothing\n"
                "expected      definitely-lost, 32 bytes in 1 block, allocated at "
                "buggy.c:18 (@alloc) in series_new\n"
                "got           definitely-lost, 33 bytes in 1 block, allocated at "
                "buggy.c:18 in series_new\n"
                "differs in    bytes\n");
}
END_TEST

/* The line is read from the file that the tool names: this one. */
START_TEST(a_place_may_ask_for_the_code_of_its_line)
{
    static const char *const here[] = {LL_SOURCE_DIR, NULL};
    const unsigned line = __LINE__; /* "const unsigned line = __LINE__;" and this */
    struct ll_expected_place whole = {
        .code = "const unsigned line = __LINE__; "
                "/* \"const unsigned line = __LINE__;\" and this */"};
    struct ll_expected_place part = {.code = "const unsigned line = __LINE__;"};
    struct ll_expectation expect = leak;
    struct ll_module module = module_of(&expect, 1);
    struct ll_diags list = {0};
    struct ll_buf out = LL_BUF_INIT;
    add_leak(&list, 32, LL_SOURCE_DIR "/tests/lesson/test_match.c", line);
    expect.allocated = &whole;
    ck_assert_int_eq(ll_match(&module, "memcheck", &list, &labels, here, &out, NULL),
                     0);
    expect.allocated = &part;
    ck_assert_int_eq(ll_match(&module, "memcheck", &list, &labels, here, &out, NULL),
                     1);
    assert_has(&out, "allocated at the line `const unsigned line = __LINE__;`");
    assert_has(&out, "differs in    allocated.code\n");
    ll_buf_release(&out);
    ll_diags_release(&list);
}
END_TEST

START_TEST(a_label_marks_one_line)
{
    struct ll_expected_place twice = {.label = "twice"};
    struct ll_expectation expect = leak;
    struct ll_module module = module_of(&expect, 1);
    struct ll_diags list = {0};
    expect.allocated = &twice;
    add_leak(&list, 32, "/lesson/buggy.c", 40);
    check_match(&module, "memcheck", &list,
                "expected      definitely-lost, 32 bytes in 1 block, allocated at "
                "@twice (which does not mark one line)\n"
                "got           definitely-lost, 32 bytes in 1 block, allocated at "
                "buggy.c:40 in series_new\n"
                "differs in    allocated.label\n");
}
END_TEST

/* The innermost own frame counts, not any frame, and not one of another folder. */
START_TEST(only_the_innermost_own_frame_counts)
{
    struct ll_expectation expect = leak;
    struct ll_module module = module_of(&expect, 1);
    struct ll_diags list = {0};
    struct ll_diag *diag = add_leak(&list, 32, "/lesson/buggy.c", 20);
    ck_assert(
        ll_stack_add(&diag->allocated, "series_new", "/lesson/buggy.c", 18, 0, NULL));
    add_leak(&list, 32, "/elsewhere/buggy.c", 18);
    struct ll_buf out = LL_BUF_INIT;
    ck_assert_int_eq(ll_match(&module, "memcheck", &list, &labels, roots, &out, NULL),
                     1);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "differs in    allocated.label\n"));
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "not expected  "));
    ll_buf_release(&out);
    ll_diags_release(&list);
}
END_TEST

START_TEST(finds_the_expectation_of_a_diagnosis)
{
    struct ll_expectation expect[] = {leak, leak};
    expect[0].bytes = 64;
    expect[1].tools = asan;
    struct ll_module module = module_of(expect, 2);
    struct ll_diags list = {0};
    struct ll_diag *diag = add_leak(&list, 32, "/lesson/buggy.c", 18);
    ck_assert_ptr_eq(ll_match_find(&module, diag, &labels, roots), &expect[1]);
    diag->bytes = 1;
    ck_assert_ptr_null(ll_match_find(&module, diag, &labels, roots));
    ll_diags_release(&list);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match");
    TCase *tests = case_create("match");
    tcase_add_test(tests, what_is_expected_matches);
    tcase_add_test(tests, a_place_of_loss_matches);
    tcase_add_test(tests, what_is_missing_is_told);
    tcase_add_test(tests, what_differs_is_marked);
    tcase_add_test(tests, what_is_too_much_is_told);
    tcase_add_test(tests, a_silent_tool_must_say_nothing);
    tcase_add_test(tests, the_only_possible_pairing_is_found);
    tcase_add_test(tests, the_nearest_are_paired);
    tcase_add_test(tests, a_place_may_ask_for_the_code_of_its_line);
    tcase_add_test(tests, a_label_marks_one_line);
    tcase_add_test(tests, only_the_innermost_own_frame_counts);
    tcase_add_test(tests, finds_the_expectation_of_a_diagnosis);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
