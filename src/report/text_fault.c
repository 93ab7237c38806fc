/* SPDX-License-Identifier: MIT
 *
 * text_fault: the block of one fault. */
#include <string.h>

#include "base/text.h"
#include "diag/words.h"
#include "report/excerpt.h"
#include "report/text.h"
#include "report/text_boxes.h"
#include "report/text_parts.h"
#include "report/text_values.h"

static const char *title_of(const char *name)
{
    const struct ll_tool *tool = ll_tool_find(name);
    return tool == NULL ? name : tool->title;
}

/* Whether the witness is named. A tool that explains leaks is run where there is one,
 * and then sees other faults again. Of a failed test, the headline says who saw it. */
static bool is_named(const struct ll_diag *diag, size_t witness)
{
    const struct ll_tool *tool = ll_tool_find(diag->witnesses[witness].tool);
    if (tool == ll_tool_for(LL_TOOL_SUITE))
        return false;
    return diag->witness_count == 1 || ll_kind_is_leak(diag->kind) || tool == NULL ||
           !tool->explains_leaks;
}

/* Append the term that the tool itself has for the fault; nothing: it has none. */
static void say_term(const struct ll_witness *witness, struct ll_buf *out)
{
    const struct ll_tool *tool = ll_tool_find(witness->tool);
    if (tool != NULL && tool->term != NULL && witness->raw != NULL)
        tool->term(witness->raw, out);
}

/* Whether the fault above has shown the tool's term. */
static bool is_term_shown(const char *tool, const char *term,
                          const struct ll_diag *above)
{
    bool shown = false;
    for (size_t i = 0; above != NULL && i < above->witness_count && !shown; i++) {
        struct ll_buf other = LL_BUF_INIT;
        if (strcmp(above->witnesses[i].tool, tool) == 0)
            say_term(&above->witnesses[i], &other);
        shown = strcmp(ll_buf_text(&other), term) == 0;
        ll_buf_release(&other);
    }
    return shown;
}

/* "seen by memcheck (definitely lost), AddressSanitizer (direct leak)": with the terms,
 * a reader can look the fault up elsewhere. */
static void say_witnesses(const struct ll_diag *diag, const struct ll_diag *above,
                          bool terms, struct ll_buf *out)
{
    for (size_t i = 0; i < diag->witness_count; i++) {
        const struct ll_witness *witness = &diag->witnesses[i];
        struct ll_buf term = LL_BUF_INIT;
        if (witness->of_sequel || !is_named(diag, i))
            continue;
        ll_buf_addf(out, "%s%s", out->len == 0 ? "seen by " : ", ",
                    title_of(witness->tool));
        if (terms)
            say_term(witness, &term);
        if (term.len > 0 && !is_term_shown(witness->tool, ll_buf_text(&term), above)) {
            ll_buf_puts(out, " (");
            ll_clean(out, ll_buf_text(&term));
            ll_buf_putc(out, ')');
        }
        ll_drop(&term, out);
    }
}

static void add_head(struct ll_buf *out, const struct ll_style *style,
                     const struct ll_diag *diag, const struct ll_diag *above)
{
    struct ll_buf words = LL_BUF_INIT, head = LL_BUF_INIT, right = LL_BUF_INIT,
                  left = LL_BUF_INIT, witnesses = LL_BUF_INIT;
    bool fault = ll_kind_is_fault(diag->kind);
    ll_buf_puts(&words, fault ? "" : "note: ");
    if (diag->wanted != NULL) /* which stands below, with what was found */
        ll_buf_addf(&words, "%s is not what it should be", diag->what);
    else
        ll_diag_headline(diag, &words);
    ll_clean(&head, ll_buf_text(&words));
    ll_drop(&words, out);
    say_witnesses(diag, above, true, &witnesses);
    if (ll_text_columns(ll_buf_text(&witnesses)) > style->width) {
        ll_buf_clear(&witnesses);
        say_witnesses(diag, above, false, &witnesses);
    }
    if (witnesses.len > 0)
        ll_pour_paint(&right, style, LL_PAINT_DIM, &witnesses);
    if (LL_TEXT_INDENT + ll_text_columns(ll_buf_text(&head)) > style->width) {
        ll_wrap(out, style, LL_TEXT_INDENT, ll_buf_text(&head));
        ll_drop(&head, out);
    } else {
        ll_blanks(&left, LL_TEXT_INDENT);
        ll_pour_paint(&left, style, fault ? LL_PAINT_BAD : LL_PAINT_DIM, &head);
    }
    if (left.len + right.len > 0)
        ll_columns(out, style, ll_buf_text(&left), ll_buf_text(&right));
    ll_drop(&left, out);
    ll_drop(&right, out);
}

