/* SPDX-License-Identifier: MIT */
#include "lesson/hidden.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char *line_of(const char *text, const char *at)
{
    while (at > text && at[-1] != '\n')
        at--;
    return at;
}

const char *ll_test_at(const char *line, size_t *length)
{
    static const char start[] = "START_TEST";
    if (!ll_starts_with(line, start))
        return NULL;
    line += sizeof start - 1;
    line += strspn(line, " \t");
    if (*line++ != '(')
        return NULL;
    line += strspn(line, " \t");
    *length = strcspn(line, " \t\n)");
    return line[*length + strspn(line + *length, " \t")] == ')' ? line : NULL;
}

/* Whether the line starts the test `name`. */
static bool starts_test(const char *line, const char *name)
{
    size_t length;
    const char *own = ll_test_at(line, &length);
    return own != NULL && length == strlen(name) && strncmp(own, name, length) == 0;
}

/* The start of the comment that ends in the line before `line`; else `line`. */
static const char *comment_before(const char *text, const char *line)
{
    if (line == text)
        return line;
    const char *end = line - 1;
    while (end > text && isspace((unsigned char)end[-1]) && end[-1] != '\n')
        end--;
    if (end - text < 4 || end[-1] != '/' || end[-2] != '*')
        return line;
    const char *start = end - 3;
    while (start > text && (start[0] != '/' || start[1] != '*'))
        start--;
    return line_of(text, start) == start ? start : line;
}

/* Find the test: text[*from] to text[*to], with its comment and the empty line after
 * it. */
static bool find_test(const char *text, const char *name, size_t *from, size_t *to)
{
    for (const char *line = text; *line != '\0'; line = ll_next_line(line)) {
        if (!starts_test(line, name))
            continue;
        const char *end = strstr(line, "\nEND_TEST");
        if (end == NULL)
            return false;
        end = ll_next_line(end + 1);
        end += *end == '\n';
        *from = (size_t)(comment_before(text, line) - text);
        *to = (size_t)(end - text);
        return true;
    }
    return false;
}

/* Find the statement around `at`: from the start of its first line to the end of its
 * last line. False when `at` is not in a simple statement. */
static bool find_statement(const char *text, const char *at, size_t *from, size_t *to)
{
    const char *start = at, *end = at + strcspn(at, ";{}");
    while (start > text && strchr(";{}/", start[-1]) == NULL)
        start--;
    start += strspn(start, " \t\r\n");
    if (*end != ';' || start == text ||
        strspn(end + 1, " \t\r") != strcspn(end + 1, "\n"))
        return false;
    *from = (size_t)(line_of(text, start) - text);
    *to = (size_t)(ll_next_line(end) - text);
    return text + *from + strspn(text + *from, " \t") == start;
}

static void cut(char *text, size_t from, size_t to)
{
    memmove(text + from, text + to, strlen(text + to) + 1);
}

bool ll_hidden_strip(const char *text, const char *name, struct ll_buf *out)
{
    size_t from, to;
    char *rest = strdup(text);
    if (rest == NULL) {
        out->full = true;
        return true;
    }
    bool ok = find_test(rest, name, &from, &to);
    if (ok)
        cut(rest, from, to);
    for (const char *at;
         ok && (at = ll_find_word(rest, rest, name, strlen(name))) != NULL;) {
        ok = find_statement(rest, at, &from, &to);
        if (ok)
            cut(rest, from, to);
    }
    if (ok)
        ll_buf_puts(out, rest);
    free(rest);
    return ok;
}
