/* SPDX-License-Identifier: MIT */
#include "support/graded.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXERCISE "/nowhere/box/exercise.c"

static void name(struct ll_graded *graded, const char *text, enum ll_verdict verdict)
{
    graded->name = strdup(text);
    graded->lesson = 3;
    graded->exercise = strdup("exercise.c");
    graded->title = strdup("A pointer lost when realloc fails");
    graded->digest = strdup("0123456789abcdef");
    graded->verdict = verdict;
    graded->seconds = 1.25;
    ck_assert_ptr_nonnull(graded->name);
    ck_assert_ptr_nonnull(graded->exercise);
    ck_assert_ptr_nonnull(graded->title);
    ck_assert_ptr_nonnull(graded->digest);
}

static void add(struct ll_graded *graded, enum ll_item_kind kind, const char *words,
                double points, double most, enum ll_verdict verdict,
                const char *message)
{
    char stable[64];
    snprintf(stable, sizeof stable, "%s", words);
    for (char *c = stable; *c != '\0'; c++)
        if (*c == ' ')
            *c = '_';
    struct ll_graded_item item = {.kind = kind,
                                  .name = stable,
                                  .title = strdup(words),
                                  .points = points,
                                  .most = most,
                                  .verdict = verdict,
                                  .message = message != NULL ? strdup(message) : NULL,
                                  .seconds = 0.0625};
    ck_assert_int_eq(ll_graded_add(graded, &item, NULL), 0);
    free(item.title);
    free(item.message);
}

static void hide_last(struct ll_graded *graded)
{
    graded->items[graded->count - 1].hidden = true;
}

static struct ll_diag *diagnose(struct ll_graded *graded, enum ll_kind kind)
{
    struct ll_diag diag;
    ll_diag_init(&diag, kind);
    ck_assert(ll_diag_add_witness(&diag, "memcheck", NULL));
    ck_assert(ll_diag_add_witness(&diag, "asan", NULL));
    ck_assert_int_eq(ll_diags_add(&graded->diags, &diag, NULL), 0);
    return &graded->diags.items[graded->diags.count - 1];
}

static void push(struct ll_stack *stack, const char *called, const char *function,
                 unsigned line)
{
    if (called != NULL)
        ck_assert(ll_stack_add(stack, called, NULL, 0, 0, "/usr/lib/libc.so.6"));
    ck_assert(ll_stack_add(stack, function, EXERCISE, line, 0, NULL));
    ck_assert(ll_stack_add(stack, "main", "/nowhere/driver.c", 9, 0, NULL));
}

static void add_faults(struct ll_graded *graded)
{
    struct ll_diag *used = diagnose(graded, LL_USE_AFTER_FREE);
    used->access = 4;
    push(&used->at, NULL, "builder_text", 40);
    push(&used->allocated, "malloc", "builder_init", 15);
    push(&used->freed, "free", "builder_release", 47);
    for (unsigned i = 0; i < 2; i++) { /* two blocks from the same function */
        struct ll_diag *lost = diagnose(graded, LL_DEFINITELY_LOST);
        lost->bytes = 24;
        lost->blocks = 1;
        lost->how = LL_LOSS_OVERWRITTEN;
        lost->variable = strdup("builder->text");
        push(&lost->allocated, "malloc", "builder_init", 15 + i);
        push(&lost->lost, NULL, "builder_add", 30);
    }
    struct ll_diag *held = diagnose(graded, LL_STILL_REACHABLE);
    held->bytes = 8;
    held->blocks = 1;
}

static void passes(struct ll_graded *graded)
{
    name(graded, "ada", LL_PASS);
    add(graded, LL_ITEM_TEST, "parts are joined", 2, 2, LL_PASS, NULL);
    add(graded, LL_ITEM_MEMORY, "no fault", 5, 5, LL_PASS, NULL);
    add(graded, LL_ITEM_SWEEP, "survives failures", 3, 3, LL_PASS, NULL);
    graded->explanation =
        strdup("Give what realloc returns to a pointer of its own.\n");
}

static void fails(struct ll_graded *graded)
{
    name(graded, "ben", LL_FAIL);
    add(graded, LL_ITEM_TEST, "parts are joined", 2, 2, LL_PASS, NULL);
    add(graded, LL_ITEM_MEMORY, "no fault", 1.5, 5, LL_FAIL,
        "24 bytes were lost for good\n  in builder_add()");
    add(graded, LL_ITEM_SWEEP, "survives failures", 0, 3, LL_UNGRADABLE,
        "not tried: there are faults already");
    add_faults(graded);
    graded->explanation = strdup("24 bytes were lost for good");
}

