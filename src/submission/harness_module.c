/* SPDX-License-Identifier: MIT */
#include "submission/harness_module.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "session/cython.h"
#include "session/modules.h"
#include "session/run.h"
#include "submission/trusted.h"

enum { SCRIPT_MAX = 1 << 20, OBJECT_MAX = 16 << 20 };

/* A file of the lesson, as a subject. `module`: its name, if it is in Cython; NULL. */
static int add_own(const struct ll_lesson *lesson, const char *file, const char *module,
                   struct ll_subject *subject, struct ll_error *err)
{
    char *path = ll_path_join(lesson->folder, file);
    int result =
        path == NULL ? ll_fail_memory(err) : ll_subject_add_source(subject, path, err);
    subject->python = lesson->manifest->python;
    if (result == 0 && module != NULL && (subject->module = strdup(module)) == NULL)
        result = ll_fail_memory(err);
    free(path);
    return result;
}

static int add_solution(const struct ll_lesson *lesson,
                        const struct ll_exercise *exercise, struct ll_subject *subject,
                        struct ll_error *err)
{
    return add_own(lesson, exercise->solution, exercise->module_name, subject, err);
}

int ll_harness_module_is(const struct ll_lesson *lesson,
                         const struct ll_exercise *exercise, struct ll_error *err)
{
    struct ll_subject subject = {0};
    if (!lesson->manifest->python || exercise->solution == NULL)
        return 0;
    int result = add_solution(lesson, exercise, &subject, err);
    if (result == 0)
        result = ll_modules_any(&subject);
    ll_subject_release(&subject);
    return result;
}

/* Copy the exercise's scripts. The first is added to `subject`: it is run. */
static int copy_scripts(const struct ll_harness *harness, struct ll_subject *subject,
                        struct ll_error *err)
{
    const struct ll_exercise *exercise = harness->exercise;
    int result = 0;
    for (unsigned i = 0; i < exercise->files_count && result == 0; i++) {
        struct ll_buf text = LL_BUF_INIT;
        const char *name = exercise->files[i];
        char *from = ll_path_join(harness->lesson->folder, name);
        char *to = ll_path_join(harness->scripts, name);
        if (from == NULL || to == NULL)
            result = ll_fail_memory(err);
        if (result == 0 && ll_path_ends(name, ".py")) {
            result = ll_file_read(from, SCRIPT_MAX, &text, err);
            if (result == 0)
                result = ll_file_write(to, ll_buf_text(&text), text.len, err);
            if (result == 0 && chmod(to, 0644) != 0)
                result =
                    ll_fail(err, LL_FAULT_HARNESS, "cannot open '%s' to others", to);
            if (result == 0)
                result = ll_subject_add_source(subject, to, err);
        }
        ll_buf_release(&text);
        free(from);
        free(to);
    }
    return result;
}

static int write_table(const struct ll_harness *harness,
                       const struct ll_subject *subject, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT, source = LL_BUF_INIT;
    struct ll_strings argv = LL_STRINGS_INIT;
    ll_buf_addf(&source, "%s/" LL_MODULES_FILE, harness->folder);
    int result = source.full ? ll_fail_memory(err)
                             : ll_modules_text(subject, harness->scripts, &text, err);
    if (result == 0)
        result = ll_file_write(ll_buf_text(&source), text.data, text.len, err);
    ll_strings_add_all(&argv, (const char *const[]){"gcc", "-fPIC", "-c", NULL});
    ll_strings_add(&argv, ll_buf_text(&source));
    ll_strings_add(&argv, "-o");
    ll_strings_addf(&argv, "%s/modules.o", harness->folder);
    if (result == 0)
        result = ll_trusted_must(&argv, err);
    ll_strings_release(&argv);
    ll_buf_release(&source);
    ll_buf_release(&text);
    return result;
}

/* The runtime's script.o, whose main becomes the driver's. */
static int make_driver(const struct ll_harness *harness, const char *runtime,
                       struct ll_error *err)
{
    struct ll_buf object = LL_BUF_INIT;
    char *from = ll_path_join(runtime, "script.o");
    char *to = ll_path_join(harness->folder, "script.o");
    int result = from == NULL || to == NULL
                     ? ll_fail_memory(err)
                     : ll_file_read(from, OBJECT_MAX, &object, err);
    if (result == 0)
        result = ll_file_write(to, ll_buf_text(&object), object.len, err);
    if (result == 0)
        result = ll_trusted_rename_main(to, "ll_driver_main", err);
    ll_buf_release(&object);
    free(from);
    free(to);
    return result;
}

int ll_harness_module_make(struct ll_harness *harness, const char *runtime,
                           struct ll_error *err)
{
    struct ll_subject subject = {0};
    harness->scripts = ll_path_join(harness->folder, "scripts");
    int result =
        harness->scripts == NULL ? ll_fail_memory(err)
        : mkdir(harness->scripts, 0755) != 0 || chmod(harness->scripts, 0755) != 0
            ? ll_fail(err, LL_FAULT_HARNESS, "cannot make '%s'", harness->scripts)
            : 0;
    if (result == 0)
        result = add_solution(harness->lesson, harness->exercise, &subject, err);
    if (result == 0)
        result = copy_scripts(harness, &subject, err);
    if (result == 0)
        result = write_table(harness, &subject, err);
    if (result == 0)
        result = make_driver(harness, runtime, err);
    ll_subject_release(&subject);
    return result;
}

int ll_harness_module_translate(const struct ll_harness *harness, const char *file,
                                char **made, struct ll_buf *words, struct ll_error *err)
{
    const struct ll_pair *pair = harness->lesson->manifest->pair;
    bool is_of_pair = strcmp(file, pair->correct) == 0;
    struct ll_subject subject = {0};
    struct ll_run run = {0};
    int result = add_own(harness->lesson, file,
                         is_of_pair ? pair->module : harness->exercise->module_name,
                         &subject, err);
    if (result == 0 && ll_cython_any_plus(&subject))
        result = ll_fail(err, LL_FAULT_INPUT,
                         "'%s' becomes C++: modules are graded in C", file);
    if (result == 0)
        result = ll_cython_translate(&subject, harness->folder, &run, err);
    if (result > 0)
        ll_buf_puts(words, run.compiler != NULL ? run.compiler : run.note);
    if (result == 0 && asprintf(made, "%s/%s.c", harness->folder, file) < 0)
        result = ll_fail_memory(err);
    ll_run_release(&run);
    ll_subject_release(&subject);
    return result;
}

void ll_harness_module_add(const struct ll_harness *harness, struct ll_strings *objects)
{
    ll_strings_addf(objects, "%s/modules.o", harness->folder);
    ll_strings_addf(objects, "%s/script.o", harness->folder);
}
