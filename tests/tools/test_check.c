/* SPDX-License-Identifier: MIT
 *
 * One program for each kind of the model (tests/tools/kinds/), that no lesson holds,
 * diagnosed by the real tools. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "config.h"
#include "lesson/labels.h"
#include "session/session.h"
#include "support/reports.h"
#include "support/suite.h"

#define BOTH "memcheck asan"
#define LOST_REFERENCE "lost-reference" /* the only one in Python */

/* What the program must be told, and nothing else. A label that is NULL is not
 * asked for. */
static const struct {
    const char *program;
    struct {
        const char *kind;
        unsigned long long bytes; /* 0: not asked */
        const char *at, *allocated, *freed;
        const char *tools; /* "asan (memcheck)": memcheck may see it, too, in newer
                              versions or by chance */
    } faults[2];
    const char *lib;
} cases[] = {
    {"definitely-lost", {{"definitely-lost", 11, NULL, "alloc", NULL, BOTH}}, NULL},
    {"indirectly-lost",
     {{"definitely-lost", 8, NULL, "alloc", NULL, BOTH},
      {"indirectly-lost", 32, NULL, "child", NULL, BOTH}},
     NULL},
    {"possibly-lost", {{"possibly-lost", 24, NULL, "alloc", NULL, "memcheck"}}, NULL},
    {"still-reachable",
     {{"still-reachable", 40, NULL, "alloc", NULL, "memcheck"}},
     NULL},
    {"kept-too-long",
     {{"kept-too-long", 1600, NULL, "alloc", NULL, "memcheck"},
      {"still-reachable", 32, NULL, "table", NULL, "memcheck"}},
     NULL},
    {"invalid-read", {{"invalid-read", 0, "at", "alloc", NULL, BOTH}}, NULL},
    {"invalid-write", {{"invalid-write", 0, "at", "alloc", NULL, BOTH}}, NULL},
    {"use-after-free", {{"use-after-free", 0, "at", "alloc", "freed", BOTH}}, NULL},
    {"double-free", {{"double-free", 0, "at", "alloc", "at", BOTH}}, NULL},
    {"invalid-free", {{"invalid-free", 0, "at", "alloc", NULL, BOTH}}, NULL},
    {"mismatched-free",
     {{"mismatched-free", 0, "at", "alloc", NULL, BOTH}},
     "-lstdc++"},
    {"uninitialised", {{"uninitialised", 0, "at", NULL, NULL, "memcheck"}}, NULL},
    {"overlap", {{"overlap", 0, "at", NULL, NULL, BOTH}}, NULL},
    {"bad-size", {{"bad-size", 0, "at", NULL, NULL, BOTH}}, NULL},
    {"count-negative", {{"bad-size", 0, "at", NULL, NULL, "asan"}}, NULL},
    {"realloc-zero", {{"bad-size", 0, "at", NULL, NULL, "asan"}}, NULL},
    {"bad-alignment", {{"bad-size", 0, "at", NULL, NULL, "asan (memcheck)"}}, NULL},
    {"file-closed", {{"use-after-free", 0, "at", "alloc", "freed", "memcheck"}}, NULL},
    {"file-closed-twice", {{"double-free", 0, "at", "alloc", "freed", BOTH}}, NULL},
    {"stream-closed", {{"use-after-free", 0, "at", NULL, "freed", "memcheck"}}, NULL},
    {"spawn-unset", {{"uninitialised", 0, "at", NULL, NULL, "memcheck"}}, NULL},
    {"signed-overflow", {{"signed-overflow", 0, "at", NULL, NULL, "asan"}}, NULL},
    {"opposite", {{"signed-overflow", 0, "at", NULL, NULL, "asan"}}, NULL},
    {"quotient", {{"signed-overflow", 0, "at", NULL, NULL, BOTH}}, NULL},
    {"bad-shift", {{"bad-shift", 0, "at", NULL, NULL, "asan"}}, NULL},
    {"division-by-zero", {{"division-by-zero", 0, "at", NULL, NULL, BOTH}}, NULL},
    {"index-far", {{"invalid-write", 0, "at", NULL, NULL, "asan"}}, NULL},
    {"index-far-length",
     {{"invalid-write", 0, "at", NULL, NULL, "asan (memcheck)"}},
     NULL},
    {"index-length", {{"invalid-write", 0, "at", NULL, NULL, "asan"}}, NULL},
    {"no-length", {{"bad-size", 0, "at", NULL, NULL, "asan"}}, NULL},
    {"stack-escape", {{"stack-escape", 0, "at", "declared", NULL, BOTH}}, NULL},
    {"crash", {{"crash", 0, "at", NULL, NULL, BOTH}}, NULL},
    {"recursive-tree",
     {{"definitely-lost", 24, NULL, "alloc", NULL, BOTH},
      {"indirectly-lost", 399 * 24, NULL, "alloc", NULL, BOTH}},
     NULL},
    {"string-literal", {{"crash", 0, "at", NULL, NULL, BOTH}}, NULL},
    {"endless-recursion", {{"crash", 0, NULL, NULL, NULL, BOTH}}, NULL},
    {"descriptor-leak",
     {{"descriptor-leak", 0, NULL, "alloc", NULL, "memcheck"}},
     NULL},
    {"thread-leak", {{"thread-leak", 0, NULL, "alloc", NULL, "memcheck"}}, NULL},
    {"data-race", {{"data-race", 0, "at", NULL, NULL, "helgrind"}}, NULL},
    {"lock-misuse", {{"lock-misuse", 0, "at", NULL, NULL, "helgrind"}}, NULL},
    {LOST_REFERENCE,
     {{"lost-reference", 36, "alloc", "alloc", NULL, BOTH " lastref"}},
     NULL},
    {"other", {{"other", 0, "at", NULL, NULL, "memcheck"}}, NULL},
    {"no-room", {{NULL, 0, NULL, NULL, NULL, NULL}}, NULL},
    {"clean", {{NULL, 0, NULL, NULL, NULL, NULL}}, NULL},
};

