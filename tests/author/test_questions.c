/* SPDX-License-Identifier: MIT
 *
 * The question bank: questions that a handout asks, and those about a program, with the
 * answers that the tools find; and the formats that learning platforms read. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "author/questions.h"
#include "base/path.h"
#include "report/question_bank.h"
#include "support/command.h"
#include "support/runs.h"
#include "support/suite.h"

static struct ll_questions questions;

static void tear_down(void)
{
    ll_questions_release(&questions);
}

static void read_handout(const char *text)
{
    struct ll_error err = {0};
    ck_assert_msg(ll_questions_read(text, 4, "Ways out", &questions, &err) == 0, "%s",
                  err.text);
}

START_TEST(a_handout_asks_and_answers)
{
    read_handout("# Ways out\n\n"
                 "1. This list is no question.\n\n"
                 "## Check yourself\n\n"
                 "1. How many ways out has\n"
                 "   `telegram()`?\n\n"
                 "   <details><summary>Answer</summary>\n\n"
                 "   Three:\n\n"
                 "       return -1;\n"
                 "   </details>\n\n"
                 "2. And `main()`?\n\n"
                 "## Your exercises\n\n"
                 "3. Mend it.\n");
    ck_assert_uint_eq(questions.count, 2);
    const struct ll_question *first = &questions.items[0], *second = first + 1;
    ck_assert_uint_eq(first->lesson, 4);
    ck_assert_str_eq(first->title, "Ways out");
    ck_assert_str_eq(first->name, "lesson 4, question 1");
    ck_assert_int_eq(first->form, LL_QUESTION_ESSAY);
    ck_assert_str_eq(first->text, "How many ways out has\n`telegram()`?");
    ck_assert_str_eq(first->answer, "Three:\n\n    return -1;");
    ck_assert_str_eq(second->name, "lesson 4, question 2");
    ck_assert_str_eq(second->text, "And `main()`?");
    ck_assert_ptr_null(second->answer);
}
END_TEST

START_TEST(a_handout_without_questions_has_none)
{
    read_handout("# Ways out\n\n1. No question.\n");
    ck_assert_uint_eq(questions.count, 0);
}
END_TEST

static const struct ll_question *find(const char *name)
{
    for (size_t i = 0; i < questions.count; i++)
        if (strcmp(questions.items[i].name, name) == 0)
            return &questions.items[i];
    ck_abort_msg("there is no question '%s'", name);
    return NULL;
}

static void make(const struct ll_session *session, const char *folder)
{
    struct ll_error err = {0};
    struct ll_strings folders = LL_STRINGS_INIT;
    ll_strings_add(&folders, folder);
    ck_assert_msg(ll_questions_make(session, &folders, &questions, &err) == 0, "%s",
                  err.text);
    ll_strings_release(&folders);
}

/* Lesson 6 asks for each of them but the variable. */
START_TEST(the_tools_answer_what_is_asked_about_a_program)
{
    struct ll_session session = LL_SESSION_INIT;
    session.no_cache = !share_runs();
    make(&session, LL_SOURCE_DIR "/lessons/06-double-free");

    const struct ll_question *kind = find("lesson 6, morse.c: kind");
    ck_assert_int_eq(kind->form, LL_QUESTION_CHOICE);
    ck_assert_str_eq(kind->answer, "double free: a block that was given back twice");
    ck_assert_uint_eq(kind->wrong.count, 4);
    for (size_t i = 0; i < kind->wrong.count; i++)
        ck_assert_str_ne(kind->wrong.items[i], kind->answer);

    const struct ll_question *freed = find("lesson 6, morse.c: freed");
    ck_assert_int_eq(freed->form, LL_QUESTION_NUMBER);
    ck_assert_str_eq(freed->answer, "47");
    ck_assert_ptr_nonnull(
        strstr(freed->text, "Find out the line that freed it the first time."));
    ck_assert_ptr_nonnull(strstr(freed->text, " 47      free(signs);\n"));
    ck_assert_str_eq(find("lesson 6, morse.c: at")->answer, "58");
    ck_assert_str_eq(find("lesson 6, morse.c: bytes")->answer, "31");
    const struct ll_question *function = find("lesson 6, morse.c: function");
    ck_assert_int_eq(function->form, LL_QUESTION_WORD);
    ck_assert_str_eq(function->answer, "signal_word");
}
END_TEST

