/* SPDX-License-Identifier: MIT */
#include "tools/assertion.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/signals.h"
#include "base/text.h"

/* A piece of the message. */
struct piece {
    const char *start;
    size_t length;
};

static bool is_text(struct piece piece, const char *text)
{
    return piece.length == strlen(text) &&
           strncmp(piece.start, text, piece.length) == 0;
}

static bool is_same(struct piece a, struct piece b)
{
    return a.length == b.length && strncmp(a.start, b.start, a.length) == 0;
}

/* How an address is printed that is NULL. */
static bool is_null(struct piece piece)
{
    return is_text(piece, "(nil)") || is_text(piece, "(null)") || is_text(piece, "0x0");
}

/* "index < size", with the values of both sides; `right_value` is empty where Check
 * tells that of the left one only. */
struct assertion {
    struct piece left, right, left_value, right_value;
    const char *wanted; /* "should be " */
};

static const struct {
    const char *sign, *wanted;
} comparisons[] = {
    {" == ", "should be "},          {" != ", "should not be "},
    {" <= ", "should be at most "},  {" >= ", "should be at least "},
    {" < ", "should be less than "}, {" > ", "should be more than "},
};

/* Fill in the values if they are told as "LEFT == VALUE, RIGHT == VALUE". */
static bool take_values(struct assertion *assertion, const char *told)
{
    static const char is[] = " == ";
    const char *end = told + strlen(told), *value = told + assertion->left.length;
    if (strncmp(told, assertion->left.start, assertion->left.length) != 0 ||
        !ll_starts_with(value, is))
        return false;
    value += strlen(is);
    assertion->left_value = (struct piece){value, (size_t)(end - value)};
    assertion->right_value = (struct piece){end, 0};
    for (const char *at = value; (at = strstr(at, ", ")) != NULL; at++) {
        const char *right = at + 2, *after = right + assertion->right.length;
        if (strncmp(right, assertion->right.start, assertion->right.length) != 0 ||
            !ll_starts_with(after, is))
            continue;
        after += strlen(is);
        assertion->left_value.length = (size_t)(at - value);
        assertion->right_value = (struct piece){after, (size_t)(end - after)};
    }
    return assertion->right_value.length > 0 || is_text(assertion->right, "NULL");
}

/* Take a comparison apart. False: it is none, or its values are told in another way. */
static bool take(struct assertion *assertion, struct piece condition, const char *told)
{
    const char *end = condition.start + condition.length;
    for (const char *at = condition.start; at < end; at++)
        for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
            if (!ll_starts_with(at, comparisons[i].sign))
                continue;
            const char *right = at + strlen(comparisons[i].sign);
            *assertion = (struct assertion){
                .left = {condition.start, (size_t)(at - condition.start)},
                .right = {right, (size_t)(end - right)},
                .wanted = comparisons[i].wanted,
            };
            if (right < end && take_values(assertion, told))
                return true;
        }
    return false;
}

static void add(struct ll_buf *out, struct piece piece)
{
    ll_buf_add(out, piece.start, piece.length);
}

static void add_quoted(struct ll_buf *out, struct piece piece)
{
    ll_buf_putc(out, '`');
    add(out, piece);
    ll_buf_putc(out, '`');
}

/* "`area` is -1, and should be 4"; "`row` is not NULL, and should be". */
static void say(const struct assertion *assertion, struct ll_buf *out)
{
    const struct piece *left = &assertion->left, *right = &assertion->right;
    bool is_about_null = is_text(*right, "NULL");
    add_quoted(out, *left);
    if (is_about_null) {
        ll_buf_puts(out, ll_starts_with(assertion->wanted, "should not")
                             ? " is NULL, and should not be"
                             : " is not NULL, and should be");
        return;
    }
    ll_buf_puts(out, " is ");
    if (is_null(assertion->left_value))
        ll_buf_puts(out, "NULL");
    else
        add(out, assertion->left_value);
    ll_buf_addf(out, ", and %s", assertion->wanted);
    if (is_same(*right, assertion->right_value)) {
        add(out, *right);
        return;
    }
    add_quoted(out, *right);
    ll_buf_puts(out, ", which is ");
    add(out, assertion->right_value);
}

int ll_assertion_signal(const char *message)
{
    static const char before[] = "Received signal ";
    return ll_starts_with(message, before) ? atoi(message + strlen(before)) : 0;
}

void ll_assertion_say(const char *message, struct ll_buf *out)
{
    int signal = ll_assertion_signal(message);
    if (ll_signal_name(signal) != NULL) {
        ll_buf_addf(out, "%s stopped it (%s)", ll_signal_name(signal),
                    ll_signal_gloss(signal));
        return;
    }
    static const char before[] = "Assertion '", after[] = "' failed";
    struct assertion assertion;
    const char *condition = message + strlen(before);
    const char *end = ll_starts_with(message, before) ? strstr(condition, after) : NULL;
    if (end == NULL) {
        ll_buf_puts(out, message);
        return;
    }
    const struct piece whole = {condition, (size_t)(end - condition)};
    const char *told = end + strlen(after);
    if (*told == '\0') {
        add_quoted(out, whole);
        ll_buf_puts(out, " should be true, and is not");
    } else if (ll_starts_with(told, ": ") && take(&assertion, whole, told + 2)) {
        say(&assertion, out);
    } else {
        ll_buf_puts(out, message);
    }
}
