/* SPDX-License-Identifier: MIT
 *
 * answers.yml against a diagnosis.
 */
#include "lesson/answers.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "support/suite.h"

static char *folder, *program, *path;
static struct ll_diag truth;
static char *asks[] = {"kind",  "bytes", "blocks",   "at",      "allocated",
                       "freed", "lost",  "variable", "function"};
static struct ll_exercise exercise = {
    .kind = LL_DIAGNOSE,
    .asks = asks,
    .asks_count = sizeof asks / sizeof asks[0],
};

static void put(const char *where, const char *text)
{
    struct ll_error err = {0};
    ck_assert_msg(ll_file_write(where, text, strlen(text), &err) == 0, "%s", err.text);
}

static void set_up(void)
{
    struct ll_error err = {0};
    folder = ll_path_temp_dir(&err);
    ck_assert_msg(folder != NULL, "%s", err.text);
    program = ll_path_join(folder, "suspect.c");
    path = ll_path_join(folder, "answers.yml");
    put(program, "one\n\n    three();\n    four(\"the tools of Jörg and Änne\");\n");
    ll_diag_init(&truth, LL_DEFINITELY_LOST);
    truth.bytes = 48;
    truth.blocks = 2;
    truth.variable = strdup("list->head");
    ck_assert(ll_stack_add(&truth.allocated, "node_new", program, 1, 0, NULL));
    ck_assert(ll_stack_add(&truth.lost, "list_clear", program, 3, 0, NULL));
}

static void tear_down(void)
{
    ll_diag_release(&truth);
    ll_path_remove_tree(folder);
    free(folder);
    free(program);
    free(path);
}

/* Read and mark `text`; the marks as letters: o(pen), r(ight), w(rong), u(nknown). */
static const char *mark(const char *text, struct ll_answers *answers)
{
    static char letters[sizeof asks / sizeof asks[0] + 1];
    const char *const roots[] = {folder, NULL};
    struct ll_error err = {0};
    *answers = (struct ll_answers){0};
    put(path, text);
    ck_assert_msg(ll_answers_read(path, &exercise, answers, &err) == 0, "%s", err.text);
    ck_assert_msg(ll_answers_mark(answers, &truth, program, roots, &err) == 0, "%s",
                  err.text);
    ck_assert_uint_eq(answers->count, exercise.asks_count);
    for (size_t i = 0; i < answers->count; i++)
        letters[i] = "orwu"[answers->items[i].mark];
    return letters;
}

START_TEST(an_empty_answer_is_not_answered_yet)
{
    struct ll_answers answers;
    const char *letters = mark("# nothing yet\n", &answers);
    ck_assert_str_eq(letters, "ooooooooo");
    ck_assert_uint_eq(ll_answers_left(&answers), 9);
    ll_answers_release(&answers);
    letters = mark("kind:   # which?\nbytes:\n", &answers);
    ck_assert_str_eq(letters, "ooooooooo");
    ll_answers_release(&answers);
}
END_TEST

START_TEST(right_answers_are_right)
{
    struct ll_answers answers;
    const char *letters = mark("kind: definitely-lost\nbytes: 48\nblocks: 2\nat: 1\n"
                               "allocated: 1\nfreed: 1\nlost: suspect.c:3\n"
                               "variable: list->head\nfunction: list_clear\n",
                               &answers);
    ck_assert_str_eq(letters, "rrrururrr"); /* no place `at`, and not freed */
    ck_assert_uint_eq(ll_answers_left(&answers), 0);
    for (size_t i = 0; i < answers.count; i++)
        ck_assert_ptr_null(answers.items[i].remark);
    ll_answers_release(&answers);
}
END_TEST

