/* SPDX-License-Identifier: MIT
 *
 * value.h: a tree of values, read from text:
 *
 *     (garden (beds 3) (plants "sage" "rue") 12.5)
 *
 * A value is a number, a text or a list of values. A list owns its items, a text its
 * letters; whoever has a value from value_read() or value_new_...() owns it, until
 * value_free() or until list_add() has taken it.
 *
 * All that allocates can fail. Then nothing is lost and nothing has changed.
 */
#ifndef VALUE_H
#define VALUE_H

#include <stdio.h>

enum value_kind { VALUE_NUMBER, VALUE_TEXT, VALUE_LIST };

struct value {
    enum value_kind kind;
    union {
        double number;
        char *text; /* owned */
        struct {
            struct value **items; /* owned, each of them too */
            size_t count, capacity;
        } list;
    } as;
};

/* Returns a new value, free with value_free(); NULL when memory ran out. The text is
 * copied: `length` letters of it. */
struct value *value_new_number(double number);
struct value *value_new_text(const char *text, size_t length);
struct value *value_new_list(void);

/* Put `item` at the end of the list, which owns it from then on. 0, or -1 when memory
 * ran out: the list is as it was, and `item` still the caller's. */
int list_add(struct value *list, struct value *item);

/* Read a value from `*text`, which moves behind it. Returns a new value, free with
 * value_free(); NULL when memory ran out or the text is not well formed. */
struct value *value_read(const char **text);

/* The sum of all numbers in it. */
double value_sum(const struct value *value);

/* Write it as text. */
void value_write(const struct value *value, FILE *to);

/* Free the value and all that it owns; NULL: nothing. */
void value_free(struct value *value);

#endif
