/* SPDX-License-Identifier: MIT */
#include "class/collect.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "class/platform.h"
#include "submission/archive.h"
#include "submission/source_name.h"

/* ---- whose file it is ------------------------------------------------------------ */

/* Whether all sources and archives from `first` on have names of Canvas's. A folder of
 * Moodle's may look like that, too, by its learner's name; not all of them do. */
static bool is_canvas(const struct ll_submissions *all, size_t first)
{
    struct ll_platform_name parts;
    bool file = false;
    for (size_t i = first; i < all->count; i++) {
        const char *base = ll_path_base(all->items[i].path);
        if (ll_platform_canvas(base, &parts))
            file |= !parts.no_file;
        else if (ll_archive_is_read(base) || ll_platform_moodle(base, &parts) ||
                 ll_platform_moodle_twice(base))
            return false;
    }
    return file;
}

static int name_one(struct ll_submission *one, const char *base,
                    const struct ll_platform_name *parts, struct ll_error *err)
{
    struct ll_learner *learner = &one->learner;
    free(one->name);
    one->name = NULL;
    learner->late = parts->late;
    learner->id = strndup(parts->id, parts->id_length);
    learner->name = parts->learner > 0 ? strndup(base, parts->learner) : strdup("anon");
    learner->place = strndup(base, parts->place);
    if (learner->id == NULL || learner->name == NULL || learner->place == NULL ||
        asprintf(&one->name, "%s_%s", learner->name, learner->id) < 0) {
        one->name = NULL;
        return ll_fail_memory(err);
    }
    return 0;
}

static int remark_twice(struct ll_submissions *all, const struct ll_submission *one,
                        struct ll_error *err)
{
    ll_strings_addf(&all->remarks,
                    "'%s' has Moodle's mark behind two IDs: whose it is is not known",
                    one->shown);
    return ll_strings_ok(&all->remarks, err);
}

static int name_all(struct ll_submissions *all, size_t first, struct ll_error *err)
{
    bool canvas = is_canvas(all, first);
    int result = 0;
    for (size_t i = first; i < all->count && result == 0; i++) {
        struct ll_submission *one = &all->items[i];
        const char *base = ll_path_base(one->path);
        struct ll_platform_name parts;
        if (canvas ? ll_platform_canvas(base, &parts)
                   : ll_platform_moodle(base, &parts))
            result = name_one(one, base, &parts, err);
        else if (ll_platform_moodle_twice(base))
            result = remark_twice(all, one, err);
    }
    return result;
}

/* ---- which of a learner's files is graded ---------------------------------------- */

/* "exercise.c" of "exercise-1.c", where that ends in a number. Returns the number. */
static unsigned long without_number(char *name)
{
    char *dot = strchr(name, '.');
    char *digits = dot != NULL ? dot : name + strlen(name);
    while (digits > name && isdigit((unsigned char)digits[-1]))
        digits--;
    if (digits - name < 2 || digits[-1] != '-' || !isdigit((unsigned char)digits[0]))
        return 0;
    unsigned long number = strtoul(digits, NULL, 10);
    if (dot != NULL)
        memmove(digits - 1, dot, strlen(dot) + 1);
    return number;
}

/* One of a learner's files. */
struct candidate {
    int rank; /* 0 to 2 as of ll_source_rank(), 3 an archive, 4 a folder, 5 anything */
    unsigned long number;    /* of the resubmission */
    unsigned long long file; /* Canvas's number of the file */
};

static int measure(const struct ll_submission *one, const char *exercise,
                   struct candidate *candidate, struct ll_error *err)
{
    struct ll_platform_name parts;
    const char *base = ll_path_base(one->path);
    bool moodle = ll_platform_moodle(base, &parts);
    if (!moodle && !ll_platform_canvas(base, &parts))
        return 0; /* not for what has a place */
    char *name = strdup(parts.original);
    if (name == NULL)
        return ll_fail_memory(err);
    *candidate = (struct candidate){.rank = 5, .file = parts.file};
    if (!moodle)
        candidate->number = without_number(name);
    int rank = ll_source_rank(name, exercise);
    if (!parts.no_file)
        candidate->rank = rank >= 0                   ? rank
                          : ll_archive_has_name(name) ? 3
                          : name[0] == '\0'           ? 4
                                                      : 5;
    free(name);
    return 0;
}

