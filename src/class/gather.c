/* SPDX-License-Identifier: MIT */
#include "class/gather.h"

#include <stdlib.h>
#include <string.h>

char *ll_class_gathered(char *const *folders, size_t count, struct ll_error *err)
{
    char *about = NULL;
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        struct ll_results *results = ll_results_read(folders[i], err);
        char *own = results != NULL ? ll_results_about(results, err) : NULL;
        ll_results_close(results);
        if (own == NULL)
            result = -1;
        else if (about != NULL && strcmp(about, own) != 0)
            result = ll_fail(err, LL_FAULT_INPUT,
                             "'%s' holds results of %s, and '%s' of %s: merge each by "
                             "itself",
                             folders[0], about, folders[i], own);
        if (about == NULL)
            about = own;
        else
            free(own);
    }
    if (result == 0)
        return about;
    free(about);
    return NULL;
}

/* Merge all folders into `to`, in one transaction. */
static int merge_all(struct ll_results *to, char *const *folders, size_t count,
                     struct ll_strings *conflicts, struct ll_error *err)
{
    int result = ll_results_begin(to, err);
    if (result != 0)
        return result;
    for (size_t i = 0; i < count && result == 0; i++) {
        struct ll_results *from = ll_results_read(folders[i], err);
        result = from == NULL ? -1 : ll_results_merge(to, from, conflicts, err);
        ll_results_close(from);
    }
    if (result == 0 && conflicts->count == 0)
        return ll_results_commit(to, err);
    ll_results_rollback(to);
    return result != 0 ? result : 1;
}

int ll_class_gather(char *const *folders, size_t count, const char *output,
                    const struct ll_class_about *about,
                    struct ll_class_outcome *outcome, struct ll_strings *conflicts,
                    struct ll_error *err)
{
    *outcome = (struct ll_class_outcome){0};
    struct ll_results *to =
        ll_results_open(output, about->text, true, &outcome->aside, err);
    int result = to == NULL ? -1 : merge_all(to, folders, count, conflicts, err);
    if (result == 0)
        result = ll_class_outcome_fill(to, about, outcome, err);
    if (result == 0)
        outcome->graded = outcome->class.count;
    else
        ll_class_outcome_release(outcome);
    ll_results_close(to);
    return result;
}
