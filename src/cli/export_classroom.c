/* SPDX-License-Identifier: MIT
 *
 * export_classroom: repositories for GitHub Classroom. */
#include <stdio.h>
#include <stdlib.h>

#include "base/path.h"
#include "cli/export_parts.h"

static int github_lesson(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                         struct ll_error *err)
{
    const struct ll_exercise *exercise = ll_export_exercise(lesson, err);
    if (exercise == NULL)
        return -1;
    struct ll_export_words words;
    char *folder = NULL, *workflows = NULL, *grader = NULL, *name = NULL;
    int result = ll_export_words_init(&words, lesson, exercise, err);
    if (result == 0 &&
        asprintf(&name, "%s/.github/workflows", ll_path_base(lesson->folder)) < 0) {
        name = NULL;
        result = ll_fail_memory(err);
    }
    if (result == 0 &&
        ((folder = ll_bundle_folder(bundle, ll_path_base(lesson->folder), err)) ==
             NULL ||
         (workflows = ll_bundle_folder(bundle, name, err)) == NULL ||
         (grader = ll_bundle_folder(bundle, "grader", err)) == NULL ||
         ll_export_put(bundle, "github-classroom/README.md", folder, "README.md",
                       words.list, err) != 0 ||
         ll_export_put(bundle, "github-classroom/classroom.yml", workflows,
                       "classroom.yml", words.list, err) != 0 ||
         ll_export_put_exercise(lesson, exercise, folder, err) != 0 ||
         ll_export_put_lesson(lesson, grader, err) != 0))
        result = -1;
    free(name);
    free(folder);
    free(workflows);
    free(grader);
    ll_export_words_release(&words);
    return result;
}

static int github_whole(const struct ll_bundle *bundle, struct ll_error *err)
{
    char *grader = ll_bundle_folder(bundle, "grader", err);
    int result = -1;
    if (grader != NULL && ll_bundle_sources(bundle, grader, err) == 0 &&
        ll_export_put(bundle, "github-classroom/grade", grader, "grade",
                      ll_export_no_words, err) == 0)
        result = ll_export_put(bundle, "github-classroom/INSTRUCTOR.md", bundle->folder,
                               "INSTRUCTOR.md", ll_export_no_words, err);
    free(grader);
    return result;
}

const struct ll_export_target ll_export_classroom = {
    .name = "github-classroom",
    .lesson = github_lesson,
    .whole = github_whole,
    .next = "Next: %s/INSTRUCTOR.md.",
};
