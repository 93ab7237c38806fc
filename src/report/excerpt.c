/* SPDX-License-Identifier: MIT */
#include "report/excerpt.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "diag/source.h"
#include "diag/words.h"
#include "lesson/labels.h"
#include "report/layout.h"

/* What is needed to draw one excerpt. */
struct drawing {
    struct ll_buf *out;
    const struct ll_style *style;
    unsigned indent;
    unsigned digits;   /* of the largest line number */
    unsigned columns;  /* for the text, right of the bar */
    unsigned dedent;   /* columns of indentation that all lines share */
    const char *named; /* the file whose name was shown last; NULL: none */
};

/* A source line as it is shown: without labels, and cut to `from`..`to`. */
struct shown {
    struct ll_buf text;
    unsigned from, to;
};

static bool read_line(const struct ll_frame *frame, struct ll_buf *out)
{
    struct ll_buf line = LL_BUF_INIT;
    bool found = ll_source_line(frame, &line);
    if (found)
        ll_labels_strip(ll_buf_text(&line), out);
    ll_drop(&line, out);
    size_t blank = strspn(ll_buf_text(out), " \t\r\n");
    return found && ll_buf_text(out)[blank] != '\0';
}

static void gutter(const struct drawing *d, unsigned line)
{
    struct ll_buf number = LL_BUF_INIT;
    if (line > 0)
        ll_buf_addf(&number, "%*u │", (int)d->digits, line);
    else
        ll_buf_addf(&number, "%*s │", (int)d->digits, "");
    ll_blanks(d->out, d->indent);
    ll_pour_paint(d->out, d->style, LL_PAINT_DIM, &number);
}

static void say_name(const struct drawing *d, const struct ll_frame *frame,
                     struct ll_buf *out)
{
    const char *lesson = d->style->lesson;
    bool of_lesson = lesson != NULL && ll_path_below(frame->file, lesson);
    char *name = ll_path_relative(frame->file, of_lesson ? lesson : d->style->from);
    ll_clean(out, name != NULL ? name : frame->file);
    free(name);
}

static void draw_name(const struct drawing *d, const struct ll_frame *frame)
{
    struct ll_buf name = LL_BUF_INIT;
    say_name(d, frame, &name);
    ll_blanks(d->out, d->indent);
    ll_pour_paint(d->out, d->style, LL_PAINT_DIM, &name);
    ll_buf_putc(d->out, '\n');
}

/* What is left of a mark whose line cannot be shown. */
static void draw_place(const struct drawing *d, const struct ll_mark *mark)
{
    struct ll_buf line = LL_BUF_INIT;
    say_name(d, mark->frame, &line);
    ll_buf_addf(&line, ":%u: %s", mark->frame->line, mark->caption);
    ll_wrap(d->out, d->style, d->indent, ll_buf_text(&line));
    ll_drop(&line, d->out);
}

/* Choose which columns of the line are shown so that the span is among them. */
static void choose(const struct drawing *d, struct shown *shown, struct ll_span span)
{
    const char *text = ll_buf_text(&shown->text);
    unsigned length = ll_columns_before(text, strlen(text));
    unsigned start = ll_columns_before(text, span.start);
    unsigned end = ll_columns_before(text, span.start + span.length);
    shown->from = d->dedent;
    shown->to = d->dedent + d->columns;
    if (length > shown->to && end + 2 > shown->to) {
        unsigned room = end - start + 4 < d->columns ? d->columns - (end - start) : 4;
        shown->from = start > room / 2 ? start - room / 2 : start;
        if (length < shown->from + d->columns)
            shown->from = length - d->columns;
        shown->to = shown->from + d->columns;
    }
    if (length < shown->to)
        shown->to = length;
}

static void draw_line(const struct drawing *d, const struct shown *shown, unsigned line)
{
    const char *text = ll_buf_text(&shown->text);
    bool before = shown->from > d->dedent;
    bool after = ll_columns_before(text, strlen(text)) > shown->to;
    gutter(d, line);
    ll_buf_puts(d->out, before ? "   …" : "   ");
    ll_cut(d->out, text, shown->from + before, shown->to - after);
    ll_buf_puts(d->out, after ? "…\n" : "\n");
}

