/* SPDX-License-Identifier: MIT */
#include "class/find.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "class/collect.h"
#include "class/unpack.h"
#include "submission/archive.h"
#include "submission/source_name.h"

static int add(struct ll_submissions *list, const char *path, const char *shown,
               bool trusted, struct ll_error *err)
{
    struct ll_submission *one = ll_submissions_add(list, path, shown);
    if (one == NULL)
        return ll_fail_memory(err);
    one->trusted = trusted;
    return 0;
}

static bool is_same_file(const char *path, const struct stat *other)
{
    struct stat st;
    return stat(path, &st) == 0 && st.st_dev == other->st_dev &&
           st.st_ino == other->st_ino;
}

static int add_entry(struct ll_submissions *list, const char *folder, const char *shown,
                     const char *name, const struct stat *skipped, struct ll_error *err)
{
    char *path = ll_path_join(folder, name), *there = ll_path_join(shown, name);
    int result = 0;
    if (path == NULL || there == NULL)
        result = ll_fail_memory(err);
    else if (skipped == NULL || !is_same_file(path, skipped))
        result = add(list, path, there, false, err);
    free(there);
    free(path);
    return result;
}

static int add_entries(struct ll_submissions *list, const char *folder,
                       const char *shown, const char *exercise, const char *output,
                       struct ll_error *err)
{
    size_t first = list->count;
    struct stat skipped = {0};
    int result = 0;
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", folder,
                       strerror(errno));
    if (output == NULL || stat(output, &skipped) != 0)
        output = NULL;
    for (struct dirent *entry; result == 0 && (entry = readdir(dir)) != NULL;) {
        if (ll_source_is_visible(entry->d_name))
            result = add_entry(list, folder, shown, entry->d_name,
                               output != NULL ? &skipped : NULL, err);
    }
    closedir(dir);
    return result == 0 ? ll_collect(list, first, exercise, err) : result;
}

static bool holds(const char *folder, const char *exercise)
{
    char *path = ll_path_join(folder, exercise);
    bool held = path != NULL && ll_path_exists(path);
    free(path);
    return held;
}

/* "ann" of "class/ann.c", "class/ann.tar.gz" and "class/ann/". */
static size_t stem_length(const char *base)
{
    const char *dot = strrchr(base, '.');
    if (ll_archive_has_name(base))
        return ll_archive_stem(base);
    return dot != NULL && dot != base ? (size_t)(dot - base) : strlen(base);
}

static int compare_stems(const void *a, const void *b)
{
    const char *left = ll_path_base(((const struct ll_submission *)a)->path);
    const char *right = ll_path_base(((const struct ll_submission *)b)->path);
    size_t left_length = stem_length(left), right_length = stem_length(right);
    size_t length = left_length < right_length ? left_length : right_length;
    int order = memcmp(left, right, length);
    return order != 0 ? order : (left_length > length) - (right_length > length);
}

static int compare_bases(const void *a, const void *b)
{
    return strcmp(ll_path_base(((const struct ll_submission *)a)->path),
                  ll_path_base(((const struct ll_submission *)b)->path));
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct ll_submission *)a)->name,
                  ((const struct ll_submission *)b)->name);
}

/* Sort by `compare`, and name those that differ from both neighbours in it and have
 * no name yet. */
static int name_distinct(struct ll_submissions *list,
                         int (*compare)(const void *, const void *), bool stem,
                         struct ll_error *err)
{
    qsort(list->items, list->count, sizeof *list->items, compare);
    for (size_t i = 0; i < list->count; i++) {
        struct ll_submission *one = &list->items[i];
        const char *base = ll_path_base(one->path);
        if (one->name != NULL || (i > 0 && compare(one, one - 1) == 0) ||
            (i + 1 < list->count && compare(one, one + 1) == 0))
            continue;
        one->name = strndup(base, stem ? stem_length(base) : strlen(base));
        if (one->name == NULL)
            return ll_fail_memory(err);
    }
    return 0;
}

/* Whether the one at `i`, in the order of their names, is called as a neighbour. */
static bool is_called_twice(const struct ll_submissions *list, size_t i)
{
    const struct ll_submission *one = &list->items[i];
    return (i > 0 && compare_names(one, one - 1) == 0) ||
           (i + 1 < list->count && compare_names(one, one + 1) == 0);
}

/* The name that one has without its ending may be the whole name of another: "a.b" of
 * "a.b.c", beside "a.b/" and "a.c". These are called by their paths. */
