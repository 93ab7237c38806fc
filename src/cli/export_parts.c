/* SPDX-License-Identifier: MIT */
#include "cli/export_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "cli/pack.h"
#include "grade/rubric.h"
#include "lesson/handout.h"

const struct ll_exercise *ll_export_exercise(const struct ll_lesson *lesson,
                                             struct ll_error *err)
{
    const struct ll_manifest *manifest = lesson->manifest;
    for (unsigned i = 0; i < manifest->exercises_count; i++)
        if (manifest->exercises[i].kind != LL_DIAGNOSE)
            return &manifest->exercises[i];
    ll_fail(err, LL_FAULT_USAGE, "lesson %u has no exercise in which code is written",
            lesson->number);
    return NULL;
}

/* Names go into scripts and URLs: refuse one that would need quotes there. */
static int check_name(const char *name, struct ll_error *err)
{
    if (name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                          "0123456789._-")] == '\0')
        return 0;
    return ll_fail(err, LL_FAULT_INPUT,
                   "cannot export '%s': use only letters, digits and . _ - in its name",
                   name);
}

int ll_export_words_init(struct ll_export_words *words, const struct ll_lesson *lesson,
                         const struct ll_exercise *exercise, struct ll_error *err)
{
    struct ll_strings files = LL_STRINGS_INIT;
    const char *file = exercise->module.file;
    ll_buf_init(&words->files, 1 << 20);
    const struct ll_rubric *rubric = ll_rubric_of(exercise);
    snprintf(words->number, sizeof words->number, "%u", lesson->number);
    snprintf(words->most, sizeof words->most, "%u",
             rubric->tests + rubric->memory + rubric->sweep + rubric->steps);
    int result = ll_handout_files(lesson, exercise, &files, err);
    if (result == 0)
        result = check_name(ll_path_base(lesson->folder), err);
    for (size_t i = 0; i < files.count && result == 0; i++) {
        result = check_name(files.items[i], err);
        if (strcmp(files.items[i], file) != 0)
            ll_buf_addf(&words->files,
                        "    <li><a href=\"{{ options.client_files_question_url "
                        "}}/%s\"><code>%s</code></a></li>\n",
                        files.items[i], files.items[i]);
    }
    if (result == 0 && words->files.full)
        result = ll_fail_memory(err);
    ll_strings_release(&files);
    const struct ll_bundle_word list[] = {
        {"NUMBER", words->number},
        {"FOLDER", ll_path_base(lesson->folder)},
        {"TITLE", lesson->manifest->title},
        {"ABOUT", lesson->manifest->about},
        {"EXERCISE", file},
        {"MOST", words->most},
        {"FILES_HTML", ll_buf_text(&words->files)},
        {NULL, NULL},
    };
    memcpy(words->list, list, sizeof list);
    return result;
}

void ll_export_words_release(struct ll_export_words *words)
{
    ll_buf_release(&words->files);
}

void ll_export_words_add(struct ll_export_words *words, const char *name,
                         const char *text)
{
    size_t count = 0;
    while (words->list[count].name != NULL)
        count++;
    if (count + 1 < LL_EXPORT_WORDS) {
        words->list[count] = (struct ll_bundle_word){name, text};
        words->list[count + 1] = (struct ll_bundle_word){NULL, NULL};
    }
}

int ll_export_put(const struct ll_bundle *bundle, const char *name, const char *folder,
                  const char *as, const struct ll_bundle_word *words,
                  struct ll_error *err)
{
    char *to = ll_path_join(folder, as);
    if (to == NULL)
        return ll_fail_memory(err);
    int result = ll_bundle_template(bundle, name, to, words, err);
    free(to);
    return result;
}

const struct ll_bundle_word ll_export_no_words[] = {{NULL, NULL}};

int ll_export_put_lesson(const struct ll_lesson *lesson, const char *folder,
                         struct ll_error *err)
{
    char *to = NULL;
    if (asprintf(&to, "%s/lessons/%s", folder, ll_path_base(lesson->folder)) < 0)
        return ll_fail_memory(err);
    int result = ll_path_make_dirs(to, err);
    if (result == 0)
        result = ll_bundle_copy(lesson->folder, to, err);
    free(to);
    return result;
}

int ll_export_put_handout(const struct ll_lesson *lesson, const char *folder,
                          struct ll_error *err)
{
    char *to = NULL;
    if (asprintf(&to, "%s/lessons/%s", folder, ll_path_base(lesson->folder)) < 0)
        return ll_fail_memory(err);
    int result = ll_path_make_dirs(to, err);
    if (result == 0)
        result = ll_handout_lesson(lesson, to, err);
    free(to);
    return result;
}

int ll_export_put_image(const struct ll_bundle *bundle, const char *dockerfile,
                        struct ll_error *err)
{
    char *image = ll_bundle_folder(bundle, "image", err);
    char *leaklab =
        image != NULL ? ll_bundle_folder(bundle, "image/leaklab", err) : NULL;
    int result = -1;
    if (leaklab != NULL && ll_bundle_sources(bundle, leaklab, err) == 0)
        result = ll_export_put(bundle, dockerfile, image, "Dockerfile",
                               ll_export_no_words, err);
    free(image);
    free(leaklab);
    return result;
}

int ll_export_put_image_lesson(const struct ll_bundle *bundle,
                               const struct ll_lesson *lesson, struct ll_error *err)
{
    char *leaklab = ll_bundle_folder(bundle, "image/leaklab", err);
    int result = leaklab != NULL ? ll_export_put_handout(lesson, leaklab, err) : -1;
    free(leaklab);
    return result;
}

char *ll_export_stage(const struct ll_bundle *bundle, struct ll_error *err)
{
    return ll_bundle_folder(bundle, ".stage", err);
}

int ll_export_pack(const struct ll_bundle *bundle, bool gzip, struct ll_buf *out,
                   struct ll_error *err)
{
    char *stage = ll_export_stage(bundle, err);
    if (stage == NULL)
        return -1;
    int result = ll_pack_folder(stage, gzip, out, err);
    if (result == 0 && out->full)
        result = ll_fail_memory(err);
    ll_path_remove_tree(stage);
    free(stage);
    return result;
}

int ll_export_pack_lesson(const struct ll_bundle *bundle,
                          const struct ll_lesson *lesson, bool whole,
                          struct ll_buf *out, struct ll_error *err)
{
    struct ll_buf packed = LL_BUF_INIT;
    char *stage = ll_export_stage(bundle, err);
    int result = -1;
    if (stage != NULL && (whole ? ll_export_put_lesson(lesson, stage, err)
                                : ll_export_put_handout(lesson, stage, err)) == 0)
        result = ll_export_pack(bundle, true, &packed, err);
    if (result == 0) {
        ll_pack_base64(out, &packed);
        result = out->full ? ll_fail_memory(err) : 0;
    }
    free(stage);
    ll_buf_release(&packed);
    return result;
}

int ll_export_put_exercise(const struct ll_lesson *lesson,
                           const struct ll_exercise *exercise, const char *folder,
                           struct ll_error *err)
{
    struct ll_strings files = LL_STRINGS_INIT;
    int result = ll_handout_files(lesson, exercise, &files, err);
    for (size_t i = 0; i < files.count && result == 0; i++)
        result = ll_handout_file(lesson, files.items[i], folder, err);
    ll_strings_release(&files);
    return result;
}
