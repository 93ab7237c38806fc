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

void ll_submissions_remove(struct ll_submissions *submissions, size_t index)
{
    struct ll_submission *one = &submissions->items[index];
    ll_submission_release(one);
    memmove(one, one + 1, (--submissions->count - index) * sizeof *one);
}