/* Whoever knows the answer is not asked for its form. */
START_TEST(an_answer_in_another_form_is_right)
{
    static const struct {
        const char *text;
        size_t question;
    } cases[] = {
        {"bytes:48\nblocks: 2\n", 1},
        {"bytes: 48 bytes\n", 1},
        {"blocks: 2 block\n", 2},
        {"allocated: line 1\n", 4},
        {"lost: Line suspect.c:3\n", 6},
        {"variable: head\n", 7},
        {"variable: list->head (in main)\n", 7},
        {"function: list_clear()\n", 8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ll_answers answers;
        const char *letters = mark(cases[i].text, &answers);
        ck_assert_msg(letters[cases[i].question] == 'r', "%s: %s", cases[i].text,
                      letters);
        ll_answers_release(&answers);
    }
    struct ll_answers answers;
    free(truth.variable);
    truth.variable = strdup("self.samples");
    ck_assert_str_eq(mark("variable: tape.samples\n", &answers), "ooooooo"
                                                                 "r"
                                                                 "o");
    ll_answers_release(&answers);
}
END_TEST

START_TEST(other_words_for_the_kind_are_right)
{
    static const char *const words[] = {"definitely lost", "Memory leak", "leak",
                                        "DEFINITELY_LOST", "memory leaks"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct ll_answers answers;
        struct ll_buf text = LL_BUF_INIT;
        ll_buf_addf(&text, "kind: %s\n", words[i]);
        const char *letters = mark(ll_buf_text(&text), &answers);
        ck_assert_msg(letters[0] == 'r', "%s: %s", words[i], letters);
        ll_answers_release(&answers);
        ll_buf_release(&text);
    }
}
END_TEST

START_TEST(a_wrong_answer_says_why)
{
    static const struct {
        const char *text;
        size_t question;
        const char *remark;
    } cases[] = {
        {"kind: nothing", 0, "no fault has that name"},
        {"kind: memori leak", 0, "no fault has that name: did you mean 'memory leak'?"},
        {"kind: segfault", 0, "that name means \"crash"},
        {"kind: double-free", 0, "that name means \""},
        {"bytes: 47", 1, "the report has a different number of bytes"},
        {"bytes: 48 blocks", 1, "write a whole number, such as 48"},
        {"bytes: -48", 1, "write a whole number"},
        {"blocks: 1", 2, "the report has a different number of blocks"},
        {"allocated: 3", 4, "that line is `three();`"},
        {"allocated: 2", 4, "that line is empty"},
        {"allocated: 4", 4, "that line is `four(\"the tools of Jörg…`"},
        {"allocated: 99", 4, "there is no such line"},
        {"allocated: malloc", 4, "write the number of a line, such as 12"},
        {"allocated: other.c:1", 4, "it is another line"},
        {"lost: 1", 6, "that line is `one`"},
        {"variable: list", 7, "it is another variable"},
        {"function: node_new", 8, "it is another function"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ll_answers answers;
        const char *letters = mark(cases[i].text, &answers);
        ck_assert_msg(letters[cases[i].question] == 'w', "%s: %s", cases[i].text,
                      letters);
        const char *remark = answers.items[cases[i].question].remark;
        ck_assert_msg(strncmp(remark, cases[i].remark, strlen(cases[i].remark)) == 0,
                      "%s: %s", cases[i].text, remark);
        ck_assert_uint_eq(ll_answers_left(&answers), 9);
        ll_answers_release(&answers);
    }
}
END_TEST

START_TEST(what_cannot_be_read_is_refused_with_its_line)
{
    static const struct {
        const char *text;
        int line;
        const char *words;
    } cases[] = {
        {"kind: crash\nwho: me\n", 2, "'who' is not asked here: answer kind, bytes"},
        {"kind: [crash]\n", 1, "the answer to 'kind' must be one value"},
        {"kind: crash\nkind: crash\n", 2, "'kind' is answered twice"},
        {"crash\n", 1, "write each answer as 'question: answer'"},
        {"kind: crash\n bytes: 3\n", 2, "this line cannot be read"},
        {"kind: [\n", 2, "this line cannot be read"},
        {"kind crash\nbytes: 3\n", 1, "this line cannot be read"},
        {"kind: crash\nbytes: \"3\nblocks: 1\n", 2, "this line cannot be read"},
        {"kind: crash\nbytes 3\nblocks: 1\n", 2, "this line cannot be read"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ll_answers answers = {0};
        struct ll_error err = {0};
        put(path, cases[i].text);
        ck_assert_int_eq(ll_answers_read(path, &exercise, &answers, &err), -1);
        ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
        ck_assert_int_eq(err.line, cases[i].line);
        ck_assert_msg(strstr(err.text, cases[i].words) != NULL, "%s", err.text);
        ll_answers_release(&answers);
    }
    struct ll_answers answers = {0};
    struct ll_error err = {0};
    ck_assert_int_eq(ll_answers_read("/nowhere/answers.yml", &exercise, &answers, &err),
                     -1);
    ck_assert_int_eq(err.fault, LL_FAULT_INPUT);
    ll_answers_release(&answers);
}
END_TEST

START_TEST(each_known_question_is_documented)
{
    for (size_t i = 0; i < sizeof asks / sizeof asks[0]; i++) {
        ck_assert(ll_question_known(asks[i]));
        ck_assert_ptr_nonnull(strstr(LL_QUESTIONS, asks[i]));
    }
    ck_assert(!ll_question_known("who"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("answers");
    TCase *tcase = case_create("answers");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, an_empty_answer_is_not_answered_yet);
    tcase_add_test(tcase, right_answers_are_right);
    tcase_add_test(tcase, an_answer_in_another_form_is_right);
    tcase_add_test(tcase, other_words_for_the_kind_are_right);
    tcase_add_test(tcase, a_wrong_answer_says_why);
    tcase_add_test(tcase, what_cannot_be_read_is_refused_with_its_line);
    tcase_add_test(tcase, each_known_question_is_documented);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
