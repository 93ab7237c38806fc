/* SPDX-License-Identifier: MIT
 *
 * questions: the question bank of the lessons, for tests and quizzes.
 *
 * A lesson has two sources of questions. The section "Check yourself" of its README.md
 * has some with an answer in words:
 *
 *     1. How many blocks has a ring at least?
 *
 *        <details><summary>Answer</summary>
 *
 *        One: a block that holds a counted pointer to itself.
 *        </details>
 *
 * And the program of an exercise of kind diagnose can be asked about: which fault,
 * which line, which variable. The tools are run to find those answers.
 */
#ifndef LL_AUTHOR_QUESTIONS_H
#define LL_AUTHOR_QUESTIONS_H

#include "session/session.h"

enum ll_question_form {
    LL_QUESTION_ESSAY,  /* answered in words, and marked by a person */
    LL_QUESTION_CHOICE, /* one of several answers */
    LL_QUESTION_NUMBER, /* a whole number */
    LL_QUESTION_WORD,   /* a name, or "file.c:23" */
};

const char *ll_question_form_name(enum ll_question_form form); /* "essay", ... */

struct ll_question {
    unsigned lesson;
    char *title; /* owned: of the lesson */
    char *name;  /* owned: "lesson 3, question 1", "lesson 4, telegram.c: lost" */
    char *text;  /* owned: Markdown */
    enum ll_question_form form;
    char *
        answer; /* owned: the right one; of an essay Markdown, or NULL: none is given */
    struct ll_strings wrong; /* of a choice: the other answers */
};

struct ll_questions {
    struct ll_question *items; /* owned */
    size_t count, cap;
    struct ll_strings
        left_out; /* a sentence for each program that is not asked about */
};

/* Append the questions of the lessons in `folders`. An exercise whose tools are
 * missing, or that is not in order, gives the questions that could be answered. A
 * program that runs out of time is run once more, with twice the session's time. If a
 * run does not come to its end, none of that program's questions are made, and
 * `left_out` says why. Release the list with ll_questions_release(), also after a
 * failure. */
int ll_questions_make(const struct ll_session *session,
                      const struct ll_strings *folders, struct ll_questions *questions,
                      struct ll_error *err) LL_MUST_CHECK;
void ll_questions_release(struct ll_questions *questions);

/* Append the questions of the section "Check yourself" of `text`, a README.md.
 * `lesson` and `title` are the lesson's. */
int ll_questions_read(const char *text, unsigned lesson, const char *title,
                      struct ll_questions *questions,
                      struct ll_error *err) LL_MUST_CHECK;

#endif
