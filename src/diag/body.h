/* SPDX-License-Identifier: MIT
 *
 * body: the source of one function as a row of tokens, for what only its statements
 * tell: where an address goes, which variable gets a result.
 *
 *     struct ll_body body = LL_BODY_INIT;
 *     if (ll_body_read(&body, frame))
 *         ...
 *     ll_body_release(&body);
 */
#ifndef LL_DIAG_BODY_H
#define LL_DIAG_BODY_H

#include "base/c_row.h"
#include "diag/diag.h"

struct ll_body {
    struct ll_buf source;   /* owned: the tokens point into it */
    struct ll_c_row tokens; /* owned: the head of the function and its block */
    bool failed;            /* memory ran out */
};

#define LL_BODY_INIT                                                                   \
    {                                                                                  \
        .source = LL_BUF_INIT                                                          \
    }

/* Read the function in which the line of `frame` is, or which begins there. False, if
 * its source cannot be read or has no function there, or memory ran out. Release the
 * body in any case. */
bool ll_body_read(struct ll_body *body, const struct ll_frame *frame);
void ll_body_release(struct ll_body *body);

/* The same of the function around `line` of a source that is given. False, too, if it
 * has none there. */
bool ll_body_parse(struct ll_body *body, const struct ll_buf *source, unsigned line);

/* Whether the token at `i` is that word, or that sign; false, if there is none. */
bool ll_body_word(const struct ll_body *body, size_t i, const char *word);
bool ll_body_sign(const struct ll_body *body, size_t i, char sign);

/* Whether a plain "=" is there, not a part of "==" or "<=". */
bool ll_body_assigns(const struct ll_body *body, size_t i);

/* The first token of the statement in which `i` is. */
size_t ll_body_statement(const struct ll_body *body, size_t i);

/* The word before the innermost bracket around `i` that is a call's: "puts" in
 * "puts((text))"; body->tokens.count: `i` is no part of an argument. */
size_t ll_body_call(const struct ll_body *body, size_t i);

/* Whether the function declares the name as a parameter or a variable of its own, which
 * ends with it. */
bool ll_body_declares(const struct ll_body *body, const char *name);

/* Whether the function's statements may have given the parameter another value when it
 * stands at `line`: they assign to it, count it up or down, or take its address. What
 * they do further down counts only where there is a loop or a jump. */
bool ll_body_changes(const struct ll_body *body, const char *parameter, unsigned line);

/* The name that the token at `i` is, as a new string; NULL: memory ran out. */
char *ll_body_name(struct ll_body *body, size_t i);

#endif
