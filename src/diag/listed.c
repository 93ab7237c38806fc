/* SPDX-License-Identifier: MIT */
#include "diag/listed.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/path.h"
#include "base/text.h"
#include "diag/words.h"

/* ---- the words of a fault ----------------------------------------------------- */

/* Copy `text`, with '?' for what a list in YAML cannot hold. */
static bool set_word(struct ll_listed *one, enum ll_listed_word word, const char *text)
{
    struct ll_buf clean = LL_BUF_INIT;
    if (text == NULL)
        return true;
    while (*text != '\0') {
        const char *start = text;
        long character = ll_utf8_next(&text);
        if (character < ' ' || (character >= 0x7f && character < 0xa0) ||
            (character & 0xFFFE) == 0xFFFE)
            ll_buf_putc(&clean, '?');
        else
            ll_buf_add(&clean, start, (size_t)(text - start));
    }
    free(one->words[word]);
    one->words[word] = ll_buf_take(&clean);
    ll_buf_release(&clean);
    return one->words[word] != NULL;
}

void ll_listed_release(struct ll_listed *one)
{
    for (size_t i = 0; i < LL_LISTED_WORDS; i++)
        free(one->words[i]);
    *one = (struct ll_listed){0};
}

/* What the frame's function called; NULL: nothing that is known. */
static const char *called_by(const struct ll_stack *stack, const struct ll_frame *frame)
{
    return frame == NULL || frame == stack->frames ? NULL : frame[-1].function;
}

static bool describe_leak(struct ll_listed *one, const struct ll_diag *diag,
                          const struct ll_frame *own, const char *const *roots)
{
    const struct ll_frame *lost = ll_stack_own(&diag->lost, roots);
    /* Of a pair the plain name is known, which stays when the C library changes: its
     * own frame may be "__vasprintf_internal". */
    const char *called =
        ll_is_of_pair(diag) ? diag->allocated_by : called_by(&diag->allocated, own);
    one->is_told = diag->lost.count > 0;
    return set_word(one, LL_LISTED_ALLOCATED_BY, called) &&
           set_word(one, LL_LISTED_LOST_IN, lost != NULL ? lost->function : NULL);
}

/* Fill `one` with what is known of the fault, which happened in `stack`. */
static bool describe(struct ll_listed *one, const struct ll_diag *diag,
                     const struct ll_stack *stack, const char *folder,
                     const char *const *roots)
{
    const struct ll_frame *own = ll_stack_own(stack, roots);
    const struct ll_frame *frame = own != NULL        ? own
                                   : stack->count > 0 ? &stack->frames[0]
                                                      : NULL;
    char *file = own != NULL ? ll_path_relative(own->file, folder) : NULL;
    *one = (struct ll_listed){.kind = diag->kind};
    bool good =
        (own == NULL || file != NULL) && set_word(one, LL_LISTED_FILE, file) &&
        set_word(one, LL_LISTED_VARIABLE, diag->variable) &&
        set_word(one, LL_LISTED_FUNCTION, frame != NULL ? frame->function : NULL) &&
        (stack != &diag->allocated || describe_leak(one, diag, own, roots));
    free(file);
    return good;
}

/* ---- a line and a fault --------------------------------------------------------- */

/* Whether `text` is `pattern`, in which '*' stands for any text. */
static bool fits(const char *pattern, const char *text)
{
    const char *star = NULL, *again = NULL;
    while (*text != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            again = text;
        } else if (*pattern == *text) {
            pattern++;
            text++;
        } else if (star != NULL) {
            pattern = star + 1;
            text = ++again;
        } else {
            return false;
        }
    }
    return pattern[strspn(pattern, "*")] == '\0';
}

static bool word_fits(const struct ll_listed *line, const struct ll_listed *fault,
                      enum ll_listed_word word, bool exact)
{
    const char *wanted = line->words[word], *has = fault->words[word];
    if (word == LL_LISTED_WHY)
        return true;
    if (wanted == NULL) /* a known loss without a variable is not one with a variable */
        return !exact || word != LL_LISTED_VARIABLE || has == NULL ||
               line->words[LL_LISTED_LOST_IN] == NULL;
    if (has == NULL) /* nobody looked: that does not make it another fault */
        return exact && !fault->is_told &&
               (word == LL_LISTED_LOST_IN || word == LL_LISTED_VARIABLE);
    if (exact)
        return strcmp(wanted, has) == 0;
    if (word == LL_LISTED_FILE && strchr(wanted, '/') == NULL)
        has = ll_path_base(has);
    return fits(wanted, has);
}

static bool is_about(const struct ll_listed *line, const struct ll_listed *fault,
                     bool exact)
{
    bool is = line->any_kind || line->kind == fault->kind;
    for (size_t i = 0; i < LL_LISTED_WORDS && is; i++)
        is = word_fits(line, fault, (enum ll_listed_word)i, exact);
    return is;
}

static int find_in(struct ll_listed_faults *list, const struct ll_diag *diag,
                   const struct ll_stack *stack, const char *const *roots,
                   struct ll_error *err)
{
    int found = 0;
    struct ll_listed fault;
    if (!describe(&fault, diag, stack, list->folder, roots))
        found = ll_fail_memory(err);
    for (size_t i = 0; i < list->count && found >= 0; i++)
        if (is_about(&list->items[i], &fault, list->exact))
            found = list->items[i].occurs = true;
    ll_listed_release(&fault);
    return found;
}

int ll_listed_find(struct ll_listed_faults *list, const struct ll_diag *diag,
                   const char *const *roots, struct ll_error *err)
{
    int found = find_in(list, diag, ll_diag_key_stack(diag), roots, err);
    /* Which of two threads came first is not the same in each run. */
    if (found == 0 && diag->kind == LL_DATA_RACE)
        found = find_in(list, diag, &diag->other, roots, err);
    return found;
}

/* ---- the list -------------------------------------------------------------------- */

int ll_listed_add(struct ll_listed_faults *list, const struct ll_diag *diag,
                  const char *const *roots, struct ll_error *err)
{
    struct ll_listed fault;
    bool good = describe(&fault, diag, ll_diag_key_stack(diag), list->folder, roots) &&
                LL_GROW_ONE(list->items, list->count);
    if (!good || fault.words[LL_LISTED_FUNCTION] == NULL) {
        ll_listed_release(&fault);
        return good ? 1 : ll_fail_memory(err);
    }
    fault.occurs = true;
    list->items[list->count++] = fault;
    return 0;
}

void ll_listed_release_all(struct ll_listed_faults *list)
{
    for (size_t i = 0; i < list->count; i++)
        ll_listed_release(&list->items[i]);
    free(list->items);
    free(list->path);
    free(list->folder);
    *list = (struct ll_listed_faults){0};
}

void ll_listed_say(const struct ll_listed *one, struct ll_buf *out)
{
    const char *const *words = (const char *const *)one->words;
    ll_buf_puts(out, one->any_kind ? "any fault" : ll_kind_name(one->kind));
    if (words[LL_LISTED_FUNCTION] != NULL)
        ll_buf_addf(out, " in %s", words[LL_LISTED_FUNCTION]);
    if (words[LL_LISTED_FILE] != NULL)
        ll_buf_addf(out, " (%s)", words[LL_LISTED_FILE]);
    if (words[LL_LISTED_VARIABLE] != NULL)
        ll_buf_addf(out, ", `%s`", words[LL_LISTED_VARIABLE]);
}
