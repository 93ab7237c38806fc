/* SPDX-License-Identifier: MIT
 *
 * look: an exercise judged in the background, with what is known first shown first.
 *
 *     struct ll_looks *looks = ll_looks_new(&session);
 *     ll_looks_start(looks, folder, 0);
 *     ... ll_looks_fd(looks) can be read ...
 *     struct ll_look *look = ll_looks_take(looks);
 *
 * A start leads to up to three looks: of a program a quick one, from the compiler, the
 * tests and the tool that is compiled into it; one by all tools, if they see nothing
 * wrong either; then the whole judgement, with watched tests and sweeps, which is that
 * of the command `lesson`. Of a program that does not end in time, the last look is of
 * one tool, which says where it was stopped; ll_look_keep() adds what is known. One
 * start at a time is at work; a later one ends the runs of the earlier one, of which
 * nothing more is told.
 */
#ifndef LL_CLI_LOOK_H
#define LL_CLI_LOOK_H

#include "judge/judge.h"

struct ll_look {
    struct ll_lesson *lesson;
    char *path;            /* of the exercise's file */
    struct ll_case *cases; /* of the lesson, with `one` among them */
    size_t count;
    const struct ll_case *one;
    struct ll_judgement judgement;
    struct ll_strings edited; /* see changed.h; of a whole look */
    bool whole;               /* else more will be known */
    bool by_watcher;          /* of a program that does not end: the last look */
    bool by_all_tools;       /* all of them have seen the program, not only the quick */
    double seconds;          /* since the start */
    struct ll_error failure; /* text[0] != 0: it could not be judged; the rest is empty
                                but for `whole` and `seconds` */
};

void ll_look_free(struct ll_look *look);

/* Whether nothing is wrong as far as it saw. */
bool ll_look_is_good(const struct ll_look *look);

/* If `look` is that last look, move into it what `before`, an earlier look at the same
 * files, knows of the tests and from other tools. On failure both can be freed only. */
int ll_look_keep(struct ll_look *look, struct ll_look *before,
                 struct ll_error *err) LL_MUST_CHECK;

struct ll_looks;

/* NULL, with an error, when the machine failed. `session` is copied. */
struct ll_looks *ll_looks_new(const struct ll_session *session, struct ll_error *err);

/* Wait for what is at work, and end. */
void ll_looks_free(struct ll_looks *looks);

/* Judge exercise number `exercise`, from 0, of the lesson in `folder`, as its files are
 * now. */
void ll_looks_start(struct ll_looks *looks, const char *folder, unsigned exercise);

bool ll_looks_is_busy(struct ll_looks *looks);

/* Can be read when there is a look to take. */
int ll_looks_fd(const struct ll_looks *looks);

/* The oldest look that was not taken; the caller frees it. NULL: there is none. */
struct ll_look *ll_looks_take(struct ll_looks *looks);

#endif
