/* SPDX-License-Identifier: MIT */
#include "lesson/labels.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/c_tokens.h"
#include "base/grow.h"
#include "base/path.h"

#define SOURCE_MAX ((size_t)4 * 1024 * 1024)

/* Comments are read in parts: a second "//" in a line comment starts another one. */
struct scan {
    struct ll_c_tokens tokens;
    const char *part, *end; /* the rest of a comment; NULL: none */
    unsigned line;          /* where the rest starts */
};

/* A label's comment in the text. */
struct mark {
    const char *start, *end;
    const char *name;
    size_t length; /* of the name */
    unsigned line;
};

static const char *skip_blanks(const char *p)
{
    return p + strspn(p, " \t");
}

/* The end of the part of a comment that starts at `p`. */
static const char *part_end(const char *p, const char *end)
{
    const char *other =
        p[1] == '/' ? memmem(p + 2, (size_t)(end - p - 2), "//", 2) : NULL;
    if (other != NULL)
        return other;
    return end > p + 2 && end[-1] == '\r' ? end - 1 : end;
}

/* Whether the comment from `start` to `end` holds a label and nothing else. `opened` is
 * the length of what opens it. */
static bool is_label(const char *start, size_t opened, const char *end,
                     struct mark *mark)
{
    const char *at = skip_blanks(start + opened);
    if (*at != '@')
        return false;
    const char *name = at + 1, *p = name;
    while (isalnum((unsigned char)*p) || *p == '-' || *p == '_')
        p++;
    mark->name = name;
    mark->length = (size_t)(p - name);
    mark->start = start;
    mark->end = end;
    p = skip_blanks(p);
    return mark->length > 0 && p == (start[1] == '*' ? end - 2 : end);
}

/* Whether a comment of Python's that starts at `start` holds a label and nothing else.
 */
static bool is_python_label(const char *start, unsigned line, struct mark *mark)
{
    const char *end = start + 1 + strcspn(start + 1, "#\r\n");
    mark->line = line;
    return is_label(start, 1, end, mark);
}

static void scan_init(struct scan *scan, const char *text)
{
    *scan = (struct scan){0};
    ll_c_tokens_init(&scan->tokens, text, strlen(text));
}

/* Advance to the next label. False at the end of the text. */
static bool next_label(struct scan *scan, struct mark *mark)
{
    struct ll_c_token token;
    for (;;) {
        while (scan->part != NULL && scan->part + 1 < scan->end) {
            const char *start = scan->part, *end = part_end(start, scan->end);
            scan->part = end;
            mark->line = scan->line;
            if (is_label(start, 2, end, mark))
                return true;
        }
        if (!ll_c_tokens_next(&scan->tokens, &token))
            return false;
        /* "a // b  # @rest" is a division in Python. */
        const char *hash = token.kind == LL_C_COMMENT && token.start[1] == '/'
                               ? memrchr(token.start, '#', token.length)
                               : NULL;
        hash = token.kind == LL_C_SIGN && token.sign == '#' ? token.start : hash;
        if (hash != NULL && is_python_label(hash, token.line, mark)) {
            scan->part = NULL;
            scan->tokens.at = mark->end;
            return true;
        }
        scan->part = token.kind == LL_C_COMMENT ? token.start : NULL;
        scan->end = token.start + token.length;
        scan->line = token.line;
    }
}

static int add_label(struct ll_labels *labels, const struct mark *mark,
                     const char *file, struct ll_error *err)
{
    if (!LL_GROW(labels->items, labels->count, labels->cap))
        return ll_fail_memory(err);
    struct ll_label label = {strndup(mark->name, mark->length), strdup(file),
                             mark->line};
    if (label.name == NULL || label.file == NULL) {
        free(label.name);
        free(label.file);
        return ll_fail_memory(err);
    }
    labels->items[labels->count++] = label;
    return 0;
}

int ll_labels_read(struct ll_labels *labels, const char *file, struct ll_error *err)
{
    struct ll_buf source = LL_BUF_INIT;
    int result = ll_file_read(file, SOURCE_MAX, &source, err);
    struct scan scan;
    struct mark mark;
    scan_init(&scan, ll_buf_text(&source));
    while (result == 0 && next_label(&scan, &mark))
        result = add_label(labels, &mark, file, err);
    ll_buf_release(&source);
    return result;
}

void ll_labels_release(struct ll_labels *labels)
{
    for (size_t i = 0; i < labels->count; i++) {
        free(labels->items[i].name);
        free(labels->items[i].file);
    }
    free(labels->items);
    *labels = (struct ll_labels){0};
}

const struct ll_label *ll_labels_find(const struct ll_labels *labels, const char *name)
{
    const struct ll_label *found = NULL;
    for (size_t i = 0; i < labels->count; i++) {
        if (strcmp(labels->items[i].name, name) != 0)
            continue;
        if (found != NULL)
            return NULL;
        found = &labels->items[i];
    }
    return found;
}

/* Remove the white space that `out` ends with, but nothing before `floor`. */
static void trim(struct ll_buf *out, size_t floor)
{
    while (out->len > floor && strchr(" \t", out->data[out->len - 1]) != NULL)
        out->data[--out->len] = '\0';
}

/* Append the white space that the line of `p` starts with; `text` is where `p`'s
 * text starts. */
static void add_indent(struct ll_buf *out, const char *text, const char *p)
{
    while (p > text && p[-1] != '\n')
        p--;
    ll_buf_add(out, p, strspn(p, " \t"));
}

static bool is_kept(const struct mark *mark, const struct ll_strings *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (strlen(names->items[i]) == mark->length &&
            strncmp(names->items[i], mark->name, mark->length) == 0)
            return true;
    return false;
}

void ll_labels_strip(const char *text, struct ll_buf *out)
{
    const struct ll_strings none = LL_STRINGS_INIT;
    ll_labels_keep(text, &none, out);
}

void ll_labels_keep(const char *text, const struct ll_strings *names,
                    struct ll_buf *out)
{
    const size_t floor = out->len;
    const char *from = text;
    struct scan scan;
    struct mark mark;
    scan_init(&scan, text);
    while (next_label(&scan, &mark)) {
        if (is_kept(&mark, names))
            continue;
        ll_buf_add(out, from, (size_t)(mark.start - from));
        trim(out, floor);
        from = mark.end;
        if (out->len > floor && out->data[out->len - 1] != '\n')
            continue;
        /* No code before the label. Drop the line if there is none after it. */
        from = skip_blanks(from);
        const char *end = from + (*from == '\r');
        if (*end == '\n' || *end == '\0')
            from = end + (*end == '\n');
        else
            add_indent(out, text, mark.start);
    }
    ll_buf_puts(out, from);
}
