/* SPDX-License-Identifier: MIT
 *
 * expressions: the values that a line of source uses, with those of the conditions
 * around it: of `sum += values[i];` in `for (i = 0; i <= n; i++)` these are `i`,
 * `values` and `n`.
 *
 * The source is read token by token, without types and macros. What is no variable of
 * the frame is passed over. A target of an assignment is, too, unless `targets` is set:
 * before the assignment it has its old value. So is a variable that is unset and that a
 * function such as strcpy writes to.
 */
#ifndef LL_VALUES_EXPRESSIONS_H
#define LL_VALUES_EXPRESSIONS_H

#include "base/buf.h"
#include "base/c_row.h"
#include "diag/values.h"
#include "values/show.h"

/* An element that the line uses and that does not exist. */
struct ll_outside {
    long long index, count; /* of so many elements; `size` 0: there is none */
    uint64_t size;          /* of an element, in bytes */
    struct ll_c_range used; /* the tokens of the index */
    char bound[64];         /* the innermost condition around the line that is about the
                               index: "i <= n"; "": none */
    unsigned bound_line;
};

/* Add to `out` what the line `line` of `source` uses, as the scope shower->here sees
 * it, and set `outside` to the first element that does not exist. `start` is the line
 * in which its function begins. False when memory ran out. */
bool ll_expressions_add(const struct ll_shower *shower, const struct ll_buf *source,
                        unsigned start, unsigned line, bool targets,
                        struct ll_value_list *out, struct ll_outside *outside);

#endif
