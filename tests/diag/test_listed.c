/* SPDX-License-Identifier: MIT
 *
 * Files that list faults: what is read, which fault a line is about, what is written.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "diag/listed.h"
#include "support/expected.h"
#include "support/suite.h"

static const char *const roots[] = {"/home/own", NULL};

static char here[] = "/tmp/leaklab-listed-XXXXXX";
static pid_t
    maker; /* a sweep forks the suite, and its children have files of their own */
static char path[4096];
static struct ll_listed_faults list;
static struct ll_diag diag;
static struct ll_error err;

static void set_up(void)
{
    strcpy(strrchr(here, '-'), "-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(here));
    maker = getpid();
    ll_diag_init(&diag, LL_DEFINITELY_LOST);
}

static void tear_down(void)
{
    ll_diag_release(&diag);
    ll_listed_release_all(&list);
    if (getpid() == maker)
        ll_path_remove_tree(here);
}

static int read_list(const char *text, bool exact)
{
    ll_listed_release_all(&list);
    snprintf(path, sizeof path, "%s/%d.yml", here, (int)getpid());
    write_text(path, text, strlen(text));
    err = (struct ll_error){0};
    int result = ll_listed_read(path, exact, &list, &err);
    /* The files of faults are named from here in what follows. */
    free(list.folder);
    list.folder = strdup("/home/own");
    return result;
}

static void add_frame(struct ll_stack *stack, const char *function, const char *file,
                      unsigned line)
{
    ck_assert(ll_stack_add(stack, function, file, line, 0, NULL));
}

/* A text that `make` copied in line `line`, and whose last pointer `drop` lost. */
static void lose(unsigned line)
{
    add_frame(&diag.allocated, "malloc", NULL, 0);
    add_frame(&diag.allocated, "strdup", NULL, 0);
    add_frame(&diag.allocated, "make", "/home/own/src/a.c", line);
    add_frame(&diag.allocated, "main", "/home/own/src/main.c", 3);
}

static void tell_lost(const char *function, const char *variable)
{
    add_frame(&diag.lost, function, "/home/own/src/b.c", 9);
    if (variable != NULL)
        diag.variable = strdup(variable);
}

static bool finds(const char *line, bool exact)
{
    ck_assert_msg(read_list(line, exact) == 0, "%s", err.text);
    int found = ll_listed_find(&list, &diag, roots, NULL);
    ck_assert_int_ge(found, 0);
    ck_assert_int_eq(list.items[0].occurs, found);
    return found;
}

static void assert_fails(const char *text, bool exact, int line, const char *words)
{
    ck_assert_int_eq(read_list(text, exact), -1);
    ck_assert_int_eq(err.line, line);
    ck_assert_str_eq(err.file, path);
    ck_assert_msg(strstr(err.text, words) != NULL, "%s", err.text);
}

/* ---- which fault a line is about ---------------------------------------------- */

#define KNOWN "- {kind: definitely-lost, function: make, file: src/a.c, "

START_TEST(a_known_fault_is_known_when_lines_move)
{
    lose(7);
    tell_lost("drop", "item->text");
    ck_assert(finds(KNOWN "allocated-by: strdup, lost-in: drop, variable: item->text}",
                    true));
    ll_stack_release(&diag.allocated);
    lose(70);
    ck_assert_int_eq(ll_listed_find(&list, &diag, roots, NULL), 1);
}
END_TEST

/* The C library may name its own frame in another way in the next version. */
START_TEST(a_library_function_is_known_by_its_plain_name)
{
    add_frame(&diag.allocated, "malloc", NULL, 0);
    add_frame(&diag.allocated, "__vasprintf_internal", NULL, 0);
    add_frame(&diag.allocated, "make", "/home/own/src/a.c", 7);
    diag.allocated_by = strdup("vasprintf");
    diag.freed_by = strdup("free");
    ck_assert(finds(KNOWN "allocated-by: vasprintf}", true));
}
END_TEST

START_TEST(another_fault_is_not_known)
{
    lose(7);
    tell_lost("drop", "item->text");
    ck_assert(!finds(KNOWN "variable: item->name}", true));
    ck_assert(!finds(KNOWN "lost-in: other}", true));
    ck_assert(!finds(KNOWN "allocated-by: malloc}", true));
    ck_assert(!finds("- {kind: crash, function: make}", true));
    ck_assert(!finds("- {kind: definitely-lost, function: main}", true));
    ck_assert(!finds("- {kind: definitely-lost, function: make, file: a.c}", true));
    /* Known is a loss without a variable. */
    ck_assert(!finds(KNOWN "lost-in: drop}", true));
    free(diag.variable);
    diag.variable = NULL;
    ck_assert(finds(KNOWN "lost-in: drop}", true));
    ck_assert(!finds(KNOWN "lost-in: drop, variable: item->text}", true));
}
END_TEST

START_TEST(where_no_tool_followed_pointers_a_fault_stays_known)
{
    lose(7);
    ck_assert(finds(KNOWN "lost-in: drop, variable: item->text}", true));
    ck_assert(!finds(KNOWN "lost-in: drop, variable: item->text}", false));
}
END_TEST

START_TEST(either_thread_of_a_race_may_come_first)
{
    diag.kind = LL_DATA_RACE;
    add_frame(&diag.at, "add", "/home/own/a.c", 3);
    add_frame(&diag.other, "take", "/home/own/a.c", 9);
    ck_assert(finds("- {kind: data-race, function: take, file: a.c}", true));
    ck_assert(finds("- {kind: data-race, function: add, file: a.c}", true));
}
END_TEST

START_TEST(a_star_in_a_suppression_is_any_text)
{
    lose(7);
    tell_lost("drop", "item->text");
    ck_assert(finds("- {function: m*e}", false));
    ck_assert(finds("- {variable: '*->te*'}", false));
    ck_assert(finds("- {file: src/*}", false));
    ck_assert(finds("- {file: a.c}", false)); /* in any folder */
    ck_assert(finds("- {kind: definitely-lost}", false));
    ck_assert(finds("- function: make\n  why: a table\n", false));
    ck_assert(!finds("- {function: m*x}", false));
    ck_assert(!finds("- {function: mak}", false));
    ck_assert(!finds("- {file: '*.h'}", false));
    ck_assert(finds("- {kind: definitely-lost, function: 'm*'}\n", false));
    ck_assert(!finds("- {kind: definitely-lost, function: 'm*'}\n", true));
}
END_TEST

/* ---- reading ------------------------------------------------------------------ */

START_TEST(what_cannot_be_read_is_told_with_its_line)
{
    assert_fails("# one\n- {kind: crsh, function: f}\n", true, 2,
                 "unknown kind 'crsh': did you mean 'crash'?");
    assert_fails("- {kind: crash, fnction: f}\n", true, 1,
                 "unknown word 'fnction': did you mean 'function'?");
    assert_fails("- {kind: crash, kind: crash}\n", false, 1, "two of 'kind'");
    assert_fails("- {file: a.c, file: b.c}\n", false, 1, "two of 'file'");
    assert_fails("- {kind: crash, function: }\n", true, 1, "needed for 'function'");
    assert_fails("- {kind: crash, function: [f]}\n", true, 1, "needed for 'function'");
    assert_fails("\n- {kind: crash}\n", true, 2, "needs the word 'function'");
    assert_fails("- {function: f}\n", true, 1, "needs the word 'kind'");
    assert_fails("- {why: who knows}\n", false, 1, "at least one word");
    assert_fails("- crash\n", false, 1, "- {kind: KIND, function: NAME}");
    assert_fails("kind: crash\n", false, 1, "- {kind: KIND, function: NAME}");
    assert_fails("- {kind: crash\n- {", true, 2, "cannot be read");
    ll_listed_release_all(&list);
    ck_assert_int_eq(ll_listed_read("/no/such/file", true, &list, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "/no/such"));
}
END_TEST

START_TEST(a_list_may_be_empty)
{
    ck_assert_int_eq(read_list("", true), 0);
    ck_assert_int_eq(read_list("# none\n", false), 0);
    ck_assert_int_eq(read_list("[]\n", true), 0);
    ck_assert_uint_eq(list.count, 0);
}
END_TEST

/* ---- writing ------------------------------------------------------------------ */

START_TEST(what_is_written_is_one_line_a_fault_and_is_read_again)
{
    lose(7);
    tell_lost("it's: {odd}, #\x01", "*p[i]\n");
    ck_assert_int_eq(
        read_list("- {kind: crash, function: z, why: \"it's old\"}\n"
                  "- {kind: crash, function: y}\n- {kind: crash, function: x}\n",
                  true),
        0);
    list.items[0].occurs = list.items[2].occurs = true;
    ck_assert_int_eq(ll_listed_add(&list, &diag, roots, NULL), 0);
    ck_assert_int_eq(ll_listed_write(&list, NULL), 0);
    char *text = read_text(path);
    const char *lines = strstr(text, "- ");
    ck_assert_str_eq(lines, "- {kind: crash, function: x}\n"
                            "- {kind: crash, function: z, why: 'it''s old'}\n" KNOWN
                            "allocated-by: strdup, lost-in: 'it''s: {odd}, #?', "
                            "variable: '*p[i]?'}\n");
    ck_assert_int_eq(read_list(text, true), 0);
    ck_assert_int_eq(ll_listed_find(&list, &diag, roots, NULL), 1);
    ck_assert(list.items[2].occurs);
    free(text);
}
END_TEST

START_TEST(a_fault_in_no_known_function_is_not_written)
{
    add_frame(&diag.allocated, NULL, NULL, 0);
    snprintf(path, sizeof path, "%s/none.yml", here);
    ck_assert_int_eq(ll_listed_begin(path, &list, NULL), 0);
    ck_assert_int_eq(ll_listed_add(&list, &diag, roots, NULL), 1);
    ck_assert_uint_eq(list.count, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("listed");
    TCase *about = case_create("about");
    tcase_add_checked_fixture(about, set_up, tear_down);
    tcase_add_test(about, a_known_fault_is_known_when_lines_move);
    tcase_add_test(about, a_library_function_is_known_by_its_plain_name);
    tcase_add_test(about, another_fault_is_not_known);
    tcase_add_test(about, where_no_tool_followed_pointers_a_fault_stays_known);
    tcase_add_test(about, either_thread_of_a_race_may_come_first);
    tcase_add_test(about, a_star_in_a_suppression_is_any_text);
    suite_add_tcase(suite, about);

    TCase *file = case_create("file");
    tcase_add_checked_fixture(file, set_up, tear_down);
    tcase_add_test(file, what_cannot_be_read_is_told_with_its_line);
    tcase_add_test(file, a_list_may_be_empty);
    tcase_add_test(file, what_is_written_is_one_line_a_fault_and_is_read_again);
    tcase_add_test(file, a_fault_in_no_known_function_is_not_written);
    suite_add_tcase(suite, file);
    return suite_run(suite);
}