static int part_names(struct ll_submissions *list, struct ll_error *err)
{
    bool *twice = calloc(list->count, sizeof *twice);
    int result = twice == NULL ? ll_fail_memory(err) : 0;
    qsort(list->items, list->count, sizeof *list->items, compare_names);
    for (size_t i = 0; i < list->count && result == 0; i++)
        twice[i] = list->items[i].learner.id == NULL && is_called_twice(list, i);
    for (size_t i = 0; i < list->count && result == 0; i++)
        if (twice[i] && !ll_set_text(&list->items[i].name, list->items[i].shown))
            result = ll_fail_memory(err);
    qsort(list->items, list->count, sizeof *list->items, compare_names);
    free(twice);
    return result;
}

static int give_names(struct ll_submissions *list, struct ll_error *err)
{
    if (list->count == 0)
        return 0;
    if (name_distinct(list, compare_stems, true, err) != 0 ||
        name_distinct(list, compare_bases, false, err) != 0)
        return -1;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].name == NULL &&
            (list->items[i].name = strdup(list->items[i].shown)) == NULL)
            return ll_fail_memory(err);
    if (part_names(list, err) != 0)
        return -1;
    for (size_t i = 1; i < list->count; i++)
        if (strcmp(list->items[i].name, list->items[i - 1].name) == 0)
            return ll_fail(err, LL_FAULT_USAGE, "two submissions are called '%s'",
                           list->items[i].name);
    return 0;
}

/* "class/" is "class". */
static char *without_slashes(const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    return strndup(path, length);
}

/* Whether a platform named one of the submissions from `first` on. */
static bool has_learners(const struct ll_submissions *list, size_t first)
{
    for (size_t i = first; i < list->count; i++)
        if (list->items[i].learner.id != NULL)
            return true;
    return false;
}

/* The submissions in an archive that was unpacked into `folder`. */
static int add_unpacked(struct ll_submissions *list, const char *folder,
                        const char *shown, bool several, const char *exercise,
                        struct ll_error *err)
{
    size_t first = list->count;
    char *inner = NULL, *there = NULL;
    int result = ll_unpacked_root(folder, shown, exercise, &inner, &there, err);
    bool one = result == 0 && holds(inner, exercise);
    if (result == 0 && !one)
        result = add_entries(list, inner, there, exercise, NULL, err);
    if (result == 0 && several && ll_unpacked_is_one(folder) &&
        !has_learners(list, first))
        one = true;
    if (result == 0 && one) { /* named after the archive, and read from that */
        while (list->count > first)
            ll_submissions_remove(list, list->count - 1);
        result = add(list, shown, shown, true, err);
    }
    free(inner);
    free(there);
    return result;
}

static int add_archive(struct ll_submissions *list, const char *path, bool several,
                       const char *exercise, struct ll_error *err)
{
    char *folder = NULL;
    int result = ll_unpack_class(list, path, &folder, err);
    if (result == 0)
        result = add_unpacked(list, folder, path, several, exercise, err);
    free(folder);
    return result;
}

/* Note an archive among several that names learners as a platform does, where another
 * one is of one learner: a learner may have named others. `first`: its first
 * submission. */
static void note_names(struct ll_submissions *list, size_t first, const char *path,
                       const char **naming, bool *is_one)
{
    if (has_learners(list, first))
        *naming = path;
    else
        *is_one |= list->count == first + 1;
}

static int remark_names(struct ll_submissions *list, const char *naming, bool is_one,
                        struct ll_error *err)
{
    if (naming != NULL && is_one)
        ll_strings_addf(&list->remarks,
                        "'%s' names learners as a learning platform does, and other "
                        "archives are of one learner: who made it?",
                        naming);
    return ll_strings_ok(&list->remarks, err);
}

int ll_submissions_find(const char *const *paths, bool one, const char *exercise,
                        const char *output, struct ll_submissions *submissions,
                        struct ll_error *err)
{
    *submissions = (struct ll_submissions){0};
    bool several = paths[0] != NULL && paths[1] != NULL, is_one = false;
    const char *naming = NULL;
    int result = 0;
    for (; *paths != NULL && result == 0; paths++) {
        char *path = without_slashes(*paths);
        size_t first = submissions->count;
        if (path == NULL)
            result = ll_fail_memory(err);
        else if (access(path, F_OK) != 0)
            result = ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", path,
                             strerror(errno));
        else if (!one && ll_archive_has_name(path) && !ll_path_is_dir(path)) {
            result = add_archive(submissions, path, several, exercise, err);
            note_names(submissions, first, *paths, &naming, &is_one);
        } else if (one || !ll_path_is_dir(path) || holds(path, exercise)) {
            result = add(submissions, path, path, true, err);
        } else {
            result = add_entries(submissions, path, path, exercise, output, err);
        }
        free(path);
    }
    if (result == 0)
        result = remark_names(submissions, naming, is_one, err);
    if (result == 0)
        result = give_names(submissions, err);
    if (result != 0)
        ll_submissions_release(submissions);
    return result;
}
