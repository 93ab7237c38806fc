/* SPDX-License-Identifier: MIT */
#include "grade/lesson_copy.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/home.h"
#include "base/path.h"
#include "submission/isolate.h"

enum { FILE_MOST = 8 << 20 };

static int copy_file(const char *from, const char *to, const char *name, bool empty,
                     struct ll_error *err)
{
    struct ll_buf bytes = LL_BUF_INIT;
    char *source = ll_path_join(from, name);
    int result = source == NULL ? ll_fail_memory(err) : 0;
    if (result == 0 && !ll_path_is_dir(source)) {
        if (!empty)
            result = ll_file_read(source, FILE_MOST, &bytes, err);
        if (result == 0)
            result =
                ll_isolated_put(to, name, ll_buf_text(&bytes), bytes.len, 0644, err);
    }
    ll_buf_release(&bytes);
    free(source);
    return result;
}

/* The files of a folder into a new one. Of `lesson`, if given, solutions and answers go
 * empty: nothing that runs a submission may read how it is mended. */
static int copy_folder(const char *from, const char *to, const struct ll_lesson *lesson,
                       struct ll_error *err)
{
    struct dirent **entries = NULL;
    int count = mkdir(to, 0755) == 0 && chmod(to, 0755) == 0
                    ? scandir(from, &entries, NULL, NULL)
                    : -1;
    int result =
        count < 0 ? ll_fail(err, LL_FAULT_HARNESS, "cannot copy '%s' to '%s'", from, to)
                  : 0;
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        if (result == 0)
            result = copy_file(from, to, name,
                               lesson != NULL && (ll_lesson_is_solution(lesson, name) ||
                                                  ll_lesson_is_answers(lesson, name)),
                               err);
        free(entries[i]);
    }
    free(entries);
    return result;
}

static int put_all(struct ll_placed *placed, const struct ll_lesson *lesson,
                   const struct ll_exercise *exercise, const struct ll_intake *intake,
                   struct ll_error *err)
{
    char *from = ll_home_runtime(err);
    char *folder = ll_path_join(placed->in, ll_path_base(lesson->folder));
    placed->runtime = ll_path_join(placed->in, "runtime");
    placed->source =
        folder == NULL ? NULL : ll_path_join(folder, ll_exercise_file(exercise));
    int result = from == NULL ? -1
                 : placed->source == NULL || placed->runtime == NULL
                     ? ll_fail_memory(err)
                     : 0;
    if (result == 0)
        result = copy_folder(from, placed->runtime, NULL, err);
    if (result == 0)
        result = copy_folder(lesson->folder, folder, lesson, err);
    if (result == 0)
        result = ll_isolated_put(folder, ll_exercise_file(exercise),
                                 ll_buf_text(&intake->source), intake->source.len, 0644,
                                 err);
    if (result == 0 && (placed->lesson = ll_lesson_load(folder, err)) == NULL)
        result = -1;
    free(from);
    free(folder);
    return result;
}

int ll_placed_open(struct ll_placed *placed, const struct ll_lesson *lesson,
                   const struct ll_exercise *exercise,
                   const struct ll_grade_options *options,
                   const struct ll_intake *intake, struct ll_error *err)
{
    placed->folder = ll_isolated_folder(err);
    if (placed->folder == NULL)
        return -1;
    placed->in = ll_path_join(placed->folder, "in");
    if (placed->in == NULL)
        return ll_fail_memory(err);
    if (put_all(placed, lesson, exercise, intake, err) != 0 ||
        ll_cases(placed->lesson, placed->source, false, &placed->cases, &placed->count,
                 err) != 0)
        return -1;
    placed->lastptr = ll_home_lastptr(NULL);
    placed->readable[0] = placed->in;
    placed->readable[1] = placed->lastptr;
    placed->isolation = (struct ll_isolation)LL_ISOLATION_INIT;
    placed->isolation.readable = placed->readable;
    placed->isolation.allow_less = options->allow_weak_isolation;
    placed->session =
        (struct ll_session){.limits = options->limits, .no_cache = true, .threads = 1};
    /* The last one: the pair stands before it. */
    struct ll_case *one = &placed->cases[placed->count - 1];
    one->subject.isolation = one->tests.isolation = &placed->isolation;
    one->subject.runtime = one->tests.runtime = placed->runtime;
    placed->one = one;
    return 0;
}

int ll_placed_reuse(struct ll_placed *placed, const struct ll_parts *parts,
                    const struct ll_making *making, struct ll_error *err)
{
    placed->objects = ll_path_join(placed->in, "objects");
    int result = placed->objects == NULL
                     ? ll_fail_memory(err)
                     : copy_folder(parts->swept, placed->objects, NULL, err);
    for (int way = LL_WAY_PLAIN; way <= LL_WAY_ASAN && result == 0; way++) {
        struct ll_buf name = LL_BUF_INIT;
        ll_buf_addf(&name, "%s.%s.o", parts->tools[way]->name, making->name);
        result = name.full ? ll_fail_memory(err)
                           : ll_isolated_put(placed->objects, ll_buf_text(&name),
                                             ll_buf_text(&making->closed[way]),
                                             making->closed[way].len, 0644, err);
        ll_buf_release(&name);
    }
    struct ll_case *one = &placed->cases[placed->count - 1];
    one->subject.objects = one->tests.objects = placed->objects;
    one->subject.compiled_in = one->tests.compiled_in = LL_SUBMISSION_ROOT;
    return result;
}

void ll_placed_close(struct ll_placed *placed)
{
    ll_cases_free(placed->cases, placed->count);
    ll_lesson_free(placed->lesson);
    if (placed->folder != NULL)
        ll_path_remove_tree(placed->folder);
    free(placed->folder);
    free(placed->in);
    free(placed->runtime);
    free(placed->objects);
    free(placed->lastptr);
    free(placed->source);
    *placed = (struct ll_placed){0};
}
