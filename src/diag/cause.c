/* SPDX-License-Identifier: MIT
 *
 * Each rule is a row of a table: two diagnoses come in, and the rule says whether one
 * follows from the other. The rows are tried in their order, each on all pairs.
 */
#include "diag/cause.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diag/cause_rules.h"
#include "diag/held.h"
#include "diag/holder.h"
#include "diag/kinds.h"
#include "diag/printed.h"
#include "diag/words.h"

/* The name for what two variables are part of: `slots[...]` for the elements of an
 * array, else the outermost variable. */
static char *common_name(const char *a, const char *b)
{
    size_t length = strcspn(a, "[");
    char *name = NULL;
    if (a[length] == '[' && strncmp(a, b, length + 1) == 0)
        return asprintf(&name, "%.*s" LL_ELEMENTS, (int)length, a) < 0 ? NULL : name;
    return strndup(a, strcspn(a, ".-["));
}

static int add_amounts(struct ll_diag *cause, const struct ll_diag *sequel,
                       struct ll_error *err)
{
    cause->bytes += sequel->bytes;
    cause->blocks += sequel->blocks;
    for (size_t i = 0; i < sequel->held_count; i++)
        if (!ll_diag_add_held(cause, &sequel->held[i]))
            return ll_fail_memory(err);
    free(cause->repr); /* which is that of one object */
    cause->repr = NULL;
    if (sequel->variable == NULL || ll_same_text(cause->variable, sequel->variable))
        return 0;
    if (cause->variable == NULL)
        return ll_set_text(&cause->variable, sequel->variable) ? 0
                                                               : ll_fail_memory(err);
    char *name = common_name(cause->variable, sequel->variable);
    if (name == NULL)
        return ll_fail_memory(err);
    free(cause->variable);
    cause->variable = name;
    return 0;
}

/* "rows[0]" held one block that was lost with `rows`; of several, each had its own
 * element: "rows[...]". */
static bool name_elements(struct ll_diag *diag)
{
    const char *index = diag->variable == NULL ? NULL : strrchr(diag->variable, '[');
    if (diag->how != LL_LOSS_CONTAINER_FREED || diag->blocks < 2 || index == NULL ||
        strspn(index + 1, "0123456789]") != strlen(index + 1))
        return true;
    char *name = NULL;
    if (asprintf(&name, "%.*s" LL_ELEMENTS, (int)(index - diag->variable),
                 diag->variable) < 0)
        return false;
    free(diag->variable);
    diag->variable = name;
    return true;
}

enum relation {
    SAME,  /* the same fault */
    MORE,  /* more blocks of the same loss: the amounts are added */
    AFTER, /* what came after it, which a tool may have seen alone */
};

static const struct rule {
    bool (*follows)(const struct ll_cause_pair *pair);
    /* NULL: nothing is said. */
    void (*say)(const struct ll_cause_pair *pair, struct ll_buf *out);
    enum relation is;
} rules[] = {
    {ll_is_left_by_stop, NULL, AFTER},
    {ll_is_block_of_handle, NULL, SAME},
    {ll_is_free_by_realloc, ll_say_sequel_resized, SAME},
    {ll_is_same_access, NULL, SAME},
    {ll_is_operation_on_null, NULL, SAME},
    {ll_is_unset_in_line, NULL, SAME},
    {ll_is_by_unset, ll_say_sequel_next, AFTER},
    {ll_is_unset_passed, ll_say_sequel_used, SAME},
    {ll_is_crash_of_unset, ll_say_sequel_stopped, AFTER},
    {ll_is_overflow_of_unset, ll_say_sequel_overflow, AFTER},
    {ll_is_crash_of_access, ll_say_sequel_signal, SAME},
    {ll_is_crash_of_operation, ll_say_sequel_signal, SAME},
    {ll_is_read_and_write, ll_say_sequel_both, SAME},
    {ll_is_placeless, NULL, SAME},
    {ll_is_unset_again, ll_say_sequel_again, SAME},
    {ll_is_escape_again, ll_say_sequel_again, SAME},
    {ll_is_unset_after_escape, ll_say_sequel_unset, AFTER},
    {ll_is_unset_from_beside, ll_say_sequel_unset, AFTER},
    {ll_is_unset_perhaps_again, ll_say_sequel_perhaps, SAME},
    {ll_is_crash_after_overflow, ll_say_sequel_later, AFTER},
    {ll_is_pointer_after_overflow, ll_say_sequel_later, AFTER},
    {ll_is_past_unset_size, ll_say_sequel_sized, AFTER},
    {ll_is_past_again, ll_say_sequel_past, SAME},
    {ll_is_freed_again, ll_say_sequel_freed, SAME},
    {ll_is_lost_by_move, ll_say_sequel_moved, AFTER},
    {ll_is_left_by_free, ll_say_sequel_stays, AFTER},
    {ll_is_more_threads, NULL, MORE},
    {ll_is_race_again, ll_say_sequel_elsewhere, SAME},
    {ll_is_error_of_misuse, NULL, SAME},
    {ll_is_in_ring_of_first, ll_say_sequel_ring, MORE},
    {ll_is_in_ring, NULL, MORE},
    {ll_is_more_of_loss, NULL, MORE},
    {ll_is_more_of_call, NULL, MORE},
    {ll_is_lost_with, ll_say_sequel_more, SAME},
    {ll_is_led_to_by_call, ll_say_sequel_more, SAME},
    {ll_is_kept_with_type, NULL, MORE},
};

