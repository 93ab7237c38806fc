/* SPDX-License-Identifier: MIT
 *
 * export_classroom50: templates and autograders for Classroom 50. */
#include <stdio.h>
#include <stdlib.h>

#include "base/path.h"
#include "cli/export_parts.h"

/* A folder of the bundle that is named after the lesson; new string. */
static char *lesson_folder(const struct ll_bundle *bundle, const char *above,
                           const struct ll_lesson *lesson, struct ll_error *err)
{
    char *name = NULL;
    if (asprintf(&name, "%s/%s", above, ll_path_base(lesson->folder)) < 0) {
        ll_fail_memory(err);
        return NULL;
    }
    char *folder = ll_bundle_folder(bundle, name, err);
    free(name);
    return folder;
}

static int classroom50_lesson(const struct ll_bundle *bundle,
                              const struct ll_lesson *lesson, struct ll_error *err)
{
    const struct ll_exercise *exercise = ll_export_exercise(lesson, err);
    if (exercise == NULL)
        return -1;
    struct ll_export_words words;
    int result = ll_export_words_init(&words, lesson, exercise, err);
    char *learner =
        result == 0 ? lesson_folder(bundle, "templates", lesson, err) : NULL;
    char *grader =
        learner != NULL ? lesson_folder(bundle, "autograders", lesson, err) : NULL;
    if (grader == NULL ||
        ll_export_put(bundle, "classroom50/README.md", learner, "README.md", words.list,
                      err) != 0 ||
        ll_export_put_exercise(lesson, exercise, learner, err) != 0 ||
        ll_export_put(bundle, "classroom50/autograder.py", grader, "autograder.py",
                      words.list, err) != 0 ||
        ll_export_put_lesson(lesson, grader, err) != 0 ||
        ll_export_put_image_lesson(bundle, lesson, err) != 0)
        result = -1;
    free(learner);
    free(grader);
    ll_export_words_release(&words);
    return result;
}

static int classroom50_whole(const struct ll_bundle *bundle, struct ll_error *err)
{
    if (ll_export_put_image(bundle, "classroom50/Dockerfile", err) != 0 ||
        ll_export_put(bundle, "classroom50/runtime.json", bundle->folder,
                      "runtime.json", ll_export_no_words, err) != 0)
        return -1;
    return ll_export_put(bundle, "classroom50/INSTRUCTOR.md", bundle->folder,
                         "INSTRUCTOR.md", ll_export_no_words, err);
}

const struct ll_export_target ll_export_classroom50 = {
    .name = "classroom50",
    .lesson = classroom50_lesson,
    .whole = classroom50_whole,
    .next = "Next: %s/INSTRUCTOR.md.",
};
