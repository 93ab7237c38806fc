/* SPDX-License-Identifier: MIT
 *
 * A job cannot read what is hidden from it, and can do all else; and the tools do with
 * the C library's symbols alone. */
#include "tools/symbols.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "jail/layers.h"
#include "jail/reach.h"
#include "support/programs.h"
#include "support/suite.h"

static const char no_symbols[] =
    "the tools have no symbols of the C library of their own";
static struct ll_buf printed = LL_BUF_INIT;

/* The grading user may pass through TMPDIR, as it can through /tmp. */
static void setup(void)
{
    programs_setup();
    ck_assert_int_eq(chmod(folder, 0711) + chmod(getenv("TMPDIR"), 0711), 0);
}

static void teardown(void)
{
    ll_buf_release(&printed);
    programs_teardown();
}

/* Run a shell script in the folder. */
static void shell(const char *script, const struct ll_hidden *hidden,
                  const struct ll_isolation *isolation)
{
    const char *const argv[] = {"sh", "-c", script, NULL};
    struct ll_job job = {.argv = argv,
                         .folder = folder,
                         .limits = ll_limits_default,
                         .out = &printed,
                         .err = &printed,
                         .hidden = hidden,
                         .isolation = isolation};
    struct ll_ended ended;
    ck_assert_msg(ll_jail_run(&job, &ended, &err) == 0, "%s", err.text);
}

START_TEST(only_what_is_hidden_cannot_be_read)
{
    static const char script[] =
        "cat a/secret; cat a/known b/known; echo new >b/new; mv b/new c/new; cat c/new";
    free(write_file("a-secret", "secret"));
    shell("mkdir a b c; mv a-secret a/secret; echo 1 >a/known; echo 2 >b/known", NULL,
          NULL);
    char *secret = in_folder("a/secret");
    const char *const files[] = {secret, NULL};
    const struct ll_hidden hidden = {files, "/nowhere"};
    shell(script, &hidden, NULL);
    const char *text = ll_buf_text(&printed);
    if (ll_landlock_hides())
        ck_assert_str_eq(text, "cat: a/secret: Permission denied\n1\n2\nnew\n");
    else
        ck_assert_str_eq(text, "secret1\n2\nnew\n");
    free(secret);
}
END_TEST

/* Of the system's folders an isolated job can read what it needs, but nothing hidden.
 */
START_TEST(hidden_files_cannot_be_read_by_an_isolated_job)
{
    const struct ll_hidden *hidden = ll_symbols(true);
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    if (hidden == NULL) {
        skip("%s", no_symbols);
        return;
    }
    if (ll_layer_missing(LL_LAYER_LANDLOCK) != NULL) {
        skip("%s", ll_layer_missing(LL_LAYER_LANDLOCK));
        return;
    }
    isolation.allow_less = true;
    char *script = NULL;
    ck_assert_int_ge(
        asprintf(&script,
                 "cat %s; cat %s/list | wc -l; ls -d /usr/lib/gcc; "
                 "find /usr/lib/debug -type f -exec cat {} + 2>/dev/null | wc -c",
                 hidden->files[0], hidden->folder),
        0);
    shell(script, hidden, &isolation);
    ck_assert_msg(strstr(ll_buf_text(&printed), "Permission denied") != NULL, "%s",
                  ll_buf_text(&printed));
    ck_assert_msg(strstr(ll_buf_text(&printed), "\n4\n/usr/lib/gcc\n0\n") != NULL, "%s",
                  ll_buf_text(&printed));
    free(script);
}
END_TEST

/* Also where leaklab lies in a folder that the grading user cannot enter. */
START_TEST(isolated_jobs_reach_them_in_a_closed_folder)
{
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    struct ll_strings link = LL_STRINGS_INIT;
    char *closed = in_folder("closed"), *copy = in_folder("closed/runtime");
    char *runtime = ll_home_runtime(&err), *script = NULL;
    ck_assert_msg(runtime != NULL && mkdir(closed, 0700) == 0, "%s", err.text);
    ck_assert_msg(ll_reach_copy(runtime, copy, &err) == 0, "%s", err.text);
    setenv("LEAKLAB_HOME", closed, 1);
    const struct ll_hidden *hidden = ll_symbols(true);
    if (hidden == NULL || ll_layer_missing(LL_LAYER_LANDLOCK) != NULL) {
        skip("%s", hidden == NULL ? no_symbols : ll_layer_missing(LL_LAYER_LANDLOCK));
        goto out;
    }
    ck_assert(ll_path_below(hidden->folder, closed) == (geteuid() != 0));
    ck_assert(ll_path_below(ll_symbols(false)->folder, closed));
    ll_symbols_link(ll_tool_find("asan"), true, &link);
    ck_assert_uint_eq(link.count, 1);
    ck_assert_int_ge(asprintf(&script,
                              "wc -l <%s/list && head -c 4 %s/libasan.so.* | wc -c",
                              hidden->folder, link.items[0] + strlen("-Wl,-rpath,")),
                     0);
    isolation.allow_less = true;
    shell(script, hidden, &isolation);
    ck_assert_str_eq(ll_buf_text(&printed), "4\n4\n");

out:
    ll_strings_release(&link);
    free(script);
    free(runtime);
    free(copy);
    free(closed);
}
END_TEST