/* Append a sentence, unless it was said. */
static int add_sequel(struct ll_diag *cause, struct ll_buf *sentence,
                      struct ll_error *err)
{
    struct ll_buf all = LL_BUF_INIT;
    const char *said = cause->sequel == NULL ? "" : cause->sequel;
    int result = 0;
    if (!sentence->full &&
        (sentence->len == 0 || strstr(said, ll_buf_text(sentence)) != NULL))
        return 0;
    ll_buf_addf(&all, "%s%s%s", said, said[0] == '\0' ? "" : " ",
                ll_buf_text(sentence));
    if (sentence->full || all.full || !ll_set_text(&cause->sequel, ll_buf_text(&all)))
        result = ll_fail_memory(err);
    ll_buf_release(&all);
    return result;
}

static int take_witnesses(const struct rule *rule, struct ll_diag *cause,
                          const struct ll_diag *sequel, struct ll_error *err)
{
    size_t old = cause->witness_count;
    /* A stop is no sight of the leak, nor the other way round. */
    if (rule->follows == ll_is_left_by_stop)
        return 0;
    if (!ll_diag_take_witnesses(cause, sequel))
        return ll_fail_memory(err);
    for (size_t i = old; i < cause->witness_count; i++)
        cause->witnesses[i].of_sequel = rule->is == AFTER;
    return 0;
}

/* Two faults of one line: what one tool knows of its variables goes for both. */
static int take_values(struct ll_diag *cause, const struct ll_cause_pair *pair,
                       struct ll_error *err)
{
    if (!ll_same_own_line(pair) || cause->values.count > 0 ||
        pair->sequel->path.count == 0)
        return 0;
    ll_path_release(&cause->path);
    return ll_values_copy(&cause->values, &pair->sequel->values) &&
                   ll_path_copy(&cause->path, &pair->sequel->path)
               ? 0
               : ll_fail_memory(err);
}

/* The block of an open file or folder: where it was lost, the file was. */
static int take_loss(struct ll_diag *cause, const struct ll_diag *sequel,
                     struct ll_error *err)
{
    if (cause->kind != LL_DESCRIPTOR_LEAK)
        return 0;
    if (ll_kind_is_fault(sequel->kind))
        cause->bytes += sequel->bytes;
    if (sequel->lost.count == 0)
        return 0;
    ll_stack_release(&cause->lost);
    cause->how = sequel->how;
    cause->approximate = sequel->approximate;
    cause->inside = sequel->inside;
    cause->return_line = sequel->return_line;
    return ll_stack_copy(&cause->lost, &sequel->lost) &&
                   ll_set_text(&cause->variable, sequel->variable) &&
                   ll_set_text(&cause->declared, sequel->declared)
               ? 0
               : ll_fail_memory(err);
}

