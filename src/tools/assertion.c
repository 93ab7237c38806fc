/* SPDX-License-Identifier: MIT */
#include "tools/assertion.h"

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

/* ---- the words ------------------------------------------------------------------- */

/* Two texts of together so many bytes are told in one sentence. */
enum { TEXTS_MAX = 60, MESSAGE_SHOWN = 400 };

/* Check puts a text between quotes as it is. */
static bool is_quoted(struct piece piece)
{
    return piece.length >= 2 && piece.start[0] == '"' &&
           piece.start[piece.length - 1] == '"';
}

static void add_value(struct ll_buf *out, struct piece value)
{
    if (is_null(value))
        ll_buf_puts(out, "NULL");
    else if (is_quoted(value))
        ll_buf_literal(out, value.start + 1, value.length - 2);
    else
        add(out, value);
}

static bool has_line_end(struct piece piece)
{
    return memchr(piece.start, '\n', piece.length) != NULL;
}

/* Whether two texts were to be the same, and are too long for a sentence. */
static bool is_long(const struct assertion *assertion)
{
    const struct piece *got = &assertion->left_value, *wanted = &assertion->right_value;
    return strcmp(assertion->wanted, comparisons[0].wanted) == 0 &&
           (is_quoted(*got) || is_null(*got)) && is_quoted(*wanted) &&
           (got->length + wanted->length > TEXTS_MAX || has_line_end(*got) ||
            has_line_end(*wanted));
}

static char *take_value(struct piece value)
{
    struct ll_buf text = LL_BUF_INIT;
    add_value(&text, value);
    char *taken = ll_buf_take(&text);
    ll_buf_release(&text);
    return taken;
}

/* "`area` is -1, and should be 4"; "`row` is not NULL, and should be". */
static void say(const struct assertion *assertion, struct ll_buf *out)
{
    const struct piece *right = &assertion->right;
    if (is_text(*right, "NULL")) {
        ll_buf_puts(out, ll_starts_with(assertion->wanted, "should not")
                             ? " is NULL, and should not be"
                             : " is not NULL, and should be");
        return;
    }
    ll_buf_puts(out, " is ");
    add_value(out, assertion->left_value);
    ll_buf_addf(out, ", and %s", assertion->wanted);
    if (is_same(*right, assertion->right_value)) {
        add_value(out, *right);
        return;
    }
    add_quoted(out, *right);
    ll_buf_puts(out, ", which is ");
    add_value(out, assertion->right_value);
}

/* "`mean` is 2, and should be 3 (by less than 0.1 apart)" for "Assertion 'fabsl(3 -
 * mean) < 0.1' failed: mean == 2, 3 == 3, 0.1 == 0.1". False: it is no such message. */
static bool say_near(struct piece condition, const char *told, struct ll_buf *out)
{
    static const char before[] = "fabsl(", sign[] = ") < ", is[] = " == ";
    const char *end = condition.start + condition.length, *is_at = strstr(told, is);
    if (!ll_starts_with(condition.start, before) || is_at == NULL)
        return false;
    struct piece left = {told, (size_t)(is_at - told)};
    const char *value = is_at + strlen(is), *after = strstr(value, ", ");
    const char *wanted = condition.start + strlen(before);
    const char *near = strstr(wanted, sign);
    if (after == NULL || near == NULL || near > end ||
        near - wanted <= (ptrdiff_t)(left.length + 3))
        return false;
    struct piece right = {wanted, (size_t)(near - wanted) - left.length - 3};
    if (strncmp(near - left.length, left.start, left.length) != 0 ||
        strncmp(after + 2, right.start, right.length) != 0 ||
        !ll_starts_with(after + 2 + right.length, is))
        return false;
    const char *should = after + 2 + right.length + strlen(is);
    add_quoted(out, left);
    ll_buf_addf(out, " is %.*s, and should be %.*s (less than %.*s apart)",
                (int)(after - value), value, (int)strcspn(should, ","), should,
                (int)(end - near - (ptrdiff_t)strlen(sign)), near + strlen(sign));
    return true;
}

static void say_message(const char *message, struct ll_buf *out)
{
    size_t length = strlen(message), shown = length;
    if (length > MESSAGE_SHOWN) /* no character is cut */
        shown = (size_t)(ll_utf8_start(message, message + MESSAGE_SHOWN) - message);
    for (size_t i = 0; i < shown; i++)
        ll_buf_putc(out, message[i] == '\n' ? ' ' : message[i]);
    if (shown < length)
        ll_buf_addf(out, " ... and %zu more bytes", length - shown);
}

int ll_assertion_signal(const char *message)
{
    static const char before[] = "Received signal ";
    return ll_starts_with(message, before) ? atoi(message + strlen(before)) : 0;
}

bool ll_assertion_say(const char *message, struct ll_buf *out, char **got,
                      char **wanted)
{
    int signal = ll_assertion_signal(message);
    if (ll_signal_name(signal) != NULL) {
        ll_buf_addf(out, "%s stopped it (%s)", ll_signal_name(signal),
                    ll_signal_gloss(signal));
        return true;
    }
    static const char before[] = "Assertion '", after[] = "' failed";
    struct assertion assertion;
    const char *condition = message + strlen(before);
    const char *end = ll_starts_with(message, before) ? strstr(condition, after) : NULL;
    if (end == NULL) {
        say_message(message, out);
        return true;
    }
    const struct piece whole = {condition, (size_t)(end - condition)};
    const char *told = end + strlen(after);
    if (*told == '\0') {
        add_quoted(out, whole);
        ll_buf_puts(out, " should be true, and is not");
    } else if (ll_starts_with(told, ": ") && take(&assertion, whole, told + 2)) {
        add_quoted(out, assertion.left);
        if (!is_long(&assertion)) {
            say(&assertion, out);
            return true;
        }
        *got = take_value(assertion.left_value);
        *wanted = take_value(assertion.right_value);
        return *got != NULL && *wanted != NULL;
    } else if (!ll_starts_with(told, ": ") || !say_near(whole, told + 2, out)) {
        say_message(message, out);
    }
    return true;
}
