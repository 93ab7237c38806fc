/* SPDX-License-Identifier: MIT
 *
 * export_autolab: an assessment for each lesson, and the image that grades them. */
#include <stdio.h>
#include <stdlib.h>

#include "base/path.h"
#include "cli/export_parts.h"

/* Write what is on the stage into `folder` as the tar archive `name`. */
static int put_tar(const struct ll_bundle *bundle, const char *folder, const char *name,
                   struct ll_error *err)
{
    struct ll_buf packed = LL_BUF_INIT;
    char *path = ll_path_join(folder, name);
    int result = path == NULL ? ll_fail_memory(err)
                              : ll_export_pack(bundle, false, &packed, err);
    if (result == 0)
        result = ll_file_write(path, ll_buf_text(&packed), packed.len, err);
    free(path);
    ll_buf_release(&packed);
    return result;
}

/* A folder on the stage; new string. */
static char *staged(const struct ll_bundle *bundle, const char *name,
                    struct ll_error *err)
{
    char *stage = ll_export_stage(bundle, err), *folder = NULL;
    if (stage != NULL && (folder = ll_path_join(stage, name)) == NULL)
        ll_fail_memory(err);
    if (folder != NULL && ll_path_make_dirs(folder, err) != 0) {
        free(folder);
        folder = NULL;
    }
    free(stage);
    return folder;
}

static int put_grader(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                      const struct ll_export_words *words, const char *folder,
                      struct ll_error *err)
{
    char *grader = staged(bundle, "leaklab-grader", err);
    int result = -1;
    if (grader != NULL && ll_export_put_lesson(lesson, grader, err) == 0 &&
        ll_export_put(bundle, "autolab/grade", grader, "grade", words->list, err) == 0)
        result = put_tar(bundle, folder, "autograde.tar", err);
    free(grader);
    return result;
}

static int put_handout(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                       const struct ll_exercise *exercise, const char *assessment,
                       const char *folder, struct ll_error *err)
{
    char *name = NULL;
    if (asprintf(&name, "%s-handout.tar", assessment) < 0)
        return ll_fail_memory(err);
    char *handout = staged(bundle, assessment, err);
    int result = -1;
    if (handout != NULL && ll_export_put_exercise(lesson, exercise, handout, err) == 0)
        result = put_tar(bundle, folder, name, err);
    free(handout);
    free(name);
    return result;
}

/* The folder and its description are named alike: so Autolab finds it. */
static int put_assessment(const struct ll_bundle *bundle,
                          const struct ll_lesson *lesson,
                          const struct ll_exercise *exercise,
                          struct ll_export_words *words, const char *assessment,
                          struct ll_error *err)
{
    char *description = NULL;
    if (asprintf(&description, "%s.yml", assessment) < 0)
        return ll_fail_memory(err);
    ll_export_words_add(words, "ASSESSMENT", assessment);
    char *folder = ll_bundle_folder(bundle, assessment, err);
    int result = -1;
    if (folder != NULL &&
        ll_export_put(bundle, "autolab/assessment.yml", folder, description,
                      words->list, err) == 0 &&
        ll_export_put(bundle, "autolab/autograde-Makefile", folder,
                      "autograde-Makefile", words->list, err) == 0 &&
        put_grader(bundle, lesson, words, folder, err) == 0)
        result = put_handout(bundle, lesson, exercise, assessment, folder, err);
    free(folder);
    free(description);
    return result;
}

static int autolab_lesson(const struct ll_bundle *bundle,
                          const struct ll_lesson *lesson, struct ll_error *err)
{
    const struct ll_exercise *exercise = ll_export_exercise(lesson, err);
    if (exercise == NULL)
        return -1;
    struct ll_export_words words;
    char assessment[32];
    snprintf(assessment, sizeof assessment, "leaklab_%02u", lesson->number);
    int result = ll_export_words_init(&words, lesson, exercise, err);
    if (result == 0 &&
        (put_assessment(bundle, lesson, exercise, &words, assessment, err) != 0 ||
         ll_export_put_image_lesson(bundle, lesson, err) != 0))
        result = -1;
    ll_export_words_release(&words);
    return result;
}

static int autolab_whole(const struct ll_bundle *bundle, struct ll_error *err)
{
    if (ll_export_put_image(bundle, "autolab/Dockerfile", err) != 0)
        return -1;
    return ll_export_put(bundle, "autolab/README.md", bundle->folder, "README.md",
                         ll_export_no_words, err);
}

const struct ll_export_target ll_export_autolab = {
    .name = "autolab",
    .lesson = autolab_lesson,
    .whole = autolab_whole,
    .next = "Next: %s/README.md.",
};
