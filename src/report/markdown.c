/* SPDX-License-Identifier: MIT
 *
 * markdown: a piece of Markdown for a terminal (text.h). */
#include <string.h>

#include "base/text.h"
#include "report/text.h"

/* Whether a line starts a new element: a list item or a heading. */
static bool starts_block(const char *line, size_t length)
{
    return length > 1 && (((line[0] == '-' || line[0] == '*') && line[1] == ' ') ||
                          line[0] == '#' || line[0] == '|');
}

/* Wrap the collected paragraph, and clear it. */
static void flush(struct ll_buf *paragraph, struct ll_buf *out,
                  const struct ll_style *style, unsigned indent)
{
    if (paragraph->len > 0)
        ll_wrap(out, style, indent, ll_buf_text(paragraph));
    ll_buf_clear(paragraph);
}

void ll_text_markdown(struct ll_buf *out, const struct ll_style *style, unsigned indent,
                      const char *text)
{
    struct ll_buf paragraph = LL_BUF_INIT;
    bool fenced = false;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        if (ll_starts_with(text, "```")) {
            flush(&paragraph, out, style, indent);
            fenced = !fenced;
        } else if (fenced) {
            ll_buf_addf(out, "%*s%.*s\n", (int)indent + 4, "", (int)length, text);
        } else if (ll_starts_with(text, "    ") && paragraph.len == 0) {
            ll_buf_addf(out, "%*s%.*s\n", (int)indent, "", (int)length, text);
        } else if (length == 0) {
            flush(&paragraph, out, style, indent);
            ll_buf_putc(out, '\n');
        } else {
            if (starts_block(text, length))
                flush(&paragraph, out, style, indent);
            ll_buf_puts(&paragraph, paragraph.len > 0 ? " " : "");
            ll_buf_add(&paragraph, text, length);
        }
        text += length + (text[length] == '\n');
    }
    flush(&paragraph, out, style, indent);
    ll_buf_release(&paragraph);
}