/* ---- the texts that a test compared ---------------------------------------------- */

enum { PIECES_MAX = 24, TITLE_COLUMNS = 10 };

/* The bytes of the literal's character at `at`: an escape is one. */
static size_t character_bytes(const char *at)
{
    if (at[0] == '\\' && at[1] == 'x')
        return 4;
    if (at[0] == '\\')
        return 2;
    const char *next = at;
    (void)ll_next_character(&next);
    return (size_t)(next - at);
}

/* The bytes of the first piece of a literal: a line of the text, or as much of it as
 * there is room for. */
static size_t piece_bytes(const char *literal, const char *end, unsigned room)
{
    unsigned columns = 0;
    const char *at = literal;
    while (at < end && columns + 4 <= room) {
        size_t bytes = character_bytes(at);
        bool ends = at[0] == '\\' && at[1] == 'n';
        columns += at[0] == '\\' ? (unsigned)bytes : 1;
        at += bytes;
        if (ends)
            break;
    }
    return (size_t)((at < end ? at : end) - literal);
}

/* Where the literals begin to differ, in bytes; both begin with a quote. */
static size_t find_difference(const char *a, const char *b)
{
    size_t at = 0, bytes;
    while (a[at] != '\0' && b[at] != '\0') {
        bytes = character_bytes(a + at);
        if (strncmp(a + at, b + at, bytes) != 0)
            break;
        at += bytes;
    }
    return at;
}

/* Append a text in pieces, each between quotes, as a source in C would have it. A mark
 * stands below the byte `differs`. */
static void add_text(struct ll_buf *out, const struct ll_style *style,
                     const char *title, const char *text, size_t differs)
{
    const unsigned indent = LL_TEXT_INDENT + 2;
    const unsigned room = style->width - indent - TITLE_COLUMNS - 2;
    const char *end = text + strlen(text) - 1, *at = text + 1; /* within the quotes */
    ll_blanks(out, indent);
    ll_buf_addf(out, "%-*s", TITLE_COLUMNS, title);
    if (text[0] != '"')
        ll_buf_addf(out, "%s\n", text); /* NULL */
    for (size_t i = 0; text[0] == '"' && (at < end || i == 0); i++) {
        struct ll_buf piece = LL_BUF_INIT, clean = LL_BUF_INIT;
        size_t bytes = piece_bytes(at, end, room), from = (size_t)(at - text);
        if (i > 0)
            ll_blanks(out, indent + TITLE_COLUMNS);
        if (i == PIECES_MAX) {
            ll_buf_addf(out, "... and %zu more bytes\n", (size_t)(end - at));
            break;
        }
        ll_buf_addf(&piece, "\"%.*s\"", (int)bytes, at);
        ll_clean(&clean, ll_buf_text(&piece));
        ll_drop(&piece, out);
        ll_pour(out, &clean);
        ll_buf_putc(out, '\n');
        at += bytes;
        if (differs >= from && (differs < from + bytes || at == end)) {
            ll_buf_addf(&piece, "%.*s", (int)(differs - from), text + from);
            ll_blanks(out, indent + TITLE_COLUMNS + 1 +
                               ll_text_columns(ll_buf_text(&piece)));
            ll_paint(out, style, LL_PAINT_MARK, "▲ the first difference");
            ll_buf_putc(out, '\n');
            ll_buf_release(&piece);
            differs = 0;
        }
    }
}

