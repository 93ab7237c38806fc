/* SPDX-License-Identifier: MIT
 *
 * expression: what one expression of a line of source is worth: a variable, then
 * members and elements. Only for expressions.c, whose parts this and expression_line.c
 * are.
 */
#ifndef LL_VALUES_EXPRESSION_H
#define LL_VALUES_EXPRESSION_H

#include "base/c_row.h"
#include "values/expressions.h"

enum { LL_STEPS_MOST = 3 };

/* Reads the expressions of one line, and tells their values. */
struct ll_line_reader {
    const struct ll_shower *shower;
    const struct ll_c_row *tokens;
    struct ll_value_list *out;
    bool targets; /* the targets of assignments count, too */
    bool written; /* what is read now is written to by a function */
    size_t deep; /* the token after an expression with an index in an index in an index,
                    of which each one is told; 0: none */
    struct ll_outside outside;
    bool failed;
};

struct ll_expression {
    struct ll_place_of place;
    struct ll_buf text;
    /* The pointers on the way: of `a->b->c` these are `a` and `a->b`. */
    struct ll_step {
        struct ll_place_of place;
        size_t length; /* of its text */
    } steps[LL_STEPS_MOST];
    size_t step_count;
    size_t next;    /* the token after it */
    bool stopped;   /* no further value can be told; what is known was emitted */
    bool is_cython; /* there a dot follows a pointer, too */
};

/* Read the expression that begins with the word at `i`, whose `text` the caller
 * releases. False: it is no variable. */
bool ll_expression_read(struct ll_line_reader *reader, size_t i,
                        struct ll_expression *expression);

/* Go on to the members and elements that follow the expression. */
void ll_expression_go_on(struct ll_line_reader *reader,
                         struct ll_expression *expression);

/* Follow the pointer, or go to the first element. False: it leads nowhere, which is
 * told.
 */
bool ll_expression_follow(struct ll_line_reader *reader,
                          struct ll_expression *expression);

/* The number that a sum of numbers and variables comes to: "i", "n - 1", "-1". False:
 * it is no such sum, or a value is not known. */
bool ll_expression_sum(struct ll_line_reader *reader, struct ll_c_range range,
                       long long *number);

/* Add a value to what is told, unless it was told. What is written to by a function is
 * not told as unset. */
void ll_expression_tell(struct ll_line_reader *reader, const char *name,
                        struct ll_place_of *place, const char *note);

/* "i + 1 = 10": an index that is more than a variable or a number. Of an expression
 * that is deep, "a[a[0]] = 2", too. */
void ll_expression_tell_sum(struct ll_line_reader *reader, struct ll_c_range range,
                            long long number);

/* expression_line.c: tell what these tokens use. */
void ll_expressions_in(struct ll_line_reader *reader, struct ll_c_range range);

#endif
