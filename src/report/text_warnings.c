/* SPDX-License-Identifier: MIT */
#include "report/text_warnings.h"

#include <stdlib.h>

#include "base/path.h"
#include "diag/words.h"
#include "report/text_parts.h"

/* Whether one of the first `count` faults has shown the warning. */
static bool is_shown(const struct ll_warning *warning, const struct ll_diags *diags,
                     const char *const *roots, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ll_kind_is_fault(diags->items[i].kind) &&
            ll_warning_concerns(warning, &diags->items[i], roots))
            return true;
    return false;
}

static void add_warning(struct ll_buf *out, const struct ll_style *style,
                        const struct ll_warning *warning)
{
    struct ll_buf line = LL_BUF_INIT, clean = LL_BUF_INIT;
    char *name = ll_path_relative(warning->file, style->from);
    ll_buf_addf(&line, "%s:%u: %s", name != NULL ? name : warning->file, warning->line,
                warning->text);
    if (warning->option != NULL)
        ll_buf_addf(&line, " [%s]", warning->option);
    free(name);
    ll_clean(&clean, ll_buf_text(&line));
    ll_wrap(out, style, LL_TEXT_INDENT + 2, ll_buf_text(&clean));
    ll_drop(&clean, out);
    ll_drop(&line, out);
}

void ll_text_warnings(struct ll_buf *out, const struct ll_style *style,
                      const struct ll_warnings *warnings, const struct ll_diags *diags,
                      const char *const *roots, size_t fault)
{
    const struct ll_diag *diag = &diags->items[fault];
    bool first = true;
    for (size_t i = 0; i < warnings->count; i++) {
        const struct ll_warning *warning = &warnings->items[i];
        if (!ll_kind_is_fault(diag->kind) ||
            !ll_warning_concerns(warning, diag, roots) ||
            is_shown(warning, diags, roots, fault))
            continue;
        if (first) {
            ll_buf_putc(out, '\n');
            ll_wrap(out, style, LL_TEXT_INDENT, "The compiler had warned:");
        }
        first = false;
        add_warning(out, style, warning);
    }
}

void ll_text_other_warnings(struct ll_buf *out, const struct ll_style *style,
                            const struct ll_result *result)
{
    const char *const *roots = ll_strings_argv(&result->subject->roots);
    size_t count = result->diags.count, told = 0;
    for (size_t i = 0; i < result->warnings.count; i++)
        told += is_shown(&result->warnings.items[i], &result->diags, roots, count);
    if (told == result->warnings.count)
        return;
    struct ll_buf head = LL_BUF_INIT;
    ll_buf_addf(&head, "note: the compiler %swarned:", told > 0 ? "also " : "");
    ll_buf_putc(out, '\n');
    ll_blanks(out, LL_TEXT_INDENT);
    ll_pour_paint(out, style, LL_PAINT_DIM, &head);
    ll_buf_putc(out, '\n');
    for (size_t i = 0; i < result->warnings.count; i++)
        if (!is_shown(&result->warnings.items[i], &result->diags, roots, count))
            add_warning(out, style, &result->warnings.items[i]);
}