/* On Debian and Ubuntu, with what scripts/bootstrap installs. */
START_TEST(there_are_symbols)
{
    if (access("/usr/lib/debug/.build-id", X_OK) != 0) {
        skip("there is no debug information of the C library (libc6-dbg)");
        return;
    }
    const struct ll_hidden *hidden = ll_symbols(false);
    ck_assert_ptr_nonnull(hidden);
    for (int i = 0; i < 3; i++)
        ck_assert_msg(access(hidden->files[i], R_OK) == 0, "%s", hidden->files[i]);
    ck_assert_ptr_null(hidden->files[3]);
}
END_TEST

/* Of a function with two names the global one is kept; one that has only a local name
 * keeps it. */
START_TEST(there_are_no_second_names)
{
    const struct ll_hidden *hidden = ll_symbols(false);
    char *script = NULL;
    if (hidden == NULL) {
        skip("%s", no_symbols);
        return;
    }
    ck_assert_int_gt(
        asprintf(&script,
                 "nm $(find '%s' -name libc.so.6) | sed 's/.* //; s/@.*//' | "
                 "grep -xE '__GI___libc_malloc|malloc|_int_malloc' | sort -u",
                 hidden->folder),
        0);
    shell(script, NULL, NULL);
    ck_assert_str_eq(ll_buf_text(&printed), "_int_malloc\nmalloc\n");
    free(script);
}
END_TEST

/* A function of the library's own has its name in the tool's report, and no line: lines
 * stand in what is not read. */
static void assert_name_alone(const char *tool, const char *text, const char *function)
{
    const struct ll_tool *const tools[] = {ll_tool_find(tool), NULL};
    add_source("a.c", text);
    struct ll_task task = {&subject, tools};
    ck_assert_msg(ll_session_run(&session, &task, 1, &result, &err) == 0, "%s",
                  err.text);
    ck_assert_uint_eq(result.runs[0].complete, LL_COMPLETE);
    ck_assert_uint_ge(result.runs[0].diags.count, 1);
    const struct ll_stack *stack = &result.runs[0].diags.items[0].allocated;
    bool named = false;
    for (size_t i = 0; i < stack->count; i++) {
        const struct ll_frame *frame = &stack->frames[i];
        if (frame->function == NULL || strstr(frame->function, function) == NULL)
            continue;
        named = true;
        ck_assert_msg(frame->line == 0, "%s:%u", frame->file, frame->line);
    }
    ck_assert(named);
}

START_TEST(memcheck_reads_the_symbols)
{
    if (ll_symbols(false) == NULL || !ll_landlock_hides()) {
        skip("%s",
             ll_symbols(false) == NULL ? no_symbols : "Landlock cannot hide files");
        return;
    }
    assert_name_alone("memcheck",
                      "#include <stdio.h>\n"
                      "int main(void)\n"
                      "{\n"
                      "    return fopen(\"/dev/null\", \"r\") == NULL;\n"
                      "}\n",
                      "fopen");
}
END_TEST

START_TEST(asan_reads_the_symbols)
{
    if (ll_symbols(false) == NULL) {
        skip("%s", no_symbols);
        return;
    }
    assert_name_alone("asan", leaky_program, "malloc");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("symbols");
    TCase *group = case_create("symbols");
    tcase_add_checked_fixture(group, setup, teardown);
    tcase_add_test(group, only_what_is_hidden_cannot_be_read);
    tcase_add_test(group, hidden_files_cannot_be_read_by_an_isolated_job);
    tcase_add_test(group, isolated_jobs_reach_them_in_a_closed_folder);
    tcase_add_test(group, there_are_symbols);
    tcase_add_test(group, there_are_no_second_names);
    tcase_add_test(group, memcheck_reads_the_symbols);
    tcase_add_test(group, asan_reads_the_symbols);
    suite_add_tcase(suite, group);
    return suite_run(suite);
}
