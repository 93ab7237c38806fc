/* SPDX-License-Identifier: MIT */
#include "judge/graded.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/path.h"
#include "base/text.h"

void ll_learner_release(struct ll_learner *learner)
{
    free(learner->id);
    free(learner->name);
    free(learner->place);
    free(learner->note);
    *learner = (struct ll_learner){0};
}

int ll_learner_copy(struct ll_learner *to, const struct ll_learner *from,
                    struct ll_error *err)
{
    to->late = from->late;
    if (ll_set_text(&to->id, from->id) && ll_set_text(&to->name, from->name) &&
        ll_set_text(&to->place, from->place) && ll_set_text(&to->note, from->note))
        return 0;
    ll_learner_release(to);
    return ll_fail_memory(err);
}

void ll_graded_release(struct ll_graded *graded)
{
    for (size_t i = 0; i < graded->count; i++) {
        free(graded->items[i].name);
        free(graded->items[i].title);
        free(graded->items[i].message);
    }
    free(graded->items);
    free(graded->name);
    ll_learner_release(&graded->learner);
    free(graded->exercise);
    free(graded->file);
    free(graded->title);
    free(graded->why);
    free(graded->explanation);
    free(graded->digest);
    free(graded->picture);
    ll_diags_release(&graded->diags);
    *graded = (struct ll_graded){0};
}

int ll_graded_add(struct ll_graded *graded, const struct ll_graded_item *item,
                  struct ll_error *err)
{
    if (!LL_GROW_ONE(graded->items, graded->count))
        return ll_fail_memory(err);
    struct ll_graded_item *added = &graded->items[graded->count++];
    *added = *item;
    added->name = added->title = added->message = NULL;
    if (!(added->points >= 0)) /* nor is it more or less than a number */
        added->points = 0;
    if (added->points > added->most)
        added->points = added->most;
    if (!ll_set_text(&added->name, item->name) ||
        !ll_set_text(&added->title, item->title) ||
        !ll_set_text(&added->message, item->message))
        return ll_fail_memory(err);
    graded->score += added->points;
    graded->most += added->most;
    return 0;
}

void ll_class_release(struct ll_class *class)
{
    for (size_t i = 0; i < class->count; i++)
        ll_graded_release(&class->all[i]);
    free(class->all);
    *class = (struct ll_class){0};
}

void ll_graded_who(const struct ll_graded *graded, struct ll_buf *out)
{
    const struct ll_learner *learner = &graded->learner;
    if (learner->name == NULL)
        ll_buf_puts(out, graded->name != NULL ? graded->name : "");
    else if (learner->id == NULL)
        ll_buf_puts(out, learner->name);
    else
        ll_buf_addf(out, "%s (%s)", learner->name, learner->id);
}

bool ll_graded_is_judged(const struct ll_graded *graded)
{
    return graded->verdict == LL_PASS || graded->verdict == LL_FAIL;
}

double ll_graded_share(const struct ll_graded *graded)
{
    double share =
        graded->most > 0 ? graded->score / graded->most : graded->verdict == LL_PASS;
    return share < 0 ? 0 : share > 1 ? 1 : share;
}

const char *ll_graded_why(const struct ll_graded *graded)
{
    if (graded->why != NULL)
        return graded->why;
    return graded->verdict == LL_UNGRADABLE ? "it could not be judged"
                                            : "the grader failed";
}

void ll_graded_lead(const struct ll_graded *graded, struct ll_buf *out)
{
    if (graded->verdict == LL_HARNESS_ERROR)
        ll_buf_puts(out, "Not graded. The grader failed, not the submission: ");
    else if (graded->verdict == LL_UNGRADABLE)
        ll_buf_puts(out, "Not graded: ");
    if (!ll_graded_is_judged(graded))
        ll_buf_addf(out, "%s\n", ll_graded_why(graded));
}

void ll_graded_say(const struct ll_graded *graded, struct ll_buf *out)
{
    ll_graded_lead(graded, out);
    if (graded->explanation != NULL)
        ll_buf_addf(out, "%s%s", out->len > 0 ? "\n" : "", graded->explanation);
}

void ll_say_points(struct ll_buf *out, double points)
{
    /* In hundredths, because printf's decimal sign depends on the locale. */
    bool negative = points < 0;
    long long hundredths = (long long)((negative ? -points : points) * 100 + 0.5);
    ll_buf_addf(out, "%s%lld", negative && hundredths > 0 ? "-" : "", hundredths / 100);
    if (hundredths % 100 != 0)
        ll_buf_addf(out, hundredths % 10 == 0 ? ".%lld" : ".%02lld",
                    hundredths % 10 == 0 ? hundredths % 100 / 10 : hundredths % 100);
}

const char *ll_item_kind_name(enum ll_item_kind kind)
{
    static const char *const names[] = {
        [LL_ITEM_TEST] = "test",
        [LL_ITEM_MEMORY] = "memory",
        [LL_ITEM_SWEEP] = "sweep",
        [LL_ITEM_STEP] = "step",
    };
    return names[kind];
}

const char *ll_item_title(const struct ll_graded_item *item)
{
    if (item->title != NULL && item->title[0] != '\0')
        return item->title;
    return item->name != NULL ? item->name : "";
}

struct ll_graded_item *ll_graded_for_learners(const struct ll_graded *graded,
                                              size_t *count)
{
    struct ll_graded_item *shown = calloc(graded->count + 1, sizeof *shown);
    static char name[] = "hidden_tests", title[] = "hidden tests";
    struct ll_graded_item sum = {.name = name, .title = title};
    bool any = false;
    *count = 0;
    if (shown == NULL)
        return NULL;
    for (size_t i = 0; i < graded->count; i++) {
        const struct ll_graded_item *item = &graded->items[i];
        if (!item->hidden) {
            shown[(*count)++] = *item;
            continue;
        }
        any = true;
        sum.points += item->points;
        sum.most += item->most;
        sum.seconds += item->seconds;
        if (item->verdict > sum.verdict)
            sum.verdict = item->verdict;
    }
    if (any)
        shown[(*count)++] = sum;
    return shown;
}

size_t ll_graded_kinds(const struct ll_graded *graded, enum ll_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < graded->diags.count; i++)
        count += graded->diags.items[i].kind == kind;
    return count;
}

/* Return the folder of the first frame that lies in the submission's file. */
static char *root_in(const struct ll_stack *stack, const char *file, bool *failed)
{
    for (size_t i = 0; i < stack->count; i++) {
        const char *path = stack->frames[i].file;
        if (path == NULL || path[0] != '/' || strcmp(ll_path_base(path), file) != 0)
            continue;
        char *root = ll_path_dir(path);
        *failed |= root == NULL;
        return root;
    }
    return NULL;
}

char *ll_graded_root(const struct ll_graded *graded, bool *failed)
{
    char *root = graded->file != NULL ? ll_path_dir(graded->file) : NULL;
    *failed |= graded->file != NULL && root == NULL;
    if (graded->file != NULL || graded->exercise == NULL)
        return root;
    for (size_t i = 0; i < graded->diags.count && root == NULL; i++) {
        const struct ll_diag *diag = &graded->diags.items[i];
        const struct ll_stack *const stacks[] = {&diag->at, &diag->allocated,
                                                 &diag->freed, &diag->lost};
        for (size_t s = 0; s < 4 && root == NULL && !*failed; s++)
            root = root_in(stacks[s], graded->exercise, failed);
    }
    return root;
}
