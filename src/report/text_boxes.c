/* SPDX-License-Identifier: MIT */
#include "report/text_boxes.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "diag/words.h"

enum { CELLS_MAX = 12, EDGE = 3, CELL_MAX = 12, BESIDE_MAX = 3, LONGEST = 1 << 20 };

/* "12", or "12 of list.c" where the screen names another file. */
static void say_line(const struct ll_style *style, const struct ll_frame *frame,
                     struct ll_buf *out)
{
    ll_buf_addf(out, "line %u", frame->line);
    if (style->named == NULL || strcmp(style->named, frame->file) != 0)
        ll_buf_addf(out, " of %s", ll_path_base(frame->file));
}

/* "4 bytes, from line 12". */
static void say_block(const struct ll_style *style, unsigned long long bytes,
                      const struct ll_frame *from, struct ll_buf *out)
{
    if (bytes > 0)
        ll_say_bytes(out, bytes);
    else
        ll_buf_puts(out, "a block");
    if (from != NULL) {
        ll_buf_puts(out, ", from ");
        say_line(style, from, out);
    }
}

/* ---- what the elements held ------------------------------------------------------ */

/* The value of the line that tells what the block held: a text, or an array. */
static const char *find_content(const struct ll_diag *diag)
{
    const char *name = ll_bounds_name(diag);
    for (size_t i = 0; i < diag->values.count && name != NULL; i++) {
        const struct ll_value *value = &diag->values.items[i];
        if (value->value != NULL && ll_same_text(value->name, name) &&
            (value->value[0] == '"' || value->value[0] == '{'))
            return value->value;
    }
    return NULL;
}

/* The length of the next element at `at`, of a text one character, and where the one
 * behind it begins. 0: there is none. */
static size_t next_element(const char **at)
{
    const char *start = *at;
    if (*start == '\0' || *start == '"' || *start == '}')
        return 0;
    const char *end = start;
    if (*start == '\\')
        end += start[1] == '\0' ? 1 : 2;
    else
        (void)ll_utf8_next(&end);
    *at = end;
    return (size_t)(end - start);
}

static size_t next_item(const char **at)
{
    const char *start = *at;
    size_t length = strcspn(start, ",}");
    bool simple = strcspn(start, "{\"'") >= length; /* no element with parts */
    if (*start == '\0' || *start == '}' || !simple)
        return 0;
    *at = start + length + (start[length] == ',');
    *at += strspn(*at, " ");
    return length;
}

/* Append what element number `index` held; a blank where it is not known. */
static void add_content(const char *content, unsigned long long index,
                        struct ll_buf *out)
{
    const char *at = content == NULL ? "" : content + 1, *start = at;
    size_t length = 0;
    bool text = content != NULL && content[0] == '"';
    for (unsigned long long i = 0; i <= index && content != NULL; i++) {
        start = at;
        length = text ? next_element(&at) : next_item(&at);
        if (length == 0)
            break;
    }
    if (length > 0 && length <= CELL_MAX)
        ll_buf_addf(out, "%.*s", (int)length, start);
}

/* ---- cells ----------------------------------------------------------------------- */

struct row {
    struct ll_buf above, cells; /* the numbers, and the boxes below them */
};

static void add_centred(struct ll_buf *out, const char *text, unsigned width)
{
    unsigned columns = ll_text_columns(text);
    unsigned before = width > columns ? (width - columns + 1) / 2 : 0;
    ll_blanks(out, before);
    ll_buf_puts(out, text);
    ll_blanks(out, width > columns + before ? width - columns - before : 0);
}

/* Append a cell with `number` above it, and `before` and `after` around it. */
static void add_cell(struct row *row, const char *before, const char *number,
                     const char *content, const char *after)
{
    unsigned width = 1;
    if (ll_text_columns(number) > width)
        width = ll_text_columns(number);
    if (ll_text_columns(content) > width)
        width = ll_text_columns(content);
    ll_blanks(&row->above, ll_text_columns(before));
    add_centred(&row->above, number, width);
    ll_blanks(&row->above, ll_text_columns(after));
    ll_buf_puts(&row->cells, before);
    add_centred(&row->cells, content, width);
    ll_buf_puts(&row->cells, after);
}

static void add_number(struct row *row, const char *before, long long number,
                       const char *content, const char *after)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_addf(&text, "%lld", number);
    add_cell(row, before, ll_buf_text(&text), content, after);
    ll_buf_release(&text);
}

