/* SPDX-License-Identifier: MIT */
#include "lesson/lesson.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "lesson/manifest.h"

/* Split a lesson folder's name, such as "03-lost-realloc", into its number and its
 * slug. Returns the slug, a pointer into `name`; NULL when this is no lesson folder's
 * name. */
static const char *split_name(const char *name, unsigned *number)
{
    size_t digits = strspn(name, "0123456789");
    if (digits < 2 || digits > 4 || name[digits] != '-' || name[digits + 1] == '\0')
        return NULL;
    *number = (unsigned)strtoul(name, NULL, 10);
    return name + digits + 1;
}

struct ll_lesson *ll_lesson_load(const char *folder, struct ll_error *err)
{
    char *path = NULL;
    struct ll_lesson *lesson = calloc(1, sizeof *lesson);
    if (lesson == NULL) {
        ll_fail_memory(err);
        return NULL;
    }
    lesson->folder = ll_path_real(folder, err);
    if (lesson->folder == NULL)
        goto failed;
    const char *slug = split_name(ll_path_base(lesson->folder), &lesson->number);
    if (slug == NULL) {
        ll_fail(err, LL_FAULT_INPUT,
                "'%s' is not a lesson's folder: name it like '03-lost-realloc'",
                lesson->folder);
        goto failed;
    }
    lesson->slug = strdup(slug);
    path = ll_path_join(lesson->folder, "lesson.yml");
    if (lesson->slug == NULL || path == NULL) {
        ll_fail_memory(err);
        goto failed;
    }
    lesson->manifest = ll_manifest_load(path, err);
    if (lesson->manifest == NULL)
        goto failed;
    free(path);
    return lesson;

failed:
    free(path);
    ll_lesson_free(lesson);
    return NULL;
}

void ll_lesson_free(struct ll_lesson *lesson)
{
    if (lesson == NULL)
        return;
    ll_manifest_free(lesson->manifest);
    free(lesson->slug);
    free(lesson->folder);
    free(lesson);
}

static bool is_same(const char *file, const char *name)
{
    return file != NULL && strcmp(file, name) == 0;
}

const char *const ll_lesson_bench[] = {"bench.c", "bench.py", "bench.pyx", NULL};

bool ll_lesson_is_solution(const struct ll_lesson *lesson, const char *name)
{
    for (unsigned i = 0; i < lesson->manifest->exercises_count; i++)
        if (is_same(lesson->manifest->exercises[i].solution, name))
            return true;
    return false;
}

bool ll_lesson_is_answers(const struct ll_lesson *lesson, const char *name)
{
    for (unsigned i = 0; i < lesson->manifest->exercises_count; i++)
        if (is_same(lesson->manifest->exercises[i].answers, name))
            return true;
    return false;
}

/* ---- all lessons ----------------------------------------------------------- */

static unsigned number_of(const char *folder)
{
    unsigned number = 0;
    (void)split_name(ll_path_base(folder), &number);
    return number;
}

static int by_number(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    unsigned x = number_of(*left), y = number_of(*right);
    return x != y ? (x > y) - (x < y) : strcmp(*left, *right);
}

/* Append the lesson folders of `parent` (absolute) to `out`. */
static int find_folders(const char *parent, struct ll_strings *out,
                        struct ll_error *err)
{
    DIR *dir = opendir(parent);
    if (dir == NULL)
        return ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", parent,
                       strerror(errno));
    unsigned number;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (split_name(entry->d_name, &number) == NULL)
            continue;
        char *path = ll_path_join(parent, entry->d_name);
        if (path == NULL)
            out->full = true;
        else if (ll_path_is_dir(path))
            ll_strings_add(out, path);
        free(path);
    }
    closedir(dir);
    return ll_strings_ok(out, err);
}

int ll_lesson_folders(const char *lessons, struct ll_strings *out, struct ll_error *err)
{
    struct ll_strings found = LL_STRINGS_INIT;
    int result = -1;
    char *parent = ll_path_real(lessons, err);
    if (parent == NULL || find_folders(parent, &found, err) != 0)
        goto out;
    if (found.count > 0)
        qsort(found.items, found.count, sizeof *found.items, by_number);
    for (size_t i = 1; i < found.count; i++)
        if (number_of(found.items[i - 1]) == number_of(found.items[i])) {
            ll_fail(err, LL_FAULT_INPUT,
                    "'%s' and '%s' have the same number: rename one",
                    found.items[i - 1], ll_path_base(found.items[i]));
            goto out;
        }
    ll_strings_add_all(out, ll_strings_argv(&found));
    result = ll_strings_ok(out, err);
out:
    ll_strings_release(&found);
    free(parent);
    return result;
}

char *ll_lesson_folder(const char *lessons, unsigned number, struct ll_error *err)
{
    struct ll_strings folders = LL_STRINGS_INIT;
    struct ll_buf numbers = LL_BUF_INIT;
    char *folder = NULL;
    if (ll_lesson_folders(lessons, &folders, err) != 0)
        goto out;
    for (size_t i = 0; i < folders.count; i++) {
        unsigned have = number_of(folders.items[i]);
        if (have == number) {
            folder = strdup(folders.items[i]);
            if (folder == NULL)
                ll_fail_memory(err);
            goto out;
        }
        ll_buf_addf(&numbers, "%s %u", i == 0 ? "" : ",", have);
    }
    if (folders.count == 0)
        ll_fail(err, LL_FAULT_USAGE, "there are no lessons in '%s'", lessons);
    else
        ll_fail(err, LL_FAULT_USAGE, "there is no lesson %u: choose one of%s", number,
                ll_buf_text(&numbers));
out:
    ll_buf_release(&numbers);
    ll_strings_release(&folders);
    return folder;
}

const struct ll_exercise *ll_lesson_exercise(const struct ll_lesson *lesson,
                                             const char *name, struct ll_error *err)
{
    const struct ll_manifest *manifest = lesson->manifest;
    struct ll_buf known = LL_BUF_INIT;
    for (unsigned i = 0; i < manifest->exercises_count; i++) {
        const struct ll_exercise *exercise = &manifest->exercises[i];
        if (exercise->kind == LL_DIAGNOSE)
            continue;
        if (name == NULL || strcmp(ll_exercise_file(exercise), name) == 0) {
            ll_buf_release(&known);
            return exercise;
        }
        ll_buf_addf(&known, "%s%s", known.len > 0 ? ", " : "",
                    ll_exercise_file(exercise));
    }
    if (name == NULL || known.len == 0)
        ll_fail(err, LL_FAULT_USAGE, "lesson %u has no exercise that can be graded",
                lesson->number);
    else
        ll_fail(err, LL_FAULT_USAGE, "lesson %u has no exercise '%s': it has %s",
                lesson->number, name, ll_buf_text(&known));
    ll_buf_release(&known);
    return NULL;
}

enum ll_reachable ll_lesson_reachable(const struct ll_lesson *lesson,
                                      const struct ll_exercise *exercise)
{
    enum ll_reachable reachable = LL_REACHABLE_FAULT;
    const char *name = lesson->manifest->reachable;
    if (exercise != NULL && exercise->reachable != NULL)
        name = exercise->reachable;
    if (name != NULL) /* known to be right since it was loaded */
        (void)ll_reachable_from_name(name, &reachable);
    return reachable;
}