static void hidden(struct ll_graded *graded)
{
    name(graded, "cem", LL_FAIL);
    add(graded, LL_ITEM_TEST, "parts are joined", 2, 2, LL_PASS, NULL);
    add(graded, LL_ITEM_TEST, "secret of emptiness", 1, 1, LL_PASS, NULL);
    hide_last(graded);
    add(graded, LL_ITEM_TEST, "secret of length", 0, 1, LL_FAIL, "secret words");
    hide_last(graded);
    add(graded, LL_ITEM_MEMORY, "no fault", 6, 6, LL_PASS, NULL);
}

static void ungradable(struct ll_graded *graded)
{
    name(graded, "dee", LL_UNGRADABLE);
    add(graded, LL_ITEM_TEST, "parts are joined", 0, 2, LL_UNGRADABLE,
        "it was not built");
    add(graded, LL_ITEM_MEMORY, "no fault", 0, 5, LL_UNGRADABLE, "it was not built");
    add(graded, LL_ITEM_SWEEP, "survives failures", 0, 3, LL_UNGRADABLE, NULL);
    graded->why = strdup("it does not compile");
    graded->explanation = strdup("exercise.c:3:5: error: expected ';'\n");
}

static void harness(struct ll_graded *graded)
{
    name(graded, "eva", LL_HARNESS_ERROR);
    add(graded, LL_ITEM_MEMORY, "no fault", 0, 5, LL_HARNESS_ERROR, NULL);
    graded->most = 10;
    graded->why = strdup("memcheck was killed: the machine is out of memory");
}

/* A grader that failed before it knew anything. */
static void bare(struct ll_graded *graded)
{
    graded->verdict = LL_HARNESS_ERROR;
}

/* A little of everything: not judged, an item shown, one hidden, one fault. */
static void small(struct ll_graded *graded)
{
    name(graded, "fay", LL_UNGRADABLE);
    add(graded, LL_ITEM_TEST, "parts are joined", 1, 2, LL_FAIL, "they are not");
    add(graded, LL_ITEM_TEST, "secret", 1, 1, LL_PASS, NULL);
    hide_last(graded);
    struct ll_diag *lost = diagnose(graded, LL_DEFINITELY_LOST);
    lost->variable = strdup("builder->text");
    push(&lost->allocated, "malloc", "builder_init", 15);
    push(&lost->lost, NULL, "builder_add", 30);
}

#define HOSTILE                                                                        \
    "]]> <b>&amp;</b> \"q\" 'a' # TODO \\# \x01\x1b[2J\xff\xc3( \xef\xbf\xbe "         \
    "\xed\xa0\x80 \xe2\x80\xae 大\t,;|$(id)`id`${{ github }}\r\n...\n---\n"           \
    "not ok 99 - forged\nBail out!\n::error::x"

static void hostile(struct ll_graded *graded)
{
    name(graded, "=HYPERLINK(\"http://x\",\"y\")", LL_FAIL);
    add(graded, LL_ITEM_TEST, HOSTILE, 0, 1, LL_FAIL, HOSTILE);
    add(graded, LL_ITEM_TEST, "@SUM(A1:A9)", 0, 1, LL_UNGRADABLE, HOSTILE);
    add(graded, LL_ITEM_TEST, "-2+3 # SKIP not me", 1, 1, LL_PASS, NULL);
    struct ll_diag *other = diagnose(graded, LL_OTHER);
    other->what = strdup(HOSTILE);
    other->variable = strdup(HOSTILE);
    ck_assert(ll_stack_add(&other->at, HOSTILE, EXERCISE, 1, 0, HOSTILE));
    ck_assert(ll_stack_add(&other->at, HOSTILE, "/nowhere/box/a b:\xff%.c", 1, 0, "x"));
    free(graded->exercise);
    graded->exercise = strdup("exercise.c");
    graded->explanation = strdup(HOSTILE);
    graded->why = strdup(HOSTILE);
}

static void hostile_name(struct ll_graded *graded)
{
    name(graded, HOSTILE, LL_UNGRADABLE);
    graded->why = strdup("\n\t+cmd|' /C calc'!A0");
}

const struct graded_case graded_cases[] = {
    {"pass", passes},
    {"fail", fails},
    {"hidden", hidden},
    {"ungradable", ungradable},
    {"harness", harness},
    {"bare", bare},
    {"small", small},
    {"hostile", hostile},
    {"hostile-name", hostile_name},
    {NULL, NULL},
};

void graded_build(struct ll_graded *graded, const char *wanted)
{
    *graded = (struct ll_graded){0};
    for (const struct graded_case *row = graded_cases; row->name != NULL; row++)
        if (strcmp(row->name, wanted) == 0) {
            row->build(graded);
            return;
        }
    ck_abort_msg("there is no case '%s'", wanted);
}

void graded_class(struct ll_class *class)
{
    size_t count = sizeof graded_cases / sizeof *graded_cases - 1;
    *class = (struct ll_class){calloc(count, sizeof *class->all), count, 12.5};
    ck_assert_ptr_nonnull(class->all);
    for (size_t i = 0; i < count; i++)
        graded_build(&class->all[i], graded_cases[i].name);
}