static void add_compared(struct ll_buf *out, const struct ll_style *style,
                         const struct ll_diag *diag)
{
    ll_buf_putc(out, '\n');
    add_text(out, style, "expected", diag->wanted, 0);
    add_text(out, style, "got", diag->got, find_difference(diag->got, diag->wanted));
}

static void add_raw(struct ll_buf *out, const struct ll_style *style,
                    const struct ll_diag *diag)
{
    for (size_t i = 0; i < diag->witness_count; i++) {
        const struct ll_witness *witness = &diag->witnesses[i];
        if (witness->raw == NULL)
            continue;
        ll_buf_putc(out, '\n');
        ll_blanks(out, LL_TEXT_INDENT);
        ll_paint(out, style, LL_PAINT_DIM, title_of(witness->tool));
        ll_buf_puts(out, ":\n");
        ll_text_lines(out, LL_TEXT_INDENT + 2, witness->raw);
    }
}

/* Whether two faults are marked on the same lines. */
static bool same_marks(const struct ll_mark *a, size_t a_count, const struct ll_mark *b,
                       size_t b_count)
{
    bool same = a_count == b_count && a_count > 0;
    for (size_t i = 0; i < a_count && same; i++)
        same = a[i].role == b[i].role && ll_frames_same_line(a[i].frame, b[i].frame);
    return same;
}

bool ll_text_is_alike(const struct ll_diag *diag, const struct ll_diag *above,
                      const struct ll_style *style, const char *const *roots)
{
    struct ll_mark marks[LL_MARKS_MAX], shown[LL_MARKS_MAX];
    if (style->raw || diag->kind != above->kind || diag->values.count > 0 ||
        diag->path.count > 0 || diag->wanted != NULL || diag->sequel != NULL)
        return false;
    size_t count = ll_diag_marks(diag, roots, marks);
    return same_marks(marks, count, shown, ll_diag_marks(above, roots, shown));
}

/* Whether the block above has shown the lines around the mark. NULL: no mark. */
static bool is_near(const struct ll_mark *mark, const struct ll_mark *above)
{
    enum { LINES = 3 };
    return mark != NULL && above != NULL && above->frame->line <= mark->frame->line &&
           above->frame->line + LINES >= mark->frame->line &&
           strcmp(above->frame->file, mark->frame->file) == 0;
}

/* The frames of a leak without a line, but for those of the tool's own library. */
static bool is_told(const struct ll_frame *frame)
{
    return frame->function != NULL && frame->object != NULL &&
           strstr(frame->object, "/vgpreload_") == NULL;
}

/* Whether the calls that led to the memory are all that can be told: the program has no
 * debug information. Blocks that were lost with others are told as one, by no call. */
static bool has_no_lines(const struct ll_diag *diag)
{
    return diag->kind == LL_DESCRIPTOR_LEAK ||
           (ll_kind_is_leak(diag->kind) && ll_kind_is_fault(diag->kind) &&
            diag->kind != LL_INDIRECTLY_LOST);
}

/* "asked for by main → read_all → strdup", at most so many of them. */
static void add_functions(struct ll_buf *out, const struct ll_style *style,
                          const struct ll_diag *diag)
{
    enum { SHOWN = 8 };
    const struct ll_stack *stack = ll_diag_key_stack(diag);
    struct ll_buf words = LL_BUF_INIT;
    const char *last = NULL;
    size_t told = 0, from = 0;
    while (from < stack->count && told < SHOWN)
        told += is_told(&stack->frames[from++]);
    if (told == 0)
        return;
    ll_buf_puts(&words, ll_kind_is_leak(diag->kind) ? "asked for by " : "opened by ");
    if (from < stack->count)
        ll_buf_puts(&words, "… → ");
    while (from-- > 0) {
        const struct ll_frame *frame = &stack->frames[from];
        if (!is_told(frame) || ll_same_text(last, frame->function))
            continue;
        ll_buf_addf(&words, "%s%.*s", last != NULL ? " → " : "",
                    (int)strcspn(frame->function, "@"), frame->function);
        last = frame->function;
    }
    ll_buf_putc(out, '\n');
    ll_wrap(out, style, LL_TEXT_INDENT + 2, ll_buf_text(&words));
    ll_drop(&words, out);
}