static int join(const struct rule *rule, const struct ll_cause_pair *pair,
                struct ll_diag *cause, struct ll_error *err)
{
    struct ll_buf sentence = LL_BUF_INIT;
    if (rule->say != NULL)
        rule->say(pair, &sentence);
    if (pair->sequel->sequel != NULL)
        ll_buf_addf(&sentence, "%s%s", sentence.len > 0 ? " " : "",
                    pair->sequel->sequel);
    int result = add_sequel(cause, &sentence, err);
    ll_buf_release(&sentence);
    if (result == 0)
        result = take_witnesses(rule, cause, pair->sequel, err);
    if (result == 0)
        result = take_values(cause, pair, err);
    if (result == 0)
        result = take_loss(cause, pair->sequel, err);
    if (result == 0 && rule->is == MORE)
        result = add_amounts(cause, pair->sequel, err);
    return result;
}

/* Find what `list->items[sequel]` follows from, by this rule; the nearest before it
 * counts, else the nearest after it. NULL: nothing. */
static struct ll_diag *find_cause(const struct rule *rule, struct ll_diags *list,
                                  size_t sequel, struct ll_cause_pair *pair)
{
    for (size_t i = 1; i < list->count; i++) {
        bool before = i <= sequel;
        size_t place = before ? sequel - i : i;
        pair->cause = &list->items[place];
        pair->in_order = before;
        if (rule->follows(pair))
            return &list->items[place];
    }
    return NULL;
}

static int apply(const struct rule *rule, struct ll_diags *list,
                 const char *const *roots, struct ll_error *err)
{
    for (size_t i = list->count; i-- > 0;) {
        struct ll_cause_pair pair = {
            .sequel = &list->items[i], .list = list, .roots = roots};
        struct ll_diag *cause = find_cause(rule, list, i, &pair);
        if (cause == NULL)
            continue;
        if (join(rule, &pair, cause, err) != 0)
            return -1;
        ll_diags_remove(list, i);
    }
    return 0;
}

static bool is_named(const char *const *names, const char *name)
{
    for (; names != NULL && *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* Mark what was found in runs that were stopped at a limit, and in no other. */
static void mark_cut(struct ll_diags *list, const char *const *stopped)
{
    for (size_t i = 0; i < list->count; i++) {
        struct ll_diag *diag = &list->items[i];
        diag->cut_short = diag->witness_count > 0;
        for (size_t w = 0; w < diag->witness_count; w++)
            diag->cut_short =
                diag->cut_short && is_named(stopped, diag->witnesses[w].tool);
    }
}

/* Drop what is left only because its run was stopped at a limit: who knows whether the
 * program would have freed, closed or joined it? */
static void drop_unfinished(struct ll_diags *list)
{
    for (size_t i = list->count; i-- > 0;) {
        const struct ll_diag *diag = &list->items[i];
        if (diag->cut_short &&
            (diag->kind == LL_THREAD_LEAK || diag->kind == LL_DESCRIPTOR_LEAK ||
             diag->kind == LL_POSSIBLY_LOST))
            ll_diags_remove(list, i);
    }
}

/* Mark crashes by different signals: a run ends only once. */
static void mark_runs(struct ll_diags *list)
{
    for (size_t i = 0; i < list->count; i++)
        for (size_t k = 0; k < list->count; k++) {
            const struct ll_diag *other = &list->items[k];
            if (list->items[i].kind == LL_CRASH && other->kind == LL_CRASH &&
                list->items[i].signal != other->signal &&
                !ll_share_tool(&list->items[i], other))
                list->items[i].in_one_run = true;
        }
}

int ll_diags_settle(struct ll_diags *list, const char *const *roots,
                    const char *const *stopped, struct ll_error *err)
{
    mark_cut(list, stopped);
    drop_unfinished(list);
    ll_diags_sort(list);
    if (ll_held_take(list, roots, err) != 0)
        return -1;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (apply(&rules[i], list, roots, err) != 0)
            return -1;
    for (size_t i = 0; i < list->count; i++)
        if (!name_elements(&list->items[i]) ||
            !ll_holder_find(&list->items[i], roots) ||
            !ll_printed_find(&list->items[i], roots))
            return ll_fail_memory(err);
    mark_runs(list);
    ll_diags_sort(list);
    return ll_held_say(list, roots, err);
}
