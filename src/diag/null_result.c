/* SPDX-License-Identifier: MIT */
#include "diag/null_result.h"

#include "diag/body.h"
#include "diag/words.h"

/* Whether a call stands between the token at `i` and the end of the statement, or the
 * next variable of a declaration. */
static bool has_call(const struct ll_body *body, size_t i)
{
    int depth = 0;
    for (; i < body->tokens.count; i++) {
        depth += ll_body_sign(body, i, '(') - ll_body_sign(body, i, ')');
        if (ll_body_sign(body, i, ';') || (depth == 0 && ll_body_sign(body, i, ',')))
            return false;
        if (body->tokens.items[i].kind == LL_C_WORD &&
            !ll_body_word(body, i, "sizeof") && ll_body_sign(body, i + 1, '('))
            return true;
    }
    return false;
}

bool ll_null_is_result(const struct ll_diag *diag)
{
    struct ll_body body = LL_BODY_INIT;
    const struct ll_frame *own = ll_readable_frame(&diag->at);
    const char *name = ll_null_name(diag);
    bool found = false;
    if (own != NULL && name != NULL && ll_body_read(&body, own))
        for (size_t i = 0; i < body.tokens.count && !found; i++)
            found = ll_body_word(&body, i, name) && ll_body_assigns(&body, i + 1) &&
                    has_call(&body, i + 2);
    ll_body_release(&body);
    return found;
}
