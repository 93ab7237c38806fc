/* SPDX-License-Identifier: MIT */
#include "tools/access.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"

#define SOURCE_MAX ((size_t)16 * 1024 * 1024)

/* The end of the expression at `p`. An expression ends with its line. */
static const char *skip_expression(const char *p)
{
    int depth = 0; /* of brackets */
    if (*p == '*') /* of the pointer */
        p++;
    while (*p == '_' || *p == ' ' || *p == '.' || *p == '[' || *p == ']' ||
           isalnum((unsigned char)*p) || (p[0] == '-' && p[1] == '>') || depth > 0) {
        if (*p == '\0' || *p == '\n')
            break;
        depth += (*p == '[') - (*p == ']');
        p += p[0] == '-' && p[1] == '>' ? 2 : 1;
    }
    return p;
}

static enum ll_access access_of(const char *line, const char *p)
{
    const char *before = p;
    while (before > line && before[-1] == ' ')
        before--;
    if (before > line && before[-1] == '&' && (before - 1 == line || before[-2] != '&'))
        return LL_ACCESS_ADDRESS;
    p = skip_expression(p);
    if (ll_starts_with(p, "<<=") || ll_starts_with(p, ">>="))
        return LL_ACCESS_WRITE;
    if (ll_starts_with(p, "++") || ll_starts_with(p, "--"))
        return LL_ACCESS_WRITE;
    if (*p != '\0' && strchr("+-*/%&|^", *p) != NULL && p[1] == '=')
        p++;
    return p[0] == '=' && p[1] != '=' ? LL_ACCESS_WRITE : LL_ACCESS_READ;
}

/* The start of the expression that the bracket at `p` belongs to: of "p->a" in
 * "p->a[2]". */
static const char *expression_start(const char *line, const char *p)
{
    int depth = 0; /* of brackets */
    if (*p != '[')
        return p;
    while (p > line) {
        char c = p[-1];
        bool arrow = depth == 0 && c == '>' && p - line > 1 && p[-2] == '-';
        bool name = c == '_' || c == '.' || isalnum((unsigned char)c);
        if (depth == 0 && c != ']' && !name && !arrow)
            break;
        depth += (c == ']') - (c == '[');
        p -= arrow ? 2 : 1;
    }
    return p;
}

enum ll_access ll_access_at(const char *file, unsigned line, unsigned *column)
{
    struct ll_buf text = LL_BUF_INIT;
    enum ll_access access = LL_ACCESS_UNKNOWN;
    if (file != NULL && *column > 0 &&
        ll_file_read(file, SOURCE_MAX, &text, NULL) == 0) {
        const char *p = ll_buf_text(&text);
        for (unsigned i = 1; i < line && p != NULL; i++) {
            p = strchr(p, '\n');
            p = p != NULL ? p + 1 : NULL;
        }
        if (p != NULL && strcspn(p, "\n") >= *column) {
            const char *start = expression_start(p, p + *column - 1);
            *column = (unsigned)(start - p) + 1;
            access = access_of(p, start);
        }
    }
    ll_buf_release(&text);
    return access;
}
