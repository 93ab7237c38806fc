/* SPDX-License-Identifier: MIT
 *
 * values: what variables held when a fault happened, and the calls that led there.
 *
 * Texts are as C writes them: "10", "'x'", "\"Grace\"", "{3, 9, 4}", "RED (2)", "NULL".
 * A pointer is told as what it points to, never as a number: "the block of line 12",
 * "the block of line 12 of main.c" where that is another file than the fault's, "&n",
 * "`n` of main", "memory freed at line 30". LL_VALUE_UNSET stands for a value that
 * nobody determined: it was never set, or copied from what was never set.
 * LL_VALUE_SPOILT is one of these that was set; LL_VALUE_NO_ADDRESS stands for a
 * pointer to nothing.
 */
#ifndef LL_DIAG_VALUES_H
#define LL_DIAG_VALUES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define LL_VALUE_UNSET "unset"
#define LL_VALUE_SPOILT "calculated from an unset value"
#define LL_VALUE_NO_ADDRESS "no valid address"

struct ll_value {
    char *name;  /* a variable or an expression of the source: "i", "node->next" */
    char *type;  /* "int", "struct node *"; NULL: unknown */
    char *value; /* NULL: only `note` is known */
    char *note;  /* a sentence without full stop: "`a` has 10 elements, the last is
                    `a[9]`"; NULL: none */
};

struct ll_value_list {
    struct ll_value *items; /* owned */
    size_t count;
};

/* A function on the stack, and what its parameters held. */
struct ll_call {
    char *function;
    char *file;      /* where the function was at that moment: of an outer one, the line
                        of its call; NULL: unknown, or not to be told */
    unsigned line;   /* 0: unknown */
    bool by_library; /* a library called it, which the next one had called */
    bool is_cut; /* of the outermost one: more calls led to it, which are not known */
    struct ll_value_list arguments;
};

/* The innermost first. */
struct ll_path {
    struct ll_call *calls; /* owned */
    size_t count;
};

/* Append, copying the texts; NULL: unknown. False when memory ran out; nothing is then
 * changed. */
bool ll_values_add(struct ll_value_list *values, const struct ll_value *value);
bool ll_values_copy(struct ll_value_list *to, const struct ll_value_list *from);
void ll_values_release(struct ll_value_list *values);

/* The value of that name; NULL: there is none. */
const struct ll_value *ll_values_find(const struct ll_value_list *values,
                                      const char *name);

/* Whether nobody determined it, or a part of it. */
bool ll_value_is_unset(const struct ll_value *value);

/* The bytes with which memory is filled that was never set:
 * -ftrivial-auto-var-init=pattern of gcc and of clang, and AddressSanitizer's
 * max_malloc_fill_size. */
enum { LL_FILLS = 3 };
extern const unsigned char ll_fills[LL_FILLS];

/* Whether a number was read from such memory, or is 2, 4, 8, ... 64 times that. */
bool ll_is_fill_number(unsigned long long number);

/* Append what is known in a few words: "i = 10", "best: unset",
 * "p → the block of line 12"; nothing if only a note is known. */
void ll_value_say(const struct ll_value *value, struct ll_buf *out);

/* Append all of them in one line: "i = 10, n = 10; `a` has 10 elements, …". */
void ll_values_say(const struct ll_value_list *values, struct ll_buf *out);

/* Append a call of `function` without arguments, and return it; NULL when memory ran
 * out. Valid until the next addition. */
struct ll_call *ll_path_add(struct ll_path *path, const char *function);

/* Set where the call was. False when memory ran out. */
bool ll_call_place(struct ll_call *call, const char *file, unsigned line);

/* Free what the call holds; the caller takes it out of its path. */
void ll_call_release(struct ll_call *call);
bool ll_path_copy(struct ll_path *to, const struct ll_path *from);
void ll_path_release(struct ll_path *path);

/* Append the calls in one line, the outermost first; nothing for main alone:
 * "main → report(values = NULL, count = 3) → average(values = NULL)". Of many calls the
 * middle ones are left out; where the outer ones are not known, all but the inner. */
void ll_path_say(const struct ll_path *path, struct ll_buf *out);

/* Append a line for each call, the innermost first; nothing for main alone:
 * "line 12, in report, called average(values = NULL)". */
void ll_path_say_lines(const struct ll_path *path, struct ll_buf *out);

#endif
