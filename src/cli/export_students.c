/* SPDX-License-Identifier: MIT
 *
 * export_students: what a class gets, and a learner who has leaklab installed. */
#include <stdio.h>
#include <stdlib.h>

#include "base/home.h"
#include "base/path.h"
#include "cli/export_parts.h"
#include "cli/original.h"
#include "lesson/handout.h"

/* Keep the lesson in `folder` as it is handed out: for `leaklab reset`, and to see what
 * was changed. */
static int keep_originals(const struct ll_bundle *bundle,
                          const struct ll_lesson *lesson, const char *folder,
                          struct ll_error *err)
{
    char *name = NULL;
    if (asprintf(&name, "lessons/" LL_ORIGINALS "/%s", ll_path_base(lesson->folder)) <
        0)
        return ll_fail_memory(err);
    char *originals = ll_bundle_folder(bundle, name, err);
    int result = originals == NULL ? -1 : ll_bundle_copy(folder, originals, err);
    free(originals);
    free(name);
    return result;
}

static int students_lesson(const struct ll_bundle *bundle,
                           const struct ll_lesson *lesson, struct ll_error *err)
{
    char *name = NULL;
    if (asprintf(&name, "lessons/%s", ll_path_base(lesson->folder)) < 0)
        return ll_fail_memory(err);
    char *folder = ll_bundle_folder(bundle, name, err);
    int result = folder != NULL ? ll_handout_lesson(lesson, folder, err) : -1;
    if (result == 0)
        result = keep_originals(bundle, lesson, folder, err);
    free(folder);
    free(name);
    return result;
}

static int students_whole(const struct ll_bundle *bundle, struct ll_error *err)
{
    if (ll_bundle_sources(bundle, bundle->folder, err) != 0 ||
        ll_export_put_vscode(bundle->folder, err) != 0)
        return -1;
    return ll_export_put(bundle, "students/README.md", bundle->folder, "README.md",
                         ll_export_no_words, err);
}

const struct ll_export_target ll_export_students = {
    .name = "students",
    .takes_all = true,
    .lesson = students_lesson,
    .whole = students_whole,
    .next = "Give the folder to your class; learners start with %s/README.md.",
};

/* The mark by which leaklab knows the folder. */
static int lessons_whole(const struct ll_bundle *bundle, struct ll_error *err)
{
    return ll_export_put(bundle, "lessons/mark", bundle->folder, LL_HOME_OWN,
                         ll_export_no_words, err);
}

const struct ll_export_target ll_export_lessons = {
    .name = "lessons",
    .takes_all = true,
    .lesson = students_lesson,
    .whole = lessons_whole,
    .next = "They are yours to change. Go there (`cd %s`) and run `leaklab list`.",
};
