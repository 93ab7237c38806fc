/* SPDX-License-Identifier: MIT */
#include "class/find.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/grow.h"
#include "base/path.h"

void ll_submissions_release(struct ll_submissions *submissions)
{
    for (size_t i = 0; i < submissions->count; i++) {
        free(submissions->items[i].name);
        free(submissions->items[i].path);
    }
    free(submissions->items);
    *submissions = (struct ll_submissions){0};
}

static int add(struct ll_submissions *list, const char *path, bool trusted,
               struct ll_error *err)
{
    if (!LL_GROW_ONE(list->items, list->count))
        return ll_fail_memory(err);
    struct ll_submission *one = &list->items[list->count++];
    *one = (struct ll_submission){.path = strdup(path), .trusted = trusted};
    return one->path != NULL ? 0 : ll_fail_memory(err);
}

static bool is_same_file(const char *path, const struct stat *other)
{
    struct stat st;
    return stat(path, &st) == 0 && st.st_dev == other->st_dev &&
           st.st_ino == other->st_ino;
}

static int add_entries(struct ll_submissions *list, const char *folder,
                       const char *output, struct ll_error *err)
{
    struct stat skipped = {0};
    int result = 0;
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", folder,
                       strerror(errno));
    if (output == NULL || stat(output, &skipped) != 0)
        output = NULL;
    for (struct dirent *entry; result == 0 && (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "__MACOSX") == 0)
            continue;
        char *path = ll_path_join(folder, entry->d_name);
        if (path == NULL)
            result = ll_fail_memory(err);
        else if (output == NULL || !is_same_file(path, &skipped))
            result = add(list, path, false, err);
        free(path);
    }
    closedir(dir);
    return result;
}

static bool holds(const char *folder, const char *exercise)
{
    char *path = ll_path_join(folder, exercise);
    bool held = path != NULL && ll_path_exists(path);
    free(path);
    return held;
}

/* "ann" of "class/ann.c" and "class/ann/". */
static size_t stem_length(const char *base)
{
    const char *dot = strrchr(base, '.');
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

static int give_names(struct ll_submissions *list, struct ll_error *err)
{
    if (list->count == 0)
        return 0;
    if (name_distinct(list, compare_stems, true, err) != 0 ||
        name_distinct(list, compare_bases, false, err) != 0)
        return -1;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].name == NULL &&
            (list->items[i].name = strdup(list->items[i].path)) == NULL)
            return ll_fail_memory(err);
    qsort(list->items, list->count, sizeof *list->items, compare_names);
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

int ll_submissions_find(const char *const *paths, bool one, const char *exercise,
                        const char *output, struct ll_submissions *submissions,
                        struct ll_error *err)
{
    *submissions = (struct ll_submissions){0};
    int result = 0;
    for (; *paths != NULL && result == 0; paths++) {
        char *path = without_slashes(*paths);
        if (path == NULL)
            result = ll_fail_memory(err);
        else if (access(path, F_OK) != 0)
            result = ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", path,
                             strerror(errno));
        else if (one || !ll_path_is_dir(path) || holds(path, exercise))
            result = add(submissions, path, true, err);
        else
            result = add_entries(submissions, path, output, err);
        free(path);
    }
    if (result == 0)
        result = give_names(submissions, err);
    if (result != 0)
        ll_submissions_release(submissions);
    return result;
}