static void assert_place(const char *program, const char *what,
                         const struct ll_stack *stack, const char *label,
                         const struct ll_labels *labels, const char *const *roots)
{
    if (label == NULL)
        return;
    const struct ll_frame *frame = ll_stack_own(stack, roots);
    const struct ll_label *mark = ll_labels_find(labels, label);
    ck_assert_msg(mark != NULL, "%s: no label @%s", program, label);
    ck_assert_msg(frame != NULL && frame->line == mark->line,
                  "%s: %s at line %u, expected line %u (@%s)", program, what,
                  frame == NULL ? 0 : frame->line, mark->line, label);
}

/* Judge program number `index` by `tools`. With `like`, there is one tool, which sees
 * what the tool of that name does. */
static void check_program(size_t index, const struct ll_tool *const *tools,
                          const char *like)
{
    const char *program = cases[index].program;
    struct ll_error err = {0};
    struct ll_session session = LL_SESSION_INIT;
    struct ll_subject subject = {0};
    struct ll_labels labels = {0};
    struct ll_result result = {0};
    char path[512];
    snprintf(path, sizeof path, LL_TESTS_DIR "/tools/kinds/%s.c", program);
    ck_assert_msg(ll_subject_add_source(&subject, path, &err) == 0, "%s", err.text);
    subject.name = strdup(program);
    subject.python = strcmp(program, LOST_REFERENCE) == 0;
    if (subject.python && (LL_PYTHON_LIBS[0] == '\0' || like != NULL)) {
        if (like == NULL)
            skip("there is no libpython (python3-dev)");
        ll_subject_release(&subject);
        return; /* one tool alone tells it as a lost block */
    }
    if (cases[index].lib != NULL)
        ll_strings_add(&subject.libs, cases[index].lib);
    if (strcmp(program, "kept-too-long") == 0) {
        subject.reachable = LL_REACHABLE_GROWS;
        ll_strings_add(&subject.more_args, "100");
    }
    ck_assert_int_eq(ll_labels_read(&labels, path, &err), 0);

    ck_assert_msg(ll_session_run_one(&session, &subject, tools, &result, &err) == 0,
                  "%s", err.text);
    const char *const *roots = ll_strings_argv(&subject.roots);
    size_t faults = 0;
    for (size_t i = 0; i < 2 && cases[index].faults[i].kind != NULL; i++) {
        if (like != NULL && strstr(cases[index].faults[i].tools, like) == NULL)
            continue;
        ck_assert_msg(result.diags.count > faults, "%s: only %zu diagnoses", program,
                      result.diags.count);
        const struct ll_diag *diag = &result.diags.items[faults++];
        ck_assert_str_eq(ll_kind_name(diag->kind), cases[index].faults[i].kind);
        if (cases[index].faults[i].bytes > 0)
            ck_assert_uint_eq(diag->bytes, cases[index].faults[i].bytes);
        assert_place(program, "happened", &diag->at, cases[index].faults[i].at, &labels,
                     roots);
        assert_place(program, "allocated", &diag->allocated,
                     cases[index].faults[i].allocated, &labels, roots);
        assert_place(program, "freed", &diag->freed, cases[index].faults[i].freed,
                     &labels, roots);
        for (size_t t = 0; tools[t] != NULL && like == NULL; t++) {
            const char *known = strstr(cases[index].faults[i].tools, tools[t]->name);
            bool expected = known != NULL;
            if (known != NULL && known > cases[index].faults[i].tools &&
                known[-1] == '(')
                continue;
            ck_assert_msg(ll_diag_seen_by(diag, tools[t]->name) == expected,
                          "%s: %s %s", program, tools[t]->name,
                          expected ? "did not see it" : "sees it now");
        }
    }
    ck_assert_msg(result.diags.count == faults, "%s: %zu diagnoses, not %zu", program,
                  result.diags.count, faults);
    bool clean = ll_diags_faults(&result.diags) == 0;
    ck_assert_str_eq(ll_verdict_name(result.verdict), clean ? "pass" : "fail");

    ll_result_release(&result);
    ll_labels_release(&labels);
    ll_subject_release(&subject);
}

