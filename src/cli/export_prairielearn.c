/* SPDX-License-Identifier: MIT
 *
 * export_prairielearn: a question for each lesson, and the image that grades them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/path.h"
#include "cli/export_parts.h"
#include "lesson/handout.h"
#include "report/json_parts.h"

/* Make a question's UUID from the lesson's folder name, so that a later export gets the
 * same one. */
static void make_uuid(const struct ll_lesson *lesson, char uuid[37])
{
    char hex[LL_DIGEST_HEX];
    char name[512];
    snprintf(name, sizeof name, "leaklab question %s", ll_path_base(lesson->folder));
    ll_digest_of(name, strlen(name), hex);
    /* Version 8: made by rules of the application. */
    snprintf(uuid, 37, "%.8s-%.4s-8%.3s-8%.3s-%.12s", hex, hex + 8, hex + 13, hex + 17,
             hex + 20);
}

static int put_info(const struct ll_lesson *lesson, const char *folder,
                    struct ll_error *err)
{
    char uuid[37];
    make_uuid(lesson, uuid);
    char *path = ll_path_join(folder, "info.json");
    json_t *info = json_pack(
        "{s:s, s:s, s:s, s:s, s:[s, s], s:s, s:b, s:{s:b, s:s, s:s, s:i}}", "uuid",
        uuid, "title", lesson->manifest->title, "topic", "Memory", "type", "v3", "tags",
        "leaklab", "C", "gradingMethod", "External", "singleVariant", 1,
        "externalGradingOptions", "enabled", 1, "image", "leaklab-grader", "entrypoint",
        "/grade/tests/run.sh", "timeout", 120);
    struct ll_buf text = LL_BUF_INIT;
    int result = ll_json_dump(info, &text, err);
    if (result == 0)
        result = path == NULL ? ll_fail_memory(err)
                              : ll_file_write(path, ll_buf_text(&text), text.len, err);
    ll_buf_release(&text);
    free(path);
    return result;
}

/* Write the exercise beside the question, and the other files where learners can
 * download them. */
static int put_question_files(const struct ll_lesson *lesson,
                              const struct ll_exercise *exercise, const char *folder,
                              const char *client, struct ll_error *err)
{
    struct ll_strings files = LL_STRINGS_INIT;
    int result = ll_handout_files(lesson, exercise, &files, err);
    for (size_t i = 0; i < files.count && result == 0; i++)
        result = ll_handout_file(
            lesson, files.items[i],
            strcmp(files.items[i], exercise->module.file) == 0 ? folder : client, err);
    ll_strings_release(&files);
    return result;
}

static int prairielearn_lesson(const struct ll_bundle *bundle,
                               const struct ll_lesson *lesson, struct ll_error *err)
{
    const struct ll_exercise *exercise = ll_export_exercise(lesson, err);
    if (exercise == NULL)
        return -1;
    struct ll_export_words words;
    struct ll_strings names = LL_STRINGS_INIT;
    char *folders[4] = {NULL};
    const char *base = ll_path_base(lesson->folder);
    ll_strings_addf(&names, "questions/leaklab-%s", base);
    ll_strings_addf(&names, "questions/leaklab-%s/clientFilesQuestion", base);
    ll_strings_addf(&names, "questions/leaklab-%s/tests", base);
    ll_strings_add(&names, "image/leaklab");
    int result = ll_export_words_init(&words, lesson, exercise, err);
    if (result == 0)
        result = ll_strings_ok(&names, err);
    for (size_t i = 0; i < 4 && result == 0; i++) {
        folders[i] = ll_bundle_folder(bundle, names.items[i], err);
        result = folders[i] == NULL ? -1 : 0;
    }
    if (result == 0 &&
        (put_info(lesson, folders[0], err) != 0 ||
         ll_export_put(bundle, "prairielearn/question.html", folders[0],
                       "question.html", words.list, err) != 0 ||
         ll_export_put(bundle, "prairielearn/run.sh", folders[2], "run.sh", words.list,
                       err) != 0 ||
         put_question_files(lesson, exercise, folders[0], folders[1], err) != 0 ||
         ll_export_put_lesson(lesson, folders[3], err) != 0))
        result = -1;
    for (size_t i = 0; i < 4; i++)
        free(folders[i]);
    ll_strings_release(&names);
    ll_export_words_release(&words);
    return result;
}

static int prairielearn_whole(const struct ll_bundle *bundle, struct ll_error *err)
{
    char *image = ll_bundle_folder(bundle, "image", err);
    char *leaklab =
        image != NULL ? ll_bundle_folder(bundle, "image/leaklab", err) : NULL;
    int result = -1;
    if (leaklab != NULL && ll_bundle_sources(bundle, leaklab, err) == 0 &&
        ll_export_put(bundle, "prairielearn/Dockerfile", image, "Dockerfile",
                      ll_export_no_words, err) == 0)
        result = ll_export_put(bundle, "prairielearn/README.md", bundle->folder,
                               "README.md", ll_export_no_words, err);
    free(image);
    free(leaklab);
    return result;
}

const struct ll_export_target ll_export_prairielearn = {
    .name = "prairielearn",
    .lesson = prairielearn_lesson,
    .whole = prairielearn_whole,
    .next = "Next: %s/README.md.",
};
