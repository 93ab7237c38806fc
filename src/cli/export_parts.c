/* SPDX-License-Identifier: MIT */
#include "cli/export_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
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
    snprintf(words->number, sizeof words->number, "%u", lesson->number);
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
