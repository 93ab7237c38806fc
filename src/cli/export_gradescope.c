/* SPDX-License-Identifier: MIT
 *
 * export_gradescope: a folder for each lesson, to upload as its autograder. */
#include <stdlib.h>

#include "base/path.h"
#include "cli/export_parts.h"

static int gradescope_lesson(const struct ll_bundle *bundle,
                             const struct ll_lesson *lesson, struct ll_error *err)
{
    const struct ll_exercise *exercise = ll_export_exercise(lesson, err);
    if (exercise == NULL)
        return -1;
    struct ll_export_words words;
    char *folder = NULL, *leaklab = NULL;
    int result = ll_export_words_init(&words, lesson, exercise, err);
    if (result == 0) {
        folder = ll_bundle_folder(bundle, ll_path_base(lesson->folder), err);
        leaklab = folder != NULL ? ll_path_join(folder, "leaklab") : NULL;
        result = folder == NULL ? -1 : leaklab == NULL ? ll_fail_memory(err) : 0;
    }
    if (result == 0 && (ll_export_put(bundle, "gradescope/setup.sh", folder, "setup.sh",
                                      words.list, err) != 0 ||
                        ll_export_put(bundle, "gradescope/run_autograder", folder,
                                      "run_autograder", words.list, err) != 0 ||
                        ll_export_put(bundle, "gradescope/README.md", folder,
                                      "README.md", words.list, err) != 0 ||
                        ll_bundle_sources(bundle, leaklab, err) != 0 ||
                        ll_export_put_lesson(lesson, leaklab, err) != 0))
        result = -1;
    free(folder);
    free(leaklab);
    ll_export_words_release(&words);
    return result;
}

const struct ll_export_target ll_export_gradescope = {
    .name = "gradescope",
    .lesson = gradescope_lesson,
    .next = "Next: %s/*/README.md.",
};
