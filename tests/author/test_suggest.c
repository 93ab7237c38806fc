/* SPDX-License-Identifier: MIT
 *
 * verify --suggest: the expectations that would hold. A new lesson's skeleton is a
 * lesson whose expectations do not. */
#include "author/suggest.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "author/skeleton.h"
#include "base/path.h"
#include "support/programs.h"
#include "support/suite.h"

static char *lesson_folder;
static struct ll_buf out;
static size_t wrong;

static void set_up(void)
{
    programs_setup();
    lesson_folder = in_folder("03-case");
    ck_assert_int_eq(mkdir(lesson_folder, 0777), 0);
    ll_buf_init(&out, 1 << 20);
    wrong = 0;
}

static void tear_down(void)
{
    ll_buf_release(&out);
    free(lesson_folder);
    programs_teardown();
}

static void make(enum ll_kind kind, const char *const *tools)
{
    struct ll_skeleton skeleton = {.templates = LL_SOURCE_DIR "/src/author/templates",
                                   .title = "A case",
                                   .kind = kind,
                                   .tools = tools,
                                   .exercises = {[LL_DIAGNOSE] = true}};
    ck_assert_msg(ll_skeleton_write(&skeleton, lesson_folder, &err) == 0, "%s",
                  err.text);
}

static void suggest(void)
{
    ll_buf_clear(&out);
    wrong = 0;
    ck_assert_msg(ll_suggest(&session, lesson_folder, &out, &wrong, &err) == 0, "%s",
                  err.text);
}

/* Put `to` in place of `from` in a file of the lesson. */
static void change(const char *name, const char *from, const char *to)
{
    struct ll_buf text = LL_BUF_INIT, changed = LL_BUF_INIT;
    char *path = ll_path_join(lesson_folder, name);
    ck_assert_int_eq(ll_file_read(path, 1 << 20, &text, &err), 0);
    const char *at = strstr(ll_buf_text(&text), from);
    ck_assert_msg(at != NULL, "no '%s' in %s", from, name);
    ll_buf_add(&changed, ll_buf_text(&text), (size_t)(at - ll_buf_text(&text)));
    ll_buf_puts(&changed, to);
    ll_buf_puts(&changed, at + strlen(from));
    ck_assert_int_eq(ll_file_write(path, ll_buf_text(&changed), changed.len, &err), 0);
    ll_buf_release(&text);
    ll_buf_release(&changed);
    free(path);
}

/* Tools with the same report share an entry; what a label marks is asked for by it; the
 * manifest's words stay. What holds is not suggested. */
START_TEST(what_was_reported_is_suggested)
{
    static const char *const tools[] = {"memcheck", "asan", NULL};
    static const char buggy[] =
        "      expect:\n"
        "        - tools: [memcheck, asan]\n"
        "          kind: use-after-free\n"
        "          bytes: 28\n"
        "          at: {label: bug, function: busiest_day}\n"
        "          allocated: {label: alloc, function: busiest_day}\n"
        "          freed: {label: freed, function: busiest_day}\n"
        "          why: >-\n"
        "            TODO: what happens in this very program, with the names of its "
        "variables\n";
    static const char suspect[] = "    expect:\n"
                                  "      - tools: [memcheck, asan]\n"
                                  "        kind: use-after-free\n"
                                  "        bytes: 96\n"
                                  "        at: {function: busiest_hour}\n"
                                  "        allocated: {function: busiest_hour}\n"
                                  "        freed: {function: busiest_hour}\n";
    make(LL_USE_AFTER_FREE, tools);
    suggest();
    struct ll_buf wanted = LL_BUF_INIT;
    ll_buf_addf(&wanted,
                "# buggy.c: put this in place of its 'expect' and 'silent'\n%s\n"
                "# suspect.c: put this in place of its 'expect' and 'silent'\n%s",
                buggy, suspect);
    ck_assert_str_eq(ll_buf_text(&out), ll_buf_text(&wanted));
    ck_assert_uint_eq(wrong, 2);

    change("lesson.yml",
           "      expect: [{tools: [memcheck], kind: use-after-free, why: \"TODO: what "
           "happens in this very program, with the names of its variables\"}]\n",
           buggy);
    suggest();
    ck_assert_uint_eq(wrong, 1);
    ck_assert_ptr_null(strstr(ll_buf_text(&out), "buggy.c"));
    change("lesson.yml", "    expect: [{tools: [memcheck], kind: use-after-free}]\n",
           suspect);
    suggest();
    ck_assert_uint_eq(wrong, 0);
    ck_assert_str_eq(ll_buf_text(&out), "");

    change("lesson.yml", "bytes: 28", "bytes: 29");
    change("buggy.c", " /* @freed */", "");
    suggest();
    ck_assert_uint_eq(wrong, 1);
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out), "          bytes: 28\n"));
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out),
                                 "# buggy.c:21 (free) has no label: give it one, and "
                                 "ask again\n"));
    ll_buf_release(&wanted);
}
END_TEST

START_TEST(a_tool_that_says_nothing_is_silent)
{
    static const char *const tools[] = {"memcheck", "asan", NULL};
    make(LL_UNINITIALISED, tools);
    suggest();
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out),
                                 "      silent:\n"
                                 "        - tool: asan\n"
                                 "          because: >-\n"
                                 "            AddressSanitizer keeps account of"));
    change("buggy.c", "    if (n > 0)\n", "");
    suggest();
    ck_assert_ptr_nonnull(strstr(ll_buf_text(&out),
                                 "# buggy.c: no tool of the lesson reports anything: "
                                 "change the program, or add a tool that does\n"));
    ck_assert_ptr_nonnull(
        strstr(ll_buf_text(&out), "TODO: why this tool reports nothing"));
}
END_TEST

/* What the manifest has of a tool that could not judge it is kept. */
START_TEST(what_could_not_be_judged_is_kept)
{
    static const char *const tools[] = {"memcheck", "asan", NULL};
    make(LL_DOUBLE_FREE, tools);
    change("buggy.c", "return busiest;", "return busiest");
    change("lesson.yml", "expect: [{tools: [memcheck],",
           "expect: [{tools: [memcheck], bytes: 4711,");
    suggest();
    const char *text = ll_buf_text(&out);
    ck_assert_ptr_nonnull(strstr(text, "# memcheck could not judge it: see 'leaklab "
                                       "verify'; what the manifest has is kept\n"));
    ck_assert_ptr_nonnull(strstr(text, "# asan could not judge it"));
    ck_assert_ptr_nonnull(strstr(text, "        - tools: [memcheck]\n"
                                       "          kind: double-free\n"
                                       "          bytes: 4711\n"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("suggest");
    TCase *tcase = case_create("suggest");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, what_was_reported_is_suggested);
    tcase_add_test(tcase, a_tool_that_says_nothing_is_silent);
    tcase_add_test(tcase, what_could_not_be_judged_is_kept);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
