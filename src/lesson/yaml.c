/* SPDX-License-Identifier: MIT */
#include "lesson/yaml.h"

#include <ctype.h>
#include <string.h>

#define LINE_WIDTH 88

static void add_indent(struct ll_buf *out, unsigned indent)
{
    ll_buf_addf(out, "%*s", (int)indent, "");
}

/* Append a text as a value between brackets, in quotes if it needs them. */
static void add_value(struct ll_buf *out, const char *text)
{
    bool plain = isalnum((unsigned char)text[0]) || text[0] == '_';
    for (const char *p = text; *p != '\0' && plain; p++)
        plain = isalnum((unsigned char)*p) || strchr("_->.", *p) != NULL;
    if (plain) {
        ll_buf_puts(out, text);
        return;
    }
    ll_buf_putc(out, '\'');
    for (const char *p = text; *p != '\0'; p++)
        ll_buf_addf(out, *p == '\'' ? "''" : "%c", *p);
    ll_buf_putc(out, '\'');
}

/* A line that is being filled. */
struct line {
    struct ll_buf *out;
    size_t start; /* where it starts in `out` */
    unsigned indent, hang;
    bool any;
};

/* Add "name: value" to a place's line, or to a new line if it would be too long. */
static void add_member(struct line *line, const char *name, const char *value)
{
    if (value == NULL)
        return;
    size_t width = line->out->len - line->start + strlen(name) + strlen(value) + 6;
    if (line->any && width > LINE_WIDTH) {
        ll_buf_puts(line->out, ",\n");
        line->start = line->out->len;
        add_indent(line->out, line->hang);
    } else if (line->any) {
        ll_buf_puts(line->out, ", ");
    }
    ll_buf_addf(line->out, "%s: ", name);
    add_value(line->out, value);
    line->any = true;
}

static void add_place(struct ll_buf *out, unsigned indent, const char *name,
                      const struct ll_expected_place *place)
{
    if (place == NULL || (place->label == NULL && place->code == NULL &&
                          place->function == NULL && place->variable == NULL))
        return;
    struct line line = {out, out->len, indent, 0, false};
    add_indent(out, indent);
    ll_buf_addf(out, "%s: {", name);
    line.hang = (unsigned)(out->len - line.start);
    add_member(&line, "label", place->label);
    add_member(&line, "code", place->code);
    add_member(&line, "function", place->function);
    add_member(&line, "variable", place->variable);
    add_member(&line, "how", place->how);
    ll_buf_puts(out, "}\n");
}

void ll_yaml_words(struct ll_buf *out, unsigned indent, const char *key,
                   const char *words)
{
    const size_t margin = indent + 2;
    size_t width = margin; /* of the line so far */
    ll_buf_addf(out, "%*s%s: >-\n%*s", (int)indent, "", key, (int)margin, "");
    for (words += strspn(words, " "); *words != '\0'; words += strspn(words, " ")) {
        size_t length = strcspn(words, " \n");
        if (width > margin && width + 1 + length > LINE_WIDTH) {
            ll_buf_addf(out, "\n%*s", (int)margin, "");
            width = margin;
        }
        ll_buf_addf(out, "%s%.*s", width > margin ? " " : "", (int)length, words);
        width += length + (width > margin);
        words += length;
        if (*words == '\n') { /* keep the line end: it ends a paragraph */
            words += strspn(words, "\n");
            ll_buf_addf(out, "\n\n%*s", (int)margin, "");
            width = margin;
        }
    }
    ll_buf_putc(out, '\n');
}

void ll_yaml_expectation(struct ll_buf *out, unsigned indent,
                         const struct ll_expectation *expect)
{
    add_indent(out, indent);
    ll_buf_addf(out, "kind: %s\n", expect->kind);
    if (expect->bytes > 0) {
        add_indent(out, indent);
        ll_buf_addf(out, "bytes: %llu\n", expect->bytes);
    }
    if (expect->blocks > 0) {
        add_indent(out, indent);
        ll_buf_addf(out, "blocks: %llu\n", expect->blocks);
    }
    if (expect->ring > 0) {
        add_indent(out, indent);
        ll_buf_addf(out, "ring: %llu\n", expect->ring);
    }
    add_place(out, indent, "at", expect->at);
    add_place(out, indent, "allocated", expect->allocated);
    add_place(out, indent, "freed", expect->freed);
    add_place(out, indent, "lost", expect->lost);
}
