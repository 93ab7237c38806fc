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

/* Whether the line of the statement that left the function was settled. */
static bool settle_return(struct ll_diag *diag)
{
    struct ll_buf line = LL_BUF_INIT;
    if (diag->return_line == 0 || diag->lost.count == 0)
        return false;
    struct ll_frame at = diag->lost.frames[0];
    at.line = diag->return_line;
    bool known = ll_source_line(&at, &line);
    if (known) {
        if (has_return(ll_buf_text(&line), line.len))
            diag->lost.frames[0].line = diag->return_line;
        diag->return_line = 0;
    }
    ll_buf_release(&line);
    return known;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_place(const struct ll_diag *a, const struct ll_diag *b,
                       const char *const *roots)
{
    return a->kind == b->kind && a->how == b->how && a->return_line == 0 &&
           b->return_line == 0 && a->ring_blocks == b->ring_blocks &&
           a->ring_bytes == b->ring_bytes && same_text(a->variable, b->variable) &&
           ll_stacks_same_own(&a->allocated, &b->allocated, roots) &&
           ll_stack_own(&a->lost, roots) != NULL &&
           ll_stacks_same_own(&a->lost, &b->lost, roots);
}

static bool join(struct ll_diags *list, size_t index, size_t into)
{
    struct ll_diag *diag = &list->items[index], *same = &list->items[into];
    if (!ll_diag_take_witnesses(same, diag))
        return false;
    same->bytes += diag->bytes;
    same->blocks += diag->blocks;
    ll_diags_remove(list, index);
    return true;
}

bool ll_diags_settle_returns(struct ll_diags *list, const char *const *roots)
{
    bool any = false;
    for (size_t i = 0; i < list->count; i++)
        any |= settle_return(&list->items[i]);
    for (size_t i = 0; any && i < list->count;) {
        size_t like = 0;
        while (like < i && !same_place(&list->items[like], &list->items[i], roots))
            like++;
        if (like == i)
            i++;
        else if (!join(list, i, like))
            return false;
    }
    return true;
}
