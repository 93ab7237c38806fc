/* SPDX-License-Identifier: MIT */
#include "cli/changed.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "cli/original.h"
#include "cli/screen.h"
#include "jail/jail.h"

enum { FILE_MAX = 1 << 20 };

/* Whether the file is one that learners leave as it is. */
static bool is_fixed(const struct ll_lesson *lesson, const char *name)
{
    static const char *const endings[] = {".c", ".h", ".py", ".pyx"};
    const struct ll_manifest *manifest = lesson->manifest;
    bool fixed = strcmp(name, "lesson.yml") == 0;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        fixed = fixed || ll_path_ends(name, endings[i]);
    for (unsigned i = 0; i < manifest->exercises_count && fixed; i++)
        fixed = strcmp(name, ll_exercise_file(&manifest->exercises[i])) != 0;
    return fixed && strchr(name, '/') == NULL;
}

static bool is_same(const char *a, const char *b)
{
    struct ll_buf one = {.max = FILE_MAX}, other = {.max = FILE_MAX};
    bool same = ll_file_read(a, FILE_MAX, &one, NULL) == 0 &&
                ll_file_read(b, FILE_MAX, &other, NULL) == 0 && one.len == other.len &&
                memcmp(ll_buf_text(&one), ll_buf_text(&other), one.len) == 0;
    ll_buf_release(&one);
    ll_buf_release(&other);
    return same;
}

static bool compare_file(const struct ll_lesson *lesson, const char *originals,
                         const char *name, struct ll_strings *edited,
                         struct ll_strings *missing)
{
    char *own = ll_path_join(lesson->folder, name);
    char *original = ll_path_join(originals, name);
    bool good = own != NULL && original != NULL;
    if (good && !ll_path_exists(own))
        good = ll_strings_add(missing, name);
    else if (good && !is_same(own, original))
        good = ll_strings_add(edited, name);
    free(original);
    free(own);
    return good;
}

static bool compare_folder(const struct ll_lesson *lesson, const char *originals,
                           struct ll_strings *edited, struct ll_strings *missing)
{
    struct dirent **names = NULL;
    int count = scandir(originals, &names, NULL, alphasort);
    bool good = true;
    for (int i = 0; i < count; i++) {
        if (good && is_fixed(lesson, names[i]->d_name))
            good = compare_file(lesson, originals, names[i]->d_name, edited, missing);
        free(names[i]);
    }
    free(names);
    return good;
}

/* Let git list the files that differ: "M\tseries.h". False: it cannot. */
static bool ask_git(const struct ll_lesson *lesson, const char *const *from,
                    struct ll_buf *out)
{
    struct ll_ended ended;
    const char *argv[] = {
        "git",        "-C",    lesson->folder, "diff", "--name-status",
        "--relative", from[0], from[1],        NULL};
    const struct ll_job job = {.argv = argv, .limits = ll_limits_default, .out = out};
    return ll_jail_run(&job, &ended, NULL) == 0 && ended.how == LL_END_EXITED &&
           ended.status == 0;
}

static bool compare_by_git(const struct ll_lesson *lesson, struct ll_strings *edited,
                           struct ll_strings *missing)
{
    static const char *const cloned[] = {"--merge-base", "origin/HEAD"};
    static const char *const last[] = {"HEAD", NULL};
    struct ll_buf out = LL_BUF_INIT;
    bool good = true;
    if (!ask_git(lesson, cloned, &out)) {
        ll_buf_clear(&out);
        if (!ask_git(lesson, last, &out))
            ll_buf_clear(&out);
    }
    char *rest = NULL, *text = ll_buf_take(&out);
    for (char *line = text == NULL ? NULL : strtok_r(text, "\n", &rest);
         line != NULL && good; line = strtok_r(NULL, "\n", &rest)) {
        if (line[0] == '\0' || line[1] != '\t' || !is_fixed(lesson, line + 2))
            continue;
        if (line[0] == 'D')
            good = ll_strings_add(missing, line + 2);
        else if (line[0] == 'M')
            good = ll_strings_add(edited, line + 2);
    }
    free(text);
    ll_buf_release(&out);
    return good;
}

static int find_changed(const struct ll_lesson *lesson, struct ll_strings *edited,
                        struct ll_strings *missing, struct ll_error *err)
{
    char *originals = ll_original_folder(lesson);
    bool good = originals != NULL ? compare_folder(lesson, originals, edited, missing)
                                  : compare_by_git(lesson, edited, missing);
    free(originals);
    return good ? 0 : ll_fail_memory(err);
}

int ll_changed_check(const struct ll_lesson *lesson, struct ll_strings *edited,
                     struct ll_error *err)
{
    struct ll_strings missing = LL_STRINGS_INIT;
    struct ll_buf command = LL_BUF_INIT;
    int result = find_changed(lesson, edited, &missing, err);
    if (result == 0 && missing.count > 0) {
        ll_screen_reset(&command, lesson, missing.items[0]);
        result = ll_fail(
            err, LL_FAULT_INPUT,
            "%s of lesson %u is missing: `%s` puts it back as it was handed out",
            missing.items[0], lesson->number, ll_buf_text(&command));
    }
    ll_buf_release(&command);
    ll_strings_release(&missing);
    return result;
}
