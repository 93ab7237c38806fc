/* SPDX-License-Identifier: MIT */
#include "class/submissions.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/path.h"

void ll_submission_release(struct ll_submission *one)
{
    free(one->name);
    free(one->path);
    free(one->shown);
    free(one->refused);
    ll_learner_release(&one->learner);
}

void ll_submissions_release(struct ll_submissions *submissions)
{
    for (size_t i = 0; i < submissions->count; i++)
        ll_submission_release(&submissions->items[i]);
    free(submissions->items);
    if (submissions->unpacked != NULL)
        ll_path_remove_tree(submissions->unpacked);
    free(submissions->unpacked);
    ll_strings_release(&submissions->remarks);
    *submissions = (struct ll_submissions){0};
}

struct ll_submission *ll_submissions_add(struct ll_submissions *submissions,
                                         const char *path, const char *shown)
{
    if (!LL_GROW_ONE(submissions->items, submissions->count))
        return NULL;
    struct ll_submission *one = &submissions->items[submissions->count++];
    *one = (struct ll_submission){.path = strdup(path), .shown = strdup(shown)};
    return one->path != NULL && one->shown != NULL ? one : NULL;
}

static bool has_id(const struct ll_submissions *list, size_t index, const char *id)
{
    const char *own = list->items[index].learner.id;
    return own != NULL && strcmp(own, id) == 0;
}

int ll_submissions_check_ids(struct ll_submissions *submissions, struct ll_error *err)
{
    for (size_t i = 0; i < submissions->count; i++) {
        const char *id = submissions->items[i].learner.id;
        struct ll_buf names = LL_BUF_INIT;
        size_t first = 0, others = 0;
        while (id != NULL && first < i && !has_id(submissions, first, id))
            first++;
        for (size_t k = i + 1; id != NULL && first == i && k < submissions->count; k++)
            if (has_id(submissions, k, id)) {
                ll_buf_addf(&names, ", '%s'", submissions->items[k].name);
                others++;
            }
        if (others > 0)
            ll_strings_addf(
                &submissions->remarks, "the ID %s is that of %zu submissions: '%s'%s",
                id, others + 1, submissions->items[i].name, ll_buf_text(&names));
        ll_buf_release(&names);
    }
    return ll_strings_ok(&submissions->remarks, err);
}

void ll_submissions_remove(struct ll_submissions *submissions, size_t index)
{
    struct ll_submission *one = &submissions->items[index];
    ll_submission_release(one);
    memmove(one, one + 1, (--submissions->count - index) * sizeof *one);
}