/* Whether `a` is graded rather than `b`: more than 0; neither before the other: 0. Of
 * two files of the wanted name the one that was handed in last is. */
static int better(const struct candidate *a, const struct candidate *b)
{
    if (a->rank != b->rank)
        return b->rank - a->rank;
    if (a->rank != 0)
        return 0;
    if (a->number != b->number)
        return a->number > b->number ? 1 : -1;
    return (a->file > b->file) - (a->file < b->file);
}

/* Say which file was taken, where another could have been meant. */
static int note_choice(struct ll_submission *one, const struct candidate *best,
                       size_t of_its_rank, const char *exercise, struct ll_error *err)
{
    const char *own = ll_path_base(one->path) + strlen(one->learner.place);
    char *text = NULL;
    int length = 0;
    if (best->rank == 0 && of_its_rank > 1)
        length = asprintf(&text, "'%s' was graded, the last of %zu", own, of_its_rank);
    else if (best->rank == 1 || best->rank == 2)
        length = asprintf(&text, "'%s' was graded: there is no '%s'", own, exercise);
    if (length < 0)
        return ll_fail_memory(err);
    free(one->learner.note);
    one->learner.note = text;
    return 0;
}

static int refuse(struct ll_submission *one, const char *exercise, struct ll_error *err)
{
    if (asprintf(&one->refused, "there are several files, and no '%s'", exercise) >= 0)
        return 0;
    one->refused = NULL;
    return ll_fail_memory(err);
}

/* Of the files from `first` up to `end`, all of one learner, keep one. */
static int keep_one(struct ll_submissions *all, size_t first, size_t end,
                    const char *exercise, struct ll_error *err)
{
    struct candidate best = {.rank = 9}, each = {0};
    size_t at = first, equals = 0, of_its_rank = 0;
    for (size_t i = first; i < end; i++) {
        if (measure(&all->items[i], exercise, &each, err) != 0)
            return -1;
        int order = better(&each, &best);
        of_its_rank = each.rank == best.rank ? of_its_rank + 1
                      : order > 0            ? 1
                                             : of_its_rank;
        equals = order > 0 ? 1 : equals + (order == 0);
        if (order > 0) {
            at = i;
            best = each;
        }
    }
    struct ll_submission *one = &all->items[at];
    int result = equals > 1 ? refuse(one, exercise, err)
                            : note_choice(one, &best, of_its_rank, exercise, err);
    for (size_t i = end; i-- > first;)
        if (i != at)
            ll_submissions_remove(all, i);
    return result;
}

static int compare_names(const void *a, const void *b)
{
    const struct ll_submission *left = a, *right = b;
    if (left->name == NULL || right->name == NULL)
        return (left->name != NULL) - (right->name != NULL);
    int order = strcmp(left->name, right->name);
    return order != 0 ? order : strcmp(left->path, right->path);
}

int ll_collect(struct ll_submissions *submissions, size_t first, const char *exercise,
               struct ll_error *err)
{
    int result = name_all(submissions, first, err);
    if (result != 0 || submissions->count == first)
        return result;
    qsort(submissions->items + first, submissions->count - first,
          sizeof *submissions->items, compare_names);
    for (size_t i = first; i < submissions->count && result == 0; i++) {
        size_t end = i + 1;
        if (submissions->items[i].name == NULL)
            continue;
        while (end < submissions->count &&
               ll_same_text(submissions->items[i].name, submissions->items[end].name))
            end++;
        result = keep_one(submissions, i, end, exercise, err);
    }
    return result;
}