/* Append the marked lines, unless the block above has just shown them. */
static void add_lines_of(struct ll_buf *out, const struct ll_style *style,
                         const struct ll_diag *diag, const struct ll_diag *above,
                         const char *const *roots)
{
    struct ll_mark marks[LL_MARKS_MAX], shown[LL_MARKS_MAX];
    size_t count = ll_diag_marks(diag, roots, marks);
    size_t shown_count = above == NULL ? 0 : ll_diag_marks(above, roots, shown);
    if (count > 0)
        ll_buf_putc(out, '\n');
    else if (has_no_lines(diag))
        add_functions(out, style, diag);
    if (!same_marks(marks, count, shown, shown_count)) {
        ll_excerpt(out, style, LL_TEXT_INDENT + 2, diag, marks, count,
                   !is_near(ll_diag_main_mark(marks, count),
                            ll_diag_main_mark(shown, shown_count)));
        return;
    }
    ll_blanks(out, LL_TEXT_INDENT + 2);
    ll_paint(out, style, LL_PAINT_DIM, "on the same lines as above");
    ll_buf_putc(out, '\n');
}

/* Append what `say` writes about the fault, unless it wrote the same about the fault
 * above. */
static void add_said(struct ll_buf *out, const struct ll_style *style,
                     void (*say)(const struct ll_diag *, struct ll_buf *),
                     const char *before, const struct ll_diag *diag,
                     const struct ll_diag *above)
{
    struct ll_buf words = LL_BUF_INIT, shown = LL_BUF_INIT;
    say(diag, &words);
    if (above != NULL)
        say(above, &shown);
    if (strcmp(ll_buf_text(&words), ll_buf_text(&shown)) != 0)
        ll_text_words(out, style, before, ll_buf_text(&words));
    ll_drop(&words, out);
    ll_buf_release(&shown);
}

/* Whether there is more to say than the headline and the marked lines. Of a lost block
 * below another fault there is not: that one comes first. Of a fault of no kind, the
 * headline has said everything. */
static bool says_more(const struct ll_diag *diag, const struct ll_diag *above,
                      const char *why)
{
    if (why != NULL)
        return true;
    if (!ll_kind_is_fault(diag->kind))
        return !diag->cut_short && above == NULL;
    bool again = above != NULL && ll_kind_is_leak(diag->kind) &&
                 (!ll_kind_is_leak(above->kind) || above->how == diag->how);
    bool usual = diag->how == LL_LOSS_SCOPE_END;
    return !(diag->kind == LL_OTHER && diag->what != NULL) && !(again && usual);
}

void ll_text_diag(struct ll_buf *out, const struct ll_style *style,
                  const struct ll_diag *diag, const struct ll_diag *above,
                  const char *const *roots, const char *why)
{
    add_head(out, style, diag, above);
    if (diag->wanted != NULL)
        add_compared(out, style, diag);
    add_lines_of(out, style, diag, above, roots);
    ll_text_values(out, style, LL_TEXT_INDENT + 2, diag, roots);
    if (style->boxes)
        ll_text_boxes(out, style, LL_TEXT_INDENT + 2, diag, roots);
    if (says_more(diag, above, why)) {
        if (why != NULL)
            ll_text_words(out, style, "", why);
        else
            add_said(out, style, ll_explain_diag, "", diag, above);
        add_said(out, style, ll_diag_look, "Look at: ", diag, above);
    }
    if (style->raw)
        add_raw(out, style, diag);
}