START_TEST(each_kind_is_diagnosed)
{
    const char *seen_by = cases[_i].faults[0].tools;
    bool threads = seen_by != NULL && strstr(seen_by, "helgrind") != NULL;
    const struct ll_tool *tools[] = {ll_tool_find("memcheck"), ll_tool_find("asan"),
                                     ll_tool_find("lastref"),
                                     threads ? ll_tool_for(LL_TOOL_RACES) : NULL, NULL};
    check_program((size_t)_i, tools, NULL);
}
END_TEST

START_TEST(clang_sees_what_gcc_sees)
{
    const struct ll_tool *tools[] = {ll_tool_find("clang-asan"), NULL};
    check_program((size_t)_i, tools, "asan");
}
END_TEST

START_TEST(no_kind_is_left_out)
{
    for (int kind = 0; kind < LL_KIND_COUNT; kind++) {
        bool found = false;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
            found |= strcmp(cases[i].program, ll_kind_name((enum ll_kind)kind)) == 0;
        ck_assert_msg(found, "no program for %s", ll_kind_name((enum ll_kind)kind));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("check");
    TCase *tcase = case_create("programs");
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, each_kind_is_diagnosed, 0,
                        sizeof cases / sizeof cases[0]);
    if (has_tool("clang-asan"))
        tcase_add_loop_test(tcase, clang_sees_what_gcc_sees, 0,
                            sizeof cases / sizeof cases[0]);
    tcase_add_test(tcase, no_kind_is_left_out);
    return suite_run(suite);
}
