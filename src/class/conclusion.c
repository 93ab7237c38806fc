/* SPDX-License-Identifier: MIT */
#include "class/conclusion.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/path.h"
#include "submission/intake.h"

void ll_class_outcome_release(struct ll_class_outcome *outcome)
{
    ll_class_release(&outcome->class);
    ll_similarity_release(&outcome->alike);
    free(outcome->aside);
    for (size_t i = 0; i < outcome->change_count; i++)
        free(outcome->changes[i].name);
    free(outcome->changes);
    *outcome = (struct ll_class_outcome){0};
}

static int add_prints(struct ll_fingerprints *prints, const char *folder,
                      const char *name, bool all, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    int result = 0;
    char *path = ll_path_join(folder, name);
    if (path == NULL)
        result = ll_fail_memory(err);
    else if (ll_file_read(path, LL_SUBMISSION_MAX, &text, NULL) == 0)
        result = ll_fingerprints_add(prints, ll_buf_text(&text), text.len, all, err);
    free(path);
    ll_buf_release(&text);
    return result;
}

static bool is_source(const char *name)
{
    static const char *const endings[] = {".c", ".h", ".pyx", ".pxd"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ll_path_ends(name, endings[i]))
            return true;
    return false;
}

/* All sources of the lesson but the solution of the exercise. */
static int read_handed_out(const struct ll_lesson *lesson,
                           const struct ll_exercise *exercise,
                           struct ll_fingerprints *prints, struct ll_error *err)
{
    int result = 0;
    DIR *folder = opendir(lesson->folder);
    if (folder == NULL)
        return 0;
    for (struct dirent *entry; result == 0 && (entry = readdir(folder)) != NULL;) {
        if (!is_source(entry->d_name) ||
            (exercise->solution != NULL &&
             strcmp(entry->d_name, exercise->solution) == 0))
            continue;
        result = add_prints(prints, lesson->folder, entry->d_name, true, err);
    }
    closedir(folder);
    return result;
}

int ll_class_about(const struct ll_lesson *lesson, const char *exercise,
                   struct ll_class_about *about, struct ll_error *err)
{
    *about = (struct ll_class_about){.lesson = lesson};
    about->exercise = ll_lesson_exercise(lesson, exercise, err);
    if (about->exercise == NULL)
        return -1;
    snprintf(about->text, sizeof about->text, "lesson %u, %.200s", lesson->number,
             exercise);
    return read_handed_out(lesson, about->exercise, &about->handed_out, err);
}

void ll_class_about_release(struct ll_class_about *about)
{
    ll_fingerprints_release(&about->handed_out);
}

/* `prints` has one for each of the class; the lesson's solution is added as one more.
 */
static int find_alike(const struct ll_class_about *about,
                      struct ll_fingerprints **prints, struct ll_class_outcome *outcome,
                      struct ll_error *err)
{
    const struct ll_exercise *exercise = about->exercise;
    size_t count = outcome->class.count;
    if (!LL_GROW_ONE(*prints, count))
        return ll_fail_memory(err);
    struct ll_fingerprints *grown = *prints;
    grown[count] = (struct ll_fingerprints){0};
    outcome->solution = exercise->solution;
    outcome->lesson = about->lesson;
    outcome->exercise = exercise;
    int result = 0;
    if (exercise->solution != NULL)
        result = add_prints(&grown[count], about->lesson->folder, exercise->solution,
                            false, err);
    ll_fingerprints_without(&grown[count], &about->handed_out);
    if (result == 0)
        result = ll_similarity_find(grown, count + 1, &outcome->alike, err);
    ll_fingerprints_release(&grown[count]);
    return result;
}

int ll_class_outcome_fill(struct ll_results *results,
                          const struct ll_class_about *about,
                          struct ll_class_outcome *outcome, struct ll_error *err)
{
    struct ll_fingerprints *prints = NULL;
    if (ll_results_load(results, &outcome->class, &prints, err) != 0)
        return -1;
    int result = find_alike(about, &prints, outcome, err);
    for (size_t i = 0; i < outcome->class.count; i++)
        ll_fingerprints_release(&prints[i]);
    free(prints);
    return result;
}
