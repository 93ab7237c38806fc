/* SPDX-License-Identifier: MIT */
#include "session/build.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "session/command.h"
#include "session/cython.h"
#include "session/modules.h"
#include "session/objects.h"

/* Write modules.c, if there are modules. 1: there is no program, and `run` says why. */
static int write_modules(const struct ll_subject *subject, const char *dir,
                         struct ll_run *run, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    struct ll_error why = {0};
    char *path = ll_path_join(dir, LL_MODULES_FILE);
    int result = path == NULL ? ll_fail_memory(err) : 0;
    if (result == 0 && ll_modules_text(subject, NULL, &text, &why) != 0) {
        if (why.fault != LL_FAULT_INPUT) {
            result = ll_fail(err, why.fault, "%s", why.text);
            goto out;
        }
        run->status = LL_RUN_NOT_BUILT;
        run->note = strdup(why.text);
        result = run->note == NULL ? ll_fail_memory(err) : 1;
    }
    if (result == 0 && text.len > 0)
        result = ll_file_write(path, text.data, text.len, err);

out:
    free(path);
    ll_buf_release(&text);
    return result;
}

/* Write what is compiled with, or in place of, a Python module's sources. The same. */
static int prepare(const struct ll_subject *subject, const char *dir,
                   struct ll_run *run, struct ll_error *err)
{
    int result = write_modules(subject, dir, run, err);
    return result != 0 ? result : ll_cython_translate(subject, dir, run, err);
}

/* Why there is no program, as a note. */
static void note_failure(const struct ll_run *run, const struct ll_tool *tool,
                         struct ll_buf *note)
{
    bool exited = run->ended.how == LL_END_EXITED;
    if (!exited) {
        ll_buf_addf(note, "the compiler '%s' ", tool->compiler);
        ll_ended_say(&run->ended, &ll_build_limits, note);
    } else if (run->compiler != NULL &&
               strstr(run->compiler, "undefined reference to `main'") != NULL) {
        ll_buf_puts(note, "there is no main function in it");
    } else {
        ll_buf_puts(note, "it does not compile");
    }
}

static int take_words(struct ll_buf *words, char **to, struct ll_error *err)
{
    if (words->len == 0)
        return 0;
    *to = ll_buf_take(words);
    return *to == NULL ? ll_fail_memory(err) : 0;
}

/* Start the compiler on everything, or, where there are `parts`, only to link. */
static int compile(const struct ll_subject *subject, const struct ll_tool *tool,
                   const char *dir, const struct ll_strings *parts,
                   struct ll_buf *words, struct ll_run *run, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    struct ll_strings env = LL_STRINGS_INIT;
    int result = -1;
    if (ll_build_command(subject, tool, dir, parts, &argv, err) != 0 ||
        ll_build_env(subject, dir, &env, err) != 0)
        goto out;
    ll_strings_addf(&env, "SUNPRO_DEPENDENCIES=%s/" LL_BUILD_HEADERS, dir);
    ll_strings_add(&env, "CC_PRINT_HEADERS=1");
    ll_strings_addf(&env, "CC_PRINT_HEADERS_FILE=%s/" LL_BUILD_HEADERS_OF_CLANG, dir);
    result =
        ll_build_start(subject, dir, subject->folder, &argv, &env, words, run, err);

out:
    ll_strings_release(&env);
    ll_strings_release(&argv);
    return result;
}

/* Whether the sources are compiled one by one. What is not trusted is not put into the
 * cache, and clang lists headers in another way. */
static bool is_by_objects(const struct ll_subject *subject, const struct ll_tool *tool,
                          const struct ll_cache *cache)
{
    return cache != NULL && !tool->reads_sources && subject->isolation == NULL &&
           subject->objects == NULL && strcmp(tool->compiler, "gcc") == 0;
}

/* Compile and link. If a source does not compile, everything is compiled again at once:
 * so the words are always those of one command. */
static int make_program(const struct ll_subject *subject, const struct ll_tool *tool,
                        const char *dir, struct ll_cache *cache, struct ll_buf *words,
                        struct ll_run *run, struct ll_error *err)
{
    if (!is_by_objects(subject, tool, cache))
        return compile(subject, tool, dir, NULL, words, run, err);
    struct ll_objects objects = {.subject = subject,
                                 .tool = tool,
                                 .dir = dir,
                                 .cache = cache,
                                 .run = run,
                                 .words = LL_BUF_INIT,
                                 .headers = LL_BUF_INIT};
    int result = ll_objects_make(&objects, err);
    if (result == 0 &&
        !ll_buf_add(words, ll_buf_text(&objects.words), objects.words.len))
        result = ll_fail_memory(err);
    if (result >= 0)
        result = compile(subject, tool, dir, result == 0 ? &objects.parts : NULL, words,
                         run, err);
    ll_objects_release(&objects);
    return result;
}

/* Put a program that was built by others in its place. */
static int place_finished(const struct ll_subject *subject, const char *dir,
                          struct ll_error *err)
{
    char *place = ll_path_join(dir, LL_BUILD_PROGRAM);
    int result = place == NULL ? ll_fail_memory(err)
                 : symlink(subject->finished, place) == 0
                     ? 0
                     : ll_fail(err, LL_FAULT_HARNESS, "cannot make '%s': %s", place,
                               strerror(errno));
    free(place);
    return result;
}

/* A program may look for its files beside itself: it is started where it is. */
char *ll_build_program(const struct ll_subject *subject, const char *dir)
{
    return subject->preloads ? strdup(subject->finished)
                             : ll_path_join(dir, LL_BUILD_PROGRAM);
}

int ll_build(const struct ll_subject *subject, const struct ll_tool *tool,
             const char *dir, struct ll_cache *cache, struct ll_run *run,
             struct ll_error *err)
{
    struct ll_buf words = LL_BUF_INIT;
    struct ll_buf note = LL_BUF_INIT;
    if (subject->finished != NULL)
        return place_finished(subject, dir, err);
    int result = subject->python ? prepare(subject, dir, run, err) : 0;
    if (result != 0)
        return result < 0 ? -1 : 0;
    result = make_program(subject, tool, dir, cache, &words, run, err);
    if (result == 0)
        result = take_words(&words, &run->compiler, err);
    if (result != 0 || (run->ended.how == LL_END_EXITED && run->ended.status == 0))
        goto out;
    run->status =
        run->ended.how == LL_END_NOT_STARTED ? LL_RUN_NO_TOOL : LL_RUN_NOT_BUILT;
    note_failure(run, tool, &note);
    result = take_words(&note, &run->note, err);

out:
    ll_buf_release(&note);
    ll_buf_release(&words);
    return result;
}
