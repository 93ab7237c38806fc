/* SPDX-License-Identifier: MIT */
#include "diag/source.h"

#include <string.h>

#include "base/c_tokens.h"
#include "base/path.h"

#define SOURCE_MAX ((size_t)4 * 1024 * 1024)
#define LINE_MAX_BYTES 4096

/* Where that line begins; NULL: there is none. */
static const char *find_line(const char *text, unsigned number)
{
    for (unsigned n = 1; n < number && text != NULL; n++) {
        text = strchr(text, '\n');
        text = text == NULL ? NULL : text + 1;
    }
    return text == NULL || *text == '\0' ? NULL : text;
}

bool ll_source_line(const struct ll_frame *frame, struct ll_buf *out)
{
    struct ll_buf source = LL_BUF_INIT;
    struct ll_error err = {0};
    bool found = false;
    if (frame->file == NULL || frame->line == 0 ||
        ll_file_read(frame->file, SOURCE_MAX, &source, &err) != 0)
        goto out;
    const char *line = find_line(ll_buf_text(&source), frame->line);
    if (line == NULL)
        goto out;
    size_t length = strcspn(line, "\r\n");
    found = length <= LINE_MAX_BYTES && ll_buf_add(out, line, length);

out:
    out->full = out->full || err.fault == LL_FAULT_HARNESS;
    ll_buf_release(&source);
    return found;
}

static bool has_return(const char *line, size_t length)
{
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    ll_c_tokens_init(&tokens, line, length);
    while (ll_c_tokens_next(&tokens, &token))
        if (token.kind == LL_C_WORD && token.length == strlen("return") &&
            strncmp(token.start, "return", token.length) == 0)
            return true;
    return false;
}

bool ll_source_returns(const char *text, unsigned line)
{
    const char *at = find_line(text, line);
    return at != NULL && has_return(at, strcspn(at, "\r\n"));
}
