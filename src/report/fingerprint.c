/* SPDX-License-Identifier: MIT */
#include "report/fingerprint.h"

#include "base/path.h"

static void print(const char *what, const struct ll_stack *stack,
                  const char *const *roots, char hex[LL_DIGEST_HEX])
{
    struct ll_digest digest;
    ll_digest_init(&digest);
    ll_digest_text(&digest, what);
    for (size_t i = 0; i < stack->count; i++) {
        const struct ll_frame *frame = &stack->frames[i];
        struct ll_stack single = {&stack->frames[i], 1};
        if (ll_stack_own(&single, roots) == NULL)
            continue;
        ll_digest_text(&digest, ll_path_base(frame->file));
        ll_digest_text(&digest, frame->function != NULL ? frame->function : "");
    }
    ll_digest_hex(&digest, hex);
}

void ll_fingerprint(const struct ll_diag *diag, const char *const *roots,
                    char hex[LL_DIGEST_HEX])
{
    print(ll_kind_name(diag->kind), ll_diag_key_stack(diag), roots, hex);
}

void ll_fingerprint_attempt(const struct ll_attempt *attempt, const char *const *roots,
                            char hex[LL_DIGEST_HEX])
{
    print(ll_outcome_name(attempt->outcome), &attempt->site, roots, hex);
}