START_TEST(a_run_that_is_stopped_is_told_and_the_rest_is_kept)
{
    struct ll_session session = LL_SESSION_INIT;
    session.no_cache = true;
    session.limits.wall_seconds = 0.01;
    make(&session, LL_SOURCE_DIR "/lessons/06-double-free");
    ck_assert_uint_gt(questions.count, 0);
    for (size_t i = 0; i < questions.count; i++)
        ck_assert_ptr_null(strstr(questions.items[i].name, "morse.c"));
    ck_assert_uint_eq(questions.left_out.count, 1);
    ck_assert_str_eq(questions.left_out.items[0],
                     "the questions about morse.c of lesson 6 are left out: under "
                     "memcheck, the program did not end within 0.02 s and was stopped; "
                     "give it more time with --timeout SECONDS");
}
END_TEST

/* The first run goes round in a circle for as long as it may. Its time is that of the
 * processor: it does not depend on what else the machine does. */
#define LATE_ONCE                                                                      \
    "#include <stdio.h>\n"                                                             \
    "#include <stdlib.h>\n"                                                            \
    "int main(void)\n"                                                                 \
    "{\n"                                                                              \
    "    FILE *seen = fopen(\"seen\", \"r\");\n"                                       \
    "    if (seen == NULL)\n"                                                          \
    "        for (fclose(fopen(\"seen\", \"w\"));;)\n"                                 \
    "            ;\n"                                                                  \
    "    fclose(seen);\n"                                                              \
    "    char *block = malloc(31);\n"                                                  \
    "    free(block);\n"                                                               \
    "    free(block);\n"                                                               \
    "    return 0;\n"                                                                  \
    "}\n"

START_TEST(a_program_that_is_late_is_run_once_more)
{
    struct ll_error err = {0};
    struct ll_session session = LL_SESSION_INIT;
    char *here = ll_path_temp_dir(&err);
    char *folder = ll_path_join(here, "06-double-free");
    char *program = ll_path_join(folder, "morse.c");
    struct ll_buf line = LL_BUF_INIT, said = LL_BUF_INIT;
    ll_buf_addf(&line,
                "cp -r " LL_SOURCE_DIR "/lessons/06-double-free %s && "
                "sed -i 's/^tools: .*/tools: [asan]/' %s/lesson.yml",
                here, folder);
    const char *const copy[] = {"sh", "-c", ll_buf_text(&line), NULL};
    ck_assert_int_eq(run_command(copy, &(struct command_place){0}, &said, &said), 0);
    ck_assert_int_eq(ll_file_write(program, LATE_ONCE, strlen(LATE_ONCE), &err), 0);
    session.no_cache = true;
    session.limits.cpu_seconds = 1;
    session.limits.wall_seconds = 600;
    make(&session, folder);
    ck_assert_uint_eq(questions.left_out.count, 0);
    ck_assert_str_eq(find("lesson 6, morse.c: bytes")->answer, "31");
    ll_path_remove_tree(here);
    ll_buf_release(&said);
    ll_buf_release(&line);
    free(program);
    free(folder);
    free(here);
}
END_TEST

/* ---- formats --------------------------------------------------------------------- */

static char essay_title[] = "malloc/free", essay_name[] = "lesson 1, question 1",
            essay_text[] = "Is `a[1] = b\\c;` {right}?\n\nSay: why # not ~",
            essay_answer[] = "No: 1 = 2\nand so on.";
static char word_title[] = "Lists", word_name[] = "lesson 2, list.c: variable",
            word_text[] = "Name it.", word_answer[] = "*list->head";
