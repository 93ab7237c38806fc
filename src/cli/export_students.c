/* SPDX-License-Identifier: MIT
 *
 * export_students: what a class gets. */
#include <stdio.h>
#include <stdlib.h>

#include "base/path.h"
#include "cli/export_parts.h"
#include "lesson/handout.h"

static int students_lesson(const struct ll_bundle *bundle,
                           const struct ll_lesson *lesson, struct ll_error *err)
{
    char *name = NULL;
    if (asprintf(&name, "lessons/%s", ll_path_base(lesson->folder)) < 0)
        return ll_fail_memory(err);
    char *folder = ll_bundle_folder(bundle, name, err);
    int result = folder != NULL ? ll_handout_lesson(lesson, folder, err) : -1;
    free(folder);
    free(name);
    return result;
}

static int students_whole(const struct ll_bundle *bundle, struct ll_error *err)
{
    if (ll_bundle_sources(bundle, bundle->folder, err) != 0)
        return -1;
    return ll_export_put(bundle, "students/README.md", bundle->folder, "README.md",
                         ll_export_no_words, err);
}

const struct ll_export_target ll_export_students = {
    .name = "students",
    .lesson = students_lesson,
    .whole = students_whole,
    .next = "Give the folder to your class; learners start with %s/README.md.",
};
