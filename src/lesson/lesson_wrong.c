/* SPDX-License-Identifier: MIT
 *
 * lesson_wrong: finds a lesson's known wrong answers. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "lesson/lesson.h"

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int ll_lesson_wrong(const struct ll_lesson *lesson, struct ll_strings *names,
                    struct ll_error *err)
{
    struct dirent **entries = NULL;
    char *path = ll_path_join(lesson->folder, LL_LESSON_WRONG);
    if (path == NULL)
        return ll_fail_memory(err);
    int count = ll_path_exists(path) ? scandir(path, &entries, is_shown, alphasort) : 0;
    if (count < 0)
        ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", path, strerror(errno));
    for (int i = 0; i < count; i++) {
        ll_strings_addf(names, LL_LESSON_WRONG "/%s", entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    free(path);
    return count < 0 ? -1 : ll_strings_ok(names, err);
}

const struct ll_exercise *ll_lesson_wrong_for(const struct ll_lesson *lesson,
                                              const char *name)
{
    const struct ll_manifest *manifest = lesson->manifest;
    size_t length = strcspn(ll_path_base(name), ".");
    for (unsigned i = 0; i < manifest->exercises_count; i++) {
        const struct ll_exercise *exercise = &manifest->exercises[i];
        if (exercise->kind != LL_DIAGNOSE &&
            strcspn(exercise->module.file, ".") == length &&
            strncmp(exercise->module.file, ll_path_base(name), length) == 0)
            return exercise;
    }
    return NULL;
}
