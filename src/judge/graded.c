/* SPDX-License-Identifier: MIT */
#include "judge/graded.h"

#include <stdlib.h>
#include <string.h>

void ll_graded_release(struct ll_graded *graded)
{
    for (size_t i = 0; i < graded->count; i++) {
        free(graded->items[i].name);
        free(graded->items[i].title);
        free(graded->items[i].message);
    }
    free(graded->items);
    free(graded->name);
    free(graded->exercise);
    free(graded->title);
    free(graded->why);
    free(graded->explanation);
    free(graded->digest);
    ll_diags_release(&graded->diags);
    *graded = (struct ll_graded){0};
}

static bool copy(char **to, const char *from)
{
    *to = from != NULL ? strdup(from) : NULL;
    return from == NULL || *to != NULL;
}

int ll_graded_add(struct ll_graded *graded, const struct ll_graded_item *item,
                  struct ll_error *err)
{
    struct ll_graded_item *items =
        realloc(graded->items, (graded->count + 1) * sizeof *items);
    if (items == NULL)
        return ll_fail_memory(err);
    graded->items = items;
    struct ll_graded_item *added = &items[graded->count++];
    *added = *item;
    added->name = added->title = added->message = NULL;
    if (!copy(&added->name, item->name) || !copy(&added->title, item->title) ||
        !copy(&added->message, item->message))
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
