/* SPDX-License-Identifier: MIT */
#include "report/text_parts.h"

#include <string.h>

#include "diag/words.h"

void ll_text_lines(struct ll_buf *out, unsigned indent, const char *text)
{
    struct ll_buf clean = LL_BUF_INIT;
    ll_clean(&clean, text);
    for (const char *line = ll_buf_text(&clean); *line != '\0';) {
        size_t length = strcspn(line, "\n");
        ll_blanks(out, length > 0 ? indent : 0);
        ll_buf_addf(out, "%.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
    ll_drop(&clean, out);
}

void ll_text_words(struct ll_buf *out, const struct ll_style *style, const char *before,
                   const char *text)
{
    struct ll_buf all = LL_BUF_INIT, clean = LL_BUF_INIT;
    ll_buf_puts(&all, before);
    ll_buf_puts(&all, text);
    ll_clean(&clean, ll_buf_text(&all));
    ll_buf_putc(out, '\n');
    ll_wrap(out, style, LL_TEXT_INDENT, ll_buf_text(&clean));
    ll_drop(&clean, out);
    ll_drop(&all, out);
}

bool ll_text_is_judged(const struct ll_run *run)
{
    return run->status == LL_RUN_JUDGED;
}

const struct ll_run *ll_text_find_run(const struct ll_result *result,
                                      bool (*is)(const struct ll_run *run))
{
    for (size_t i = 0; i < result->run_count; i++)
        if (is(&result->runs[i]))
            return &result->runs[i];
    return NULL;
}