/* The block's elements; of many, the first and the last. */
static void add_block(struct row *row, unsigned long long count, const char *content)
{
    for (unsigned long long i = 0; i < count; i++) {
        struct ll_buf held = LL_BUF_INIT;
        const char *after = i + 1 == count ? " ]" : " |";
        if (count > CELLS_MAX && i == EDGE) {
            add_cell(row, " ", "", "…", " |");
            i = count - EDGE;
            after = " |";
        }
        add_content(content, i, &held);
        add_number(row, i == 0 ? "[ " : " ", (long long)i, ll_buf_text(&held), after);
        ll_buf_release(&held);
    }
}

/* Append the boxes of an access beside a block of `count` elements. */
static void add_boxes(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                      const struct ll_diag *diag, unsigned long long count,
                      long long index, const char *words)
{
    struct row row = {LL_BUF_INIT, LL_BUF_INIT};
    unsigned long long beyond =
        index < 0 ? (unsigned long long)-index - 1 : (unsigned long long)index - count;
    const char *gap = beyond > 0 ? " …" : "";
    if (index < 0) {
        add_number(&row, "[ ", index, "✗", " ]");
        add_cell(&row, gap, "", "", "");
    }
    add_block(&row, count, find_content(diag));
    if (index >= 0) {
        add_cell(&row, gap, "", "", "");
        add_number(&row, "[ ", index, "✗", " ]");
    }
    ll_buf_addf(&row.cells, "     %s", words);
    if (indent + ll_text_columns(ll_buf_text(&row.cells)) <= style->width) {
        ll_buf_putc(out, '\n');
        ll_blanks(out, indent);
        ll_buf_addf(out, "%s\n", ll_buf_text(&row.above));
        ll_blanks(out, indent);
        ll_buf_addf(out, "%s\n", ll_buf_text(&row.cells));
    }
    ll_buf_release(&row.above);
    ll_buf_release(&row.cells);
}

/* An access before or behind a block whose size is known. */
static bool add_beside(struct ll_buf *out, const struct ll_style *style,
                       unsigned indent, const struct ll_diag *diag,
                       const struct ll_frame *from)
{
    const struct ll_place *place = &diag->place;
    unsigned long long size = diag->access > 0 ? diag->access : 1;
    struct ll_buf words = LL_BUF_INIT;
    if ((place->position != LL_BEFORE && place->position != LL_AFTER) ||
        place->block_size == 0 || place->block_size % size != 0 ||
        place->block_size > LONGEST || place->distance > LONGEST || place->first_bad)
        return false;
    unsigned long long count = place->block_size / size;
    long long index = place->position == LL_AFTER
                          ? (long long)(count + place->distance / size)
                          : -(long long)((place->distance + size - 1) / size);
    if (index == 0)
        return false;
    say_block(style, place->block_size, from, &words);
    add_boxes(out, style, indent, diag, count, index, ll_buf_text(&words));
    ll_buf_release(&words);
    return true;
}

/* ---- one box --------------------------------------------------------------------- */

/* "copy  ✗   [ 41 bytes, from line 30 ]   nobody points to them any more", and "[ 24
 * bytes, from line 12 ]   freed in line 30". */
static void add_box(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                    const struct ll_diag *diag, const struct ll_frame *from,
                    const struct ll_frame *freed)
{
    struct ll_buf line = LL_BUF_INIT, clean = LL_BUF_INIT;
    bool lost = ll_kind_is_leak(diag->kind);
    if (lost && diag->variable != NULL)
        ll_buf_addf(&line, "%s  ─ ✗   ", diag->variable);
    ll_buf_puts(&line, "[ ");
    say_block(style, lost ? diag->bytes : diag->place.block_size, from, &line);
    ll_buf_puts(&line, " ]   ");
    if (freed != NULL) {
        ll_buf_puts(&line, "freed in ");
        say_line(style, freed, &line);
    } else {
        ll_buf_puts(&line, "nothing points to it any more");
    }
    ll_clean(&clean, ll_buf_text(&line));
    ll_buf_putc(out, '\n');
    ll_wrap(out, style, indent, ll_buf_text(&clean));
    ll_buf_release(&line);
    ll_buf_release(&clean);
}

void ll_text_boxes(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                   const struct ll_diag *diag, const char *const *roots)
{
    const struct ll_frame *from = ll_stack_own(&diag->allocated, roots);
    const struct ll_frame *freed = ll_stack_own(&diag->freed, roots);
    bool lost = diag->kind == LL_DEFINITELY_LOST && diag->blocks <= 1;
    if (ll_kind_is_access(diag->kind) && diag->kind != LL_USE_AFTER_FREE)
        (void)add_beside(out, style, indent, diag, from);
    else if (from != NULL && (lost || (freed != NULL && !ll_kind_is_leak(diag->kind))))
        add_box(out, style, indent, diag, from, lost ? NULL : freed);
}
