/* SPDX-License-Identifier: MIT */
#include "diag/python_calls.h"

#include <string.h>

#include "base/c_tokens.h"
#include "diag/source.h"

static const struct {
    const char *done_by, *call;
} calls[] = {
    {"malloc", "PyMem_RawMalloc"},       {"malloc", "Py_DecodeLocale"},
    {"calloc", "PyMem_RawCalloc"},       {"realloc", "PyMem_RawRealloc"},
    {"free", "PyMem_RawFree"},           {"free", "PyMem_RawRealloc"},
    {"PyMem_Malloc", "PyMem_New"},       {"PyMem_Free", "PyMem_Del"},
    {"PyMem_Malloc", "Py_EncodeLocale"}, {"PyMem_Malloc", "PyUnicode_AsWideCharString"},
};

/* The call of the word `token`; NULL: it is none that ends in `done_by`. */
static const char *call_of(const struct ll_c_token *token, const char *done_by)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (strcmp(calls[i].done_by, done_by) == 0 &&
            ll_c_token_is(token, calls[i].call))
            return calls[i].call;
    return NULL;
}

const char *ll_python_call(const struct ll_frame *frame, const char *done_by)
{
    const char *found = NULL;
    struct ll_buf line = LL_BUF_INIT;
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    if (frame == NULL || !ll_source_line(frame, &line))
        goto out;
    ll_c_tokens_init(&tokens, ll_buf_text(&line), line.len);
    while (ll_c_tokens_next(&tokens, &token)) {
        if (token.kind != LL_C_WORD)
            continue;
        if (ll_c_token_is(&token, done_by)) { /* which of both it was is not known */
            found = NULL;
            break;
        }
        if (found == NULL)
            found = call_of(&token, done_by);
    }

out:
    ll_buf_release(&line);
    return found;
}
