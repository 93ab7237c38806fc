/* SPDX-License-Identifier: MIT */
#include "report/text_values.h"

#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "diag/explain.h"
#include "diag/words.h"

/* Whether a mark shows what the value says: where the block came from, or was freed. */
static bool is_marked(const struct ll_value *value, const struct ll_mark *marks,
                      size_t count)
{
    static const struct {
        enum ll_role role;
        const char *format;
    } told[] = {{LL_ROLE_ALLOCATED, "the block of line %u"},
                {LL_ROLE_FREED, "memory freed at line %u"}};
    bool found = false;
    for (size_t i = 0; i < count && value->value != NULL; i++)
        for (size_t t = 0; t < sizeof told / sizeof *told && !found; t++) {
            char text[64], of_file[320];
            const struct ll_frame *frame = marks[i].frame;
            snprintf(text, sizeof text, told[t].format, frame->line);
            snprintf(of_file, sizeof of_file, "%s of %s", text,
                     ll_path_base(frame->file));
            found =
                marks[i].role == told[t].role &&
                (strcmp(text, value->value) == 0 || strcmp(of_file, value->value) == 0);
        }
    return found;
}

static void add_list(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                     const struct ll_diag *diag, const char *const *roots)
{
    enum { GAP = 3 };
    unsigned column = 0;
    struct ll_mark marks[LL_MARKS_MAX];
    size_t count = ll_diag_marks(diag, roots, marks);
    const struct ll_value_list *values = &diag->values;
    for (size_t i = 0; i < values->count; i++) {
        if (is_marked(&values->items[i], marks, count))
            continue;
        struct ll_buf words = LL_BUF_INIT, clean = LL_BUF_INIT;
        ll_value_say(&values->items[i], &words);
        ll_clean(&clean, ll_buf_text(&words));
        unsigned width = ll_text_columns(ll_buf_text(&clean));
        if (column > 0 && column + GAP + width > style->width) {
            ll_buf_putc(out, '\n');
            column = 0;
        }
        if (width > 0) {
            ll_blanks(out, column == 0 ? indent : GAP);
            column += (column == 0 ? indent : GAP) + width;
        }
        ll_pour(out, &clean);
        ll_buf_release(&words);
    }
    if (column > 0)
        ll_buf_putc(out, '\n');
}

static void add_notes(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                      const struct ll_value_list *values)
{
    for (size_t i = 0; i < values->count; i++) {
        struct ll_buf note = LL_BUF_INIT, clean = LL_BUF_INIT;
        if (values->items[i].note == NULL)
            continue;
        ll_buf_addf(&note, "%s.", values->items[i].note);
        ll_clean(&clean, ll_buf_text(&note));
        ll_wrap(out, style, indent, ll_buf_text(&clean));
        ll_buf_release(&clean);
        ll_buf_release(&note);
    }
}

/* A paragraph for each line of `calls`. */
static void add_calls(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                      const char *calls)
{
    while (*calls != '\0') {
        struct ll_buf call = LL_BUF_INIT, clean = LL_BUF_INIT;
        size_t length = strcspn(calls, "\n");
        ll_buf_add(&call, calls, length);
        ll_clean(&clean, ll_buf_text(&call));
        ll_wrap(out, style, indent, ll_buf_text(&clean));
        ll_drop(&clean, out);
        ll_drop(&call, out);
        calls += length + (calls[length] == '\n');
    }
}

void ll_text_values(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                    const struct ll_diag *diag, const char *const *roots)
{
    struct ll_buf path = LL_BUF_INIT, all = LL_BUF_INIT;
    ll_path_say_lines(&diag->path, &path);
    add_list(&all, style, indent, diag, roots);
    add_notes(&all, style, indent, &diag->values);
    add_calls(&all, style, indent, ll_buf_text(&path));
    if (all.len > 0)
        ll_buf_putc(out, '\n');
    ll_pour(out, &all);
    ll_drop(&path, out);
}
