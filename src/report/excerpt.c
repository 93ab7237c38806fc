/* SPDX-License-Identifier: MIT */
#include "report/excerpt.h"

#include <stdlib.h>
#include <string.h>

#include "base/c_tokens.h"
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
    unsigned last;     /* the line that was drawn last, of the file `named` */
    bool context;      /* lines above a place are shown */
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

/* ---- the lines above ------------------------------------------------------------ */

enum { CONTEXT_USUAL = 3, CONTEXT_MOST = 6 };

/* Whether a function's head may be in that line: what stands above belongs to another
 * function. */
static bool is_outermost(const char *line)
{
    return strchr(" \t/#{", line[0]) == NULL;
}

/* What a line consists of: a comment alone says nothing. */
enum content { CONTENT_NONE, CONTENT_BRACES, CONTENT_CODE };

static enum content content_of(const char *line)
{
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    enum content content = CONTENT_NONE;
    ll_c_tokens_init(&tokens, line, strlen(line));
    while (ll_c_tokens_next(&tokens, &token)) {
        if (token.kind == LL_C_COMMENT)
            continue;
        if (token.kind != LL_C_SIGN || strchr("{}", token.sign) == NULL)
            return CONTENT_CODE;
        content = CONTENT_BRACES;
    }
    return content;
}

static unsigned indentation(const char *line)
{
    return ll_columns_before(line, strspn(line, " \t"));
}

/* Whether a reader of the fault needs to see what led to that line. */
static bool needs_context(const struct ll_diag *diag, const struct ll_mark *mark)
{
    return mark->role == LL_ROLE_AT && !ll_kind_is_leak(diag->kind) &&
           diag->kind != LL_DESCRIPTOR_LEAK;
}

/* Of the lines above a mark, one that is shown. */
struct above {
    unsigned line, indent;
    enum content content;
};

/* Read the line above `frame`, which moves to it. False: it is not shown. */
static bool read_above(struct ll_frame *frame, struct above *above, bool *ended)
{
    struct ll_buf line = LL_BUF_INIT;
    frame->line--;
    bool read = read_line(frame, &line);
    *above = (struct above){.line = frame->line};
    if (read) {
        above->indent = indentation(ll_buf_text(&line));
        above->content = content_of(ll_buf_text(&line));
        *ended = is_outermost(ll_buf_text(&line));
    }
    ll_buf_release(&line);
    return above->content != CONTENT_NONE;
}

static unsigned indent_of(const struct ll_frame *frame)
{
    struct ll_buf line = LL_BUF_INIT;
    unsigned indent = read_line(frame, &line) ? indentation(ll_buf_text(&line)) : 0;
    ll_buf_release(&line);
    return indent;
}

/* Fill `lines` with the lines to show above the mark's, the nearest first: of the same
 * function, below the line `after`. What is done under a condition is not shown without
 * the condition. Returns how many. */
static size_t find_context(const struct ll_diag *diag, const struct ll_mark *mark,
                           unsigned after, struct above lines[CONTEXT_MOST])
{
    size_t count = 0;
    struct ll_frame frame = *mark->frame;
    unsigned indent = indent_of(&frame);
    bool ended = !needs_context(diag, mark);
    while (count < CONTEXT_MOST && !ended && frame.line > after + 1 &&
           (count < CONTEXT_USUAL || lines[count - 1].indent > indent))
        count += read_above(&frame, &lines[count], &ended);
    while (count > 0 && (lines[count - 1].indent > indent ||
                         lines[count - 1].content == CONTENT_BRACES))
        count--;
    return count;
}

/* ---- drawing -------------------------------------------------------------------- */

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

/* Whether something is left out between the line that was drawn last and `frame`'s, or
 * the program is told out of its order. Blank lines do not count. */
static bool is_apart(const struct drawing *d, const struct ll_frame *frame)
{
    enum { NEAR = 4 };
    struct ll_frame between = *frame;
    bool apart =
        d->last > 0 && (frame->line <= d->last || frame->line > d->last + NEAR);
    for (unsigned line = d->last + 1; d->last > 0 && line < frame->line && !apart;
         line++) {
        struct ll_buf text = LL_BUF_INIT;
        between.line = line;
        apart = read_line(&between, &text);
        ll_drop(&text, d->out);
    }
    return apart;
}

