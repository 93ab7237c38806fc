/* SPDX-License-Identifier: MIT
 *
 * explain_operation: a paragraph about an operation whose result has no meaning, or
 * about a bad size. */
#include "diag/kind_words.h"

#include <string.h>

#include "diag/explain_parts.h"
#include "diag/words.h"

void ll_explain_signed_overflow(const struct ll_diag *diag,
                                const struct ll_explanation *general,
                                struct ll_buf *out)
{
    if (diag->operation != NULL && diag->type != NULL)
        ll_say(out,
               "In C an operation on signed numbers whose result does not fit in its "
               "type has no meaning.");
    else
        ll_say(out, general->happened);
    ll_say_signal(diag, out);
    ll_say(out, general->wrong);
}

void ll_explain_bad_shift(const struct ll_diag *diag,
                          const struct ll_explanation *general, struct ll_buf *out)
{
    if (diag->operation != NULL)
        ll_buf_addf(out,
                    "The number was to be shifted by %s places; a shift goes by 0 "
                    "places at least, and by fewer places than the number has bits.",
                    diag->operation);
    else
        ll_say(out, general->happened);
    ll_say(out, general->wrong);
}

void ll_explain_division_by_zero(const struct ll_diag *diag,
                                 const struct ll_explanation *general,
                                 struct ll_buf *out)
{
    ll_say(out, general->happened);
    if (diag->signal == 0) {
        ll_say(out, general->wrong);
        return;
    }
    ll_say_signal(diag, out);
}

static void say_unset_size(const struct ll_diag *diag, struct ll_buf *out)
{
    ll_buf_addf(
        out,
        "The value was calculated from memory that nobody had set. Here such memory is "
        "filled with one byte again and again, so the %s came to %s. Where it is not, "
        "it may come to any number.",
        diag->place.region == LL_REGION_ARRAY ? "length" : "size", diag->operation);
}

void ll_explain_bad_size(const struct ll_diag *diag,
                         const struct ll_explanation *general, struct ll_buf *out)
{
    if (ll_size_is_unset(diag)) {
        say_unset_size(diag, out);
        return;
    }
    if (diag->place.region == LL_REGION_ARRAY && diag->operation != NULL) {
        ll_buf_addf(out,
                    "The length of the array was computed while the program ran, and "
                    "came to %s. An array has at least one element.",
                    diag->operation);
        ll_say(out,
               "What happens then is chance: the array takes no room on the stack, "
               "or the room of other variables.");
        return;
    }
    if (diag->operation == NULL) {
        ll_explain_generally(diag, general, out);
        return;
    }
    if (ll_misaligned(diag) != NULL) {
        ll_buf_addf(
            out,
            "An alignment (a number by which the address of the block can be "
            "divided) is a power of 2, such as 8, 16 or 64%s. It was %s. Such a "
            "call can fail, and then gives no block.",
            strcmp(ll_misaligned(diag), "posix_memalign") == 0
                ? ", and for posix_memalign a multiple of sizeof(void *)"
                : "",
            diag->operation);
        return;
    }
    if (strcmp(diag->operation, "0") == 0) {
        ll_buf_puts(out, "Here realloc freed the block and returned NULL, as if it had "
                         "failed. Elsewhere it may return a block of no bytes: C does "
                         "not say which, and since C23 gives the call no meaning. The "
                         "old pointer must not be used, and not be freed again.");
        return;
    }
    ll_buf_addf(out, "The size was %s, and no object can be so large.",
                diag->operation);
    ll_say(out,
           "Sizes have the type size_t, which has no negative numbers: -1 becomes the "
           "largest number there is.");
    ll_say(out, general->wrong);
}
