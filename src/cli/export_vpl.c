/* SPDX-License-Identifier: MIT
 *
 * export_vpl: for each lesson, the scripts of a Virtual Programming Lab in Moodle. They
 * hold the lesson, as VPL takes single files. */
#include <stdlib.h>

#include "base/path.h"
#include "cli/export_parts.h"

static int put_scripts(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                       struct ll_export_words *words, const char *folder,
                       struct ll_error *err)
{
    struct ll_buf whole = LL_BUF_INIT, handout = LL_BUF_INIT;
    int result = ll_export_pack_lesson(bundle, lesson, true, &whole, err);
    if (result == 0)
        result = ll_export_pack_lesson(bundle, lesson, false, &handout, err);
    ll_export_words_add(words, "LESSON_BASE64", ll_buf_text(&whole));
    ll_export_words_add(words, "HANDOUT_BASE64", ll_buf_text(&handout));
    if (result == 0 && (ll_export_put(bundle, "vpl/vpl_evaluate.sh", folder,
                                      "vpl_evaluate.sh", words->list, err) != 0 ||
                        ll_export_put(bundle, "vpl/vpl_run.sh", folder, "vpl_run.sh",
                                      words->list, err) != 0))
        result = -1;
    ll_buf_release(&whole);
    ll_buf_release(&handout);
    return result;
}

static int vpl_lesson(const struct ll_bundle *bundle, const struct ll_lesson *lesson,
                      struct ll_error *err)
{
    const struct ll_exercise *exercise = ll_export_exercise(lesson, err);
    if (exercise == NULL)
        return -1;
    struct ll_export_words words;
    char *folder = NULL;
    int result = ll_export_words_init(&words, lesson, exercise, err);
    if (result == 0)
        folder = ll_bundle_folder(bundle, ll_path_base(lesson->folder), err);
    if (folder == NULL ||
        ll_export_put(bundle, "vpl/README.md", folder, "README.md", words.list, err) !=
            0 ||
        ll_export_put_exercise(lesson, exercise, folder, err) != 0 ||
        put_scripts(bundle, lesson, &words, folder, err) != 0)
        result = -1;
    free(folder);
    ll_export_words_release(&words);
    return result;
}

const struct ll_export_target ll_export_vpl = {
    .name = "vpl",
    .lesson = vpl_lesson,
    .next = "Next: %s/*/README.md.",
};
