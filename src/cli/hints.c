/* SPDX-License-Identifier: MIT */
#include "cli/hints.h"

#include <string.h>

#include "report/text.h"

int ll_hints_load(const struct ll_lesson *lesson, struct ll_hints *hints,
                  struct ll_error *err)
{
    *hints = (struct ll_hints){LL_STRINGS_INIT, LL_STRINGS_INIT};
    return ll_lesson_hints(lesson, &hints->texts, &hints->groups, err);
}

void ll_hints_release(struct ll_hints *hints)
{
    ll_strings_release(&hints->texts);
    ll_strings_release(&hints->groups);
}

struct ll_hint_group ll_hints_around(const struct ll_hints *hints, unsigned which)
{
    const char *group = hints->groups.items[which - 1];
    struct ll_hint_group around = {which, 1};
    while (around.first > 1 &&
           strcmp(hints->groups.items[around.first - 2], group) == 0)
        around = (struct ll_hint_group){around.first - 1, around.count + 1};
    while (around.first + around.count <= hints->groups.count &&
           strcmp(hints->groups.items[around.first + around.count - 1], group) == 0)
        around.count++;
    return around;
}

struct ll_hint_group ll_hints_for(const struct ll_hints *hints,
                                  const struct ll_exercise *exercise)
{
    unsigned first = ll_lesson_first_hint(&hints->groups, exercise);
    return first > 0 ? ll_hints_around(hints, first)
                     : (struct ll_hint_group){1, (unsigned)hints->texts.count};
}

void ll_hints_add(struct ll_buf *out, const struct ll_style *style, unsigned head,
                  unsigned indent, const struct ll_hints *hints, unsigned which)
{
    struct ll_buf words = LL_BUF_INIT;
    const struct ll_hint_group group = ll_hints_around(hints, which);
    ll_buf_addf(&words, "Hint %u of %u · %s", which - group.first + 1, group.count,
                hints->groups.items[which - 1]);
    ll_blanks(out, head);
    ll_paint(out, style, LL_PAINT_BOLD, ll_buf_text(&words));
    ll_buf_puts(out, "\n\n");
    ll_text_markdown(out, style, indent, hints->texts.items[which - 1]);
    ll_buf_release(&words);
}
