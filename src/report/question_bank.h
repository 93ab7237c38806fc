/* SPDX-License-Identifier: MIT
 *
 * question_bank: the questions of author/questions.h in the formats of learning
 * platforms, one row each.
 *
 * gift: Moodle's text format (https://docs.moodle.org/en/GIFT_format). Each lesson is a
 * category. Texts are Markdown. What GIFT gives a meaning (~ = # { } : and the
 * backslash) is escaped, and a line end is written as "\n", because an empty line ends
 * a question. csv: a table with one row for each question; wrong answers are lines of
 * one cell.
 */
#ifndef LL_REPORT_QUESTION_BANK_H
#define LL_REPORT_QUESTION_BANK_H

#include "author/questions.h"

struct ll_questions_format {
    const char *name;
    void (*write)(const struct ll_questions *questions, struct ll_buf *out);
};

extern const struct ll_questions_format ll_questions_formats[]; /* ends with no name */
const struct ll_questions_format *ll_questions_format_find(const char *name);

#endif
