/* SPDX-License-Identifier: MIT
 *
 * answers: compare what a learner says is wrong with a program with the tools'
 * diagnosis.
 *
 *     # answers.yml, as the learner fills it in
 *     kind: definitely-lost
 *     bytes: 48
 *     allocated: 23          # a line of the program; or file.c:23
 *     lost:                  # not answered yet
 *
 * No file contains the right answers. They are taken from the diagnosis that the tools
 * make when the exercise is judged.
 */
#ifndef LL_LESSON_ANSWERS_H
#define LL_LESSON_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "diag/diag.h"
#include "lesson/lesson.h"

/* The questions:
 *   kind                the name of an enum ll_kind, or another word for it (terms.h);
 *                       if the word stands for several kinds, any of them
 *   bytes, blocks       size and number of the lost blocks, or of the block at fault:
 *                       "48", "48 bytes"
 *   at                  the line where the fault happened
 *   allocated, freed    the line where the block was allocated or freed
 *   lost                the line where the last pointer to the block was lost; each
 *                       line as "23", "line 23" or "file.c:23"
 *   variable            the variable that held that pointer; of `a->b`, `b` will do
 *   function            where the fault happened, or where the pointer was lost */
#define LL_QUESTIONS                                                                   \
    "kind, bytes, blocks, at, allocated, freed, lost, variable, function"

bool ll_question_known(const char *question);

enum ll_mark_given {
    LL_ANSWER_OPEN, /* not answered yet */
    LL_ANSWER_RIGHT,
    LL_ANSWER_WRONG,   /* see `remark` */
    LL_ANSWER_UNKNOWN, /* the tool that finds the answer is not on this machine */
};

struct ll_answer {
    const char *question; /* borrowed from the exercise */
    char *given;          /* owned; NULL: no answer */
    char *remark;         /* owned; says what is wrong, but not the right answer;
                             NULL: nothing is wrong */
    enum ll_mark_given mark;
};

struct ll_answers {
    struct ll_answer *items; /* in the order of the exercise's `asks` */
    size_t count;
    char *trouble; /* owned; why the file could not be read, with its name and line;
                      NULL: it was */
};

/* Read the answers in `path` to the questions of `exercise`: YAML, where the blank
 * behind a question's ':' may be missing. If the file cannot be read, or answers a
 * question that is not asked, that is an input fault with its line. `out` must be
 * empty; release it, also after an error. */
int ll_answers_read(const char *path, const struct ll_exercise *exercise,
                    struct ll_answers *out, struct ll_error *err) LL_MUST_CHECK;
void ll_answers_release(struct ll_answers *answers);

/* Mark the answers against `truth`, the only fault of `program`. `program` is an
 * absolute path; a line without a file means a line of this program. */
int ll_answers_mark(struct ll_answers *answers, const struct ll_diag *truth,
                    const char *program, const char *const *roots,
                    struct ll_error *err) LL_MUST_CHECK;

/* Append the right answer to `question`, written as a learner would: "definitely-lost",
 * "48", "23" for a line of `program`, "file.c:23" for one of another file. False: the
 * diagnosis does not contain it, or memory ran out (`out->full`). */
bool ll_answers_right(const char *question, const struct ll_diag *truth,
                      const char *program, const char *const *roots,
                      struct ll_buf *out);

/* Count the answers that are open or wrong. */
size_t ll_answers_left(const struct ll_answers *answers);

#endif
