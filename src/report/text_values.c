/* SPDX-License-Identifier: MIT */
#include "report/text_values.h"

#include <stdlib.h>
#include <string.h>

#include "diag/words.h"

static void add_list(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                     const struct ll_value_list *values)
{
    enum { GAP = 3 };
    unsigned column = 0;
    for (size_t i = 0; i < values->count; i++) {
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
                    const struct ll_diag *diag)
{
    struct ll_buf path = LL_BUF_INIT;
    ll_path_say_lines(&diag->path, &path);
    if (diag->values.count > 0 || path.len > 0)
        ll_buf_putc(out, '\n');
    add_list(out, style, indent, &diag->values);
    add_notes(out, style, indent, &diag->values);
    add_calls(out, style, indent, ll_buf_text(&path));
    ll_drop(&path, out);
}
