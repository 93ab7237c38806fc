/* SPDX-License-Identifier: MIT */
#include "grade/lesson_copy.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/home.h"
#include "base/path.h"
#include "runtime/references.h"
#include "submission/isolate.h"
#include "submission/translate.h"

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
                ll_isolate_put(to, name, ll_buf_text(&bytes), bytes.len, 0644, err);
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

int ll_lesson_copy_folder(const struct ll_lesson *lesson, const char *to,
                          struct ll_error *err)
{
    return copy_folder(lesson->folder, to, lesson, err);
}

/* The runtime's header for the tool that follows references. */
static int copy_references(const char *from, const char *to, struct ll_error *err)
{
    char *source = ll_path_join(from, LL_REFERENCES_FOLDER);
    char *target = ll_path_join(to, LL_REFERENCES_FOLDER);
    int result = source == NULL || target == NULL ? ll_fail_memory(err)
                 : ll_path_is_dir(source) ? copy_folder(source, target, NULL, err)
                                          : 0;
    free(source);
    free(target);
    return result;
}

static int put_all(struct ll_lesson_copy *lesson_copy, const struct ll_lesson *lesson,
                   const struct ll_exercise *exercise, const struct ll_intake *intake,
                   struct ll_error *err)
{
    char *from = ll_home_runtime(err);
    char *folder = ll_path_join(lesson_copy->in, ll_path_base(lesson->folder));
    lesson_copy->runtime = ll_path_join(lesson_copy->in, "runtime");
    lesson_copy->source =
        folder == NULL ? NULL : ll_path_join(folder, ll_exercise_file(exercise));
    int result = from == NULL ? -1
                 : lesson_copy->source == NULL || lesson_copy->runtime == NULL
                     ? ll_fail_memory(err)
                     : 0;
    if (result == 0)
        result = copy_folder(from, lesson_copy->runtime, NULL, err);
    if (result == 0)
        result = copy_references(from, lesson_copy->runtime, err);
    if (result == 0)
        result = copy_folder(lesson->folder, folder, lesson, err);
    if (result == 0)
        result =
            ll_isolate_put(folder, ll_exercise_file(exercise),
                           ll_buf_text(&intake->source), intake->source.len, 0644, err);
    if (result == 0 && (lesson_copy->lesson = ll_lesson_load(folder, err)) == NULL)
        result = -1;
    free(from);
    free(folder);
    return result;
}

int ll_lesson_copy_open(struct ll_lesson_copy *lesson_copy,
                        const struct ll_lesson *lesson,
                        const struct ll_exercise *exercise,
                        const struct ll_grade_options *options,
                        const struct ll_intake *intake, struct ll_error *err)
{
    lesson_copy->folder = ll_isolate_folder(err);
    if (lesson_copy->folder == NULL)
        return -1;
    lesson_copy->in = ll_path_join(lesson_copy->folder, "in");
    if (lesson_copy->in == NULL)
        return ll_fail_memory(err);
    if (put_all(lesson_copy, lesson, exercise, intake, err) != 0 ||
        ll_cases(lesson_copy->lesson, lesson_copy->source, false, &lesson_copy->cases,
                 &lesson_copy->count, err) != 0)
        return -1;
    lesson_copy->lastptr = ll_tool_for(LL_TOOL_EXPLAINER)->folder(NULL);
    lesson_copy->readable[0] = lesson_copy->in;
    lesson_copy->readable[1] = lesson_copy->lastptr;
    lesson_copy->isolation = (struct ll_isolation)LL_ISOLATION_INIT;
    lesson_copy->isolation.readable = lesson_copy->readable;
    lesson_copy->isolation.allow_less = options->allow_weak_isolation;
    lesson_copy->session =
        (struct ll_session){.limits = options->limits, .no_cache = true, .threads = 1};
    /* The last one: the pair stands before it. */
    struct ll_case *one = &lesson_copy->cases[lesson_copy->count - 1];
    one->subject.isolation = one->tests.isolation = &lesson_copy->isolation;
    one->subject.runtime = one->tests.runtime = lesson_copy->runtime;
    lesson_copy->one = one;
    return 0;
}

int ll_lesson_copy_reuse(struct ll_lesson_copy *lesson_copy,
                         const struct ll_harness *harness,
                         const struct ll_compiled *compiled, struct ll_error *err)
{
    lesson_copy->objects = ll_path_join(lesson_copy->in, "objects");
    int result = lesson_copy->objects == NULL
                     ? ll_fail_memory(err)
                     : copy_folder(harness->swept, lesson_copy->objects, NULL, err);
    for (int way = LL_WAY_PLAIN; way <= LL_WAY_ASAN && result == 0; way++) {
        struct ll_buf name = LL_BUF_INIT;
        ll_buf_addf(&name, "%s.", harness->tools[way]->name);
        ll_translate_name(compiled, &name);
        ll_buf_puts(&name, ".o");
        result = name.full ? ll_fail_memory(err)
                           : ll_isolate_put(lesson_copy->objects, ll_buf_text(&name),
                                            ll_buf_text(&compiled->closed[way]),
                                            compiled->closed[way].len, 0644, err);
        ll_buf_release(&name);
    }
    struct ll_case *one = &lesson_copy->cases[lesson_copy->count - 1];
    one->subject.objects = one->tests.objects = lesson_copy->objects;
    one->subject.compiled_in = one->tests.compiled_in = LL_SUBMISSION_ROOT;
    one->subject.start = one->tests.start = harness->start;
    return result;
}

/* Whether the program is made from that file. */
static bool is_of_program(const struct ll_harness *harness, const char *name)
{
    const struct ll_exercise *exercise = harness->exercise;
    bool is_of_it = strcmp(name, ll_exercise_file(exercise)) == 0;
    for (size_t i = 0; i < exercise->files_count; i++)
        is_of_it = is_of_it || strcmp(name, exercise->files[i]) == 0;
    for (size_t i = 0; i < harness->headers.count; i++)
        is_of_it =
            is_of_it || strcmp(name, ll_path_base(harness->headers.items[i])) == 0;
    return is_of_it;
}

int ll_lesson_copy_strip(struct ll_lesson_copy *lesson_copy,
                         const struct ll_harness *harness, struct ll_error *err)
{
    const char *folder = lesson_copy->lesson->folder;
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, NULL);
    int result =
        count < 0 ? ll_fail(err, LL_FAULT_HARNESS, "cannot read '%s'", folder) : 0;
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        bool is_dot = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
        char *path = ll_path_join(folder, name);
        if (path == NULL)
            result = ll_fail_memory(err);
        else if (!is_dot && !is_of_program(harness, name))
            ll_path_remove_tree(path);
        if (path != NULL && !is_dot && !is_of_program(harness, name) &&
            ll_path_exists(path))
            result = ll_fail(err, LL_FAULT_HARNESS, "cannot remove '%s'", path);
        free(path);
        free(entries[i]);
    }
    free(entries);
    return result;
}

void ll_lesson_copy_close(struct ll_lesson_copy *lesson_copy)
{
    ll_cases_free(lesson_copy->cases, lesson_copy->count);
    ll_lesson_free(lesson_copy->lesson);
    if (lesson_copy->folder != NULL)
        ll_path_remove_tree(lesson_copy->folder);
    free(lesson_copy->folder);
    free(lesson_copy->in);
    free(lesson_copy->runtime);
    free(lesson_copy->objects);
    free(lesson_copy->lastptr);
    free(lesson_copy->source);
    *lesson_copy = (struct ll_lesson_copy){0};
}