static char number_answer[] = "58";
static char wrong_answer[] = "=SUM(1)", *wrong_answers[] = {wrong_answer, word_name};

static struct ll_question made[] = {
    {.lesson = 1,
     .title = essay_title,
     .name = essay_name,
     .text = essay_text,
     .form = LL_QUESTION_ESSAY,
     .answer = essay_answer},
    {.lesson = 2,
     .title = word_title,
     .name = word_name,
     .text = word_text,
     .form = LL_QUESTION_WORD,
     .answer = word_answer},
    {.lesson = 2,
     .title = word_title,
     .name = word_name,
     .text = word_text,
     .form = LL_QUESTION_NUMBER,
     .answer = number_answer},
    {.lesson = 2,
     .title = word_title,
     .name = word_name,
     .text = word_text,
     .form = LL_QUESTION_CHOICE,
     .answer = word_title,
     .wrong = {.items = wrong_answers, .count = 2}},
};

static void assert_written(const char *format, const char *wanted)
{
    const struct ll_questions all = {.items = made, .count = 4};
    struct ll_buf out = LL_BUF_INIT;
    ll_questions_format_find(format)->write(&all, &out);
    ck_assert_str_eq(ll_buf_text(&out), wanted);
    ll_buf_release(&out);
}

START_TEST(gift_escapes_what_it_gives_a_meaning)
{
    assert_written("gift",
                   "$CATEGORY: leaklab/01 malloc//free\n\n"
                   "::lesson 1, question 1::[markdown]Is `a[1] \\= b\\\\c;` "
                   "\\{right\\}?\\n\\nSay\\: why \\# not \\~ "
                   "{####No\\: 1 \\= 2\\nand so on.}\n\n"
                   "$CATEGORY: leaklab/02 Lists\n\n"
                   "::lesson 2, list.c\\: variable::[markdown]Name it. "
                   "{=\\\\*list-*>head}\n\n"
                   "::lesson 2, list.c\\: variable::[markdown]Name it. {#58}\n\n"
                   "::lesson 2, list.c\\: variable::[markdown]Name it. "
                   "{=Lists ~\\=SUM(1) ~lesson 2, list.c\\: variable}\n\n");
}
END_TEST

START_TEST(csv_has_a_row_for_each_question)
{
    assert_written("csv",
                   "lesson,title,question,form,text,answer,wrong answers\r\n"
                   "1,malloc/free,\"lesson 1, question 1\",essay,\"Is `a[1] = "
                   "b\\c;` {right}?\r\n\r\nSay: why # not ~\",\"No: 1 = 2\r\nand so "
                   "on.\",\r\n"
                   "2,Lists,\"lesson 2, list.c: variable\",word,Name "
                   "it.,*list->head,\r\n"
                   "2,Lists,\"lesson 2, list.c: variable\",number,Name it.,58,\r\n"
                   "2,Lists,\"lesson 2, list.c: variable\",choice,Name it.,Lists,"
                   "\"'=SUM(1)\r\nlesson 2, list.c: variable\"\r\n");
}
END_TEST

START_TEST(formats_are_found_by_name)
{
    ck_assert_str_eq(ll_questions_format_find("csv")->name, "csv");
    ck_assert_ptr_null(ll_questions_format_find("xml"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("questions");
    TCase *tcase = case_create("questions");
    tcase_add_checked_fixture(tcase, NULL, tear_down);
    tcase_add_test(tcase, a_handout_asks_and_answers);
    tcase_add_test(tcase, a_handout_without_questions_has_none);
    tcase_add_test(tcase, the_tools_answer_what_is_asked_about_a_program);
    tcase_add_test(tcase, a_run_that_is_stopped_is_told_and_the_rest_is_kept);
    tcase_add_test(tcase, a_program_that_is_late_is_run_once_more);
    tcase_add_test(tcase, gift_escapes_what_it_gives_a_meaning);
    tcase_add_test(tcase, csv_has_a_row_for_each_question);
    tcase_add_test(tcase, formats_are_found_by_name);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
