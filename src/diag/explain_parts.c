/* SPDX-License-Identifier: MIT */
#include "diag/explain_parts.h"

#include <string.h>

#include "base/path.h"
#include "base/signals.h"
#include "base/text.h"
#include "diag/kind_words.h"
#include "diag/words.h"

void ll_say(struct ll_buf *out, const char *sentence)
{
    if (out->len > 0 && out->data[out->len - 1] != ' ')
        ll_buf_putc(out, ' ');
    ll_buf_puts(out, sentence);
}

void ll_explain_generally(const struct ll_diag *diag,
                          const struct ll_explanation *general, struct ll_buf *out)
{
    (void)diag;
    ll_say(out, general->happened);
    ll_say(out, general->wrong);
}

const char *ll_variable_or(const struct ll_diag *diag, const char *otherwise)
{
    return diag->variable != NULL ? diag->variable : otherwise;
}

void ll_say_at(const struct ll_stack *stack, struct ll_buf *out)
{
    const struct ll_frame *frame = ll_readable_frame(stack);
    if (frame != NULL)
        ll_buf_addf(out, " at %s:%u", ll_path_base(frame->file), frame->line);
}

void ll_say_origin(const struct ll_diag *diag, struct ll_buf *out)
{
    static const char *const names[] = {"calloc", "reallocarray", "realloc", "strndup",
                                        "strdup", "malloc",       NULL};
    if (diag->allocated.count == 0 || (diag->place.region != LL_REGION_HEAP &&
                                       diag->place.region != LL_REGION_UNKNOWN))
        return;
    struct ll_buf where = LL_BUF_INIT;
    ll_say_at(&diag->allocated, &where);
    const char *allocator = ll_allocator(diag);
    if (!ll_starts_with(allocator, "Py"))
        allocator = ll_called(&diag->allocated, names, "malloc");
    if (where.len > 0)
        ll_buf_addf(out, ", the block that %s returned%s", allocator,
                    ll_buf_text(&where));
    ll_drop(&where, out);
}

bool ll_has_word(const char *text, const char *word)
{
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
        if (ll_is_whole_word(text, at, strlen(word)))
            return true;
    return false;
}

void ll_say_signal(const struct ll_diag *diag, struct ll_buf *out)
{
    if (ll_signal_name(diag->signal) != NULL)
        ll_buf_addf(out, " There the system stopped the program with %s.",
                    ll_signal_name(diag->signal));
}