/* "   … │" where lines of the file are left out. */
static void draw_gap(const struct drawing *d)
{
    struct ll_buf dots = LL_BUF_INIT;
    ll_blanks(d->out, d->indent + d->digits - 1);
    ll_buf_puts(&dots, "… │");
    ll_pour_paint(d->out, d->style, LL_PAINT_DIM, &dots);
    ll_buf_putc(d->out, '\n');
}

static void draw_line(struct drawing *d, const struct shown *shown,
                      const struct ll_frame *frame, enum ll_paint paint)
{
    struct ll_buf cut = LL_BUF_INIT;
    const char *text = ll_buf_text(&shown->text);
    bool before = shown->from > d->dedent;
    bool after = ll_columns_before(text, strlen(text)) > shown->to;
    if (is_apart(d, frame))
        draw_gap(d);
    d->last = frame->line;
    gutter(d, frame->line);
    ll_buf_puts(d->out, before ? "   …" : "   ");
    ll_cut(&cut, text, shown->from + before, shown->to - after);
    ll_pour_paint(d->out, d->style, paint, &cut);
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

static void draw_context(struct drawing *d, const struct ll_diag *diag,
                         const struct ll_mark *mark)
{
    struct above lines[CONTEXT_MOST];
    struct ll_frame frame = *mark->frame;
    unsigned after = d->last < frame.line ? d->last : 0;
    size_t count = d->context ? find_context(diag, mark, after, lines) : 0;
    for (size_t i = count; i > 0; i--) {
        struct shown shown = {.text = LL_BUF_INIT};
        frame.line = lines[i - 1].line;
        if (read_line(&frame, &shown.text)) {
            choose(d, &shown, (struct ll_span){0});
            draw_line(d, &shown, &frame, LL_PAINT_DIM);
        }
        ll_drop(&shown.text, d->out);
    }
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
        d->last = 0;
        drawn = 1;
        goto out;
    }
    if (!named) {
        draw_name(d, frame);
        d->last = 0;
    }
    d->named = frame->file;
    draw_context(d, diag, marks);
    struct ll_span before = {0};
    while (drawn < count && ll_frames_same_line(marks->frame, marks[drawn].frame)) {
        const char *text = ll_buf_text(&shown.text);
        struct ll_span span = ll_span_find(diag, &marks[drawn], text);
        if (drawn == 0) {
            choose(d, &shown, span);
            draw_line(d, &shown, frame, LL_PAINT_NONE);
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

static void measure_line(struct drawing *d, const struct ll_frame *frame)
{
    struct ll_buf line = LL_BUF_INIT;
    if (read_line(frame, &line)) {
        unsigned blanks = indentation(ll_buf_text(&line));
        d->dedent = blanks < d->dedent ? blanks : d->dedent;
    }
    ll_drop(&line, d->out);
    unsigned digits = 1;
    for (unsigned n = frame->line; n >= 10; n /= 10)
        digits++;
    d->digits = digits > d->digits ? digits : d->digits;
}

static void measure(struct drawing *d, const struct ll_diag *diag,
                    const struct ll_mark *mark)
{
    struct above lines[CONTEXT_MOST];
    struct ll_frame frame = *mark->frame;
    size_t count = d->context ? find_context(diag, mark, 0, lines) : 0;
    measure_line(d, mark->frame);
    for (size_t i = 0; i < count; i++) {
        frame.line = lines[i].line;
        measure_line(d, &frame);
    }
}

void ll_excerpt(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                const struct ll_diag *diag, const struct ll_mark *marks, size_t count,
                bool context)
{
    struct drawing d = {.out = out,
                        .style = style,
                        .indent = indent,
                        .dedent = 1000,
                        .context = context,
                        .named = style->named};
    for (size_t i = 0; i < count; i++)
        measure(&d, diag, &marks[i]);
    unsigned taken = indent + d.digits + 2 + 3;
    d.columns = style->width > taken + 20 ? style->width - taken : 20;
    for (size_t i = 0; i < count;)
        i += draw_marks(&d, diag, &marks[i], count - i);
}