/* The caption on rows of its own, from the column `start` where it fits. */
static void draw_below(const struct drawing *d, unsigned start, const char *caption)
{
    struct ll_buf wrapped = LL_BUF_INIT;
    struct ll_style narrow = {.width = d->columns};
    unsigned columns = ll_text_columns(caption);
    unsigned last = columns < d->columns ? d->columns - columns : 0;
    ll_wrap(&wrapped, &narrow, start < last ? start : last, caption);
    for (const char *text = ll_buf_text(&wrapped); *text != '\0';) {
        struct ll_buf row = LL_BUF_INIT;
        size_t length = strcspn(text, "\n"), blank = strspn(text, " ");
        ll_buf_add(&row, text + blank, length - blank);
        gutter(d, 0);
        ll_blanks(d->out, 3 + (unsigned)blank);
        ll_pour_paint(d->out, d->style, LL_PAINT_MARK, &row);
        ll_buf_putc(d->out, '\n');
        text += length + (text[length] == '\n');
    }
    ll_drop(&wrapped, d->out);
}

/* Underline the span and say what it is, behind the line where that fits. The line
 * is not drawn `again` below itself. */
static void draw_mark(const struct drawing *d, const struct shown *shown,
                      struct ll_span span, bool again, const char *caption)
{
    const char *text = ll_buf_text(&shown->text);
    unsigned start = ll_columns_before(text, span.start);
    unsigned end = ll_columns_before(text, span.start + span.length);
    start = start < shown->from ? shown->from : start > shown->to ? shown->to : start;
    end = end < start ? start : end > shown->to ? shown->to : end;
    bool fits = end - shown->from + 1 + ll_text_columns(caption) <= d->columns;
    if (!again) {
        struct ll_buf rule = LL_BUF_INIT;
        for (unsigned i = start; i < end; i++)
            ll_buf_puts(&rule, "─");
        if (fits)
            ll_buf_addf(&rule, " %s", caption);
        gutter(d, 0);
        ll_blanks(d->out, 3 + start - shown->from);
        ll_pour_paint(d->out, d->style, LL_PAINT_MARK, &rule);
        ll_buf_putc(d->out, '\n');
    }
    if (again || !fits)
        draw_below(d, start - shown->from, caption);
}

static bool same_line(const struct ll_mark *a, const struct ll_mark *b)
{
    return a->frame->line == b->frame->line &&
           strcmp(a->frame->file, b->frame->file) == 0;
}

/* Draw the line of `marks[first]` with all marks on it that follow it at once;
 * returns how many those were. */
static size_t draw_marks(struct drawing *d, const struct ll_diag *diag,
                         const struct ll_mark *marks, size_t count)
{
    const struct ll_frame *frame = marks->frame;
    struct shown shown = {.text = LL_BUF_INIT};
    size_t drawn = 0;
    bool named = d->named != NULL && strcmp(d->named, frame->file) == 0;
    if (!read_line(frame, &shown.text)) {
        draw_place(d, marks);
        d->named = NULL;
        drawn = 1;
        goto out;
    }
    if (!named)
        draw_name(d, frame);
    d->named = frame->file;
    struct ll_span before = {0};
    while (drawn < count && same_line(marks, &marks[drawn])) {
        const char *text = ll_buf_text(&shown.text);
        struct ll_span span = ll_span_find(diag, &marks[drawn], text);
        if (drawn == 0) {
            choose(d, &shown, span);
            draw_line(d, &shown, frame->line);
        }
        bool again =
            drawn > 0 && span.start == before.start && span.length == before.length;
        draw_mark(d, &shown, span, again, marks[drawn++].caption);
        before = span;
    }

out:
    ll_drop(&shown.text, d->out);
    return drawn;
}

void ll_excerpt(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                const struct ll_diag *diag, const struct ll_mark *marks, size_t count)
{
    struct drawing d = {.out = out,
                        .style = style,
                        .indent = indent,
                        .dedent = 1000,
                        .named = style->named};
    for (size_t i = 0; i < count; i++) {
        struct ll_buf line = LL_BUF_INIT;
        if (read_line(marks[i].frame, &line)) {
            unsigned blanks = ll_columns_before(line.data, strspn(line.data, " \t"));
            d.dedent = blanks < d.dedent ? blanks : d.dedent;
        }
        ll_drop(&line, out);
        unsigned digits = 1;
        for (unsigned n = marks[i].frame->line; n >= 10; n /= 10)
            digits++;
        d.digits = digits > d.digits ? digits : d.digits;
    }
    unsigned taken = indent + d.digits + 2 + 3;
    d.columns = style->width > taken + 20 ? style->width - taken : 20;
    for (size_t i = 0; i < count;)
        i += draw_marks(&d, diag, &marks[i], count - i);
}
