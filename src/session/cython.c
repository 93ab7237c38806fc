/* SPDX-License-Identifier: MIT */
#include "session/cython.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "base/text.h"
#include "session/cython_lines.h"
#include "session/job.h"
#include "session/stamp.h"
#include "session/translated.h"

enum { MADE_MOST = 64 << 20, SOURCE_MOST = 16 << 20 };

const char *const ll_cython_options[] = {"-3", "--line-directives", "--cleanup", "3",
                                         NULL};
const char *const ll_cython_programs[] = {"cython", "cython3", NULL};

bool ll_cython_is(const char *source)
{
    return ll_path_ends(source, ".pyx");
}

bool ll_cython_any(const struct ll_subject *subject)
{
    for (size_t i = 0; i < subject->sources.count; i++)
        if (ll_cython_is(subject->sources.items[i]))
            return true;
    return false;
}

char *ll_cython_module(const struct ll_subject *subject, const char *source)
{
    bool first =
        subject->sources.count > 0 && strcmp(subject->sources.items[0], source) == 0;
    if (first && subject->module != NULL)
        return strdup(subject->module);
    const char *name = ll_path_base(source);
    return strndup(name, strlen(name) - strlen(".pyx"));
}

/* ---- C or C++ ------------------------------------------------------------------ */

static bool is_plus(const char *source)
{
    return ll_path_ends(source, ".cpp") || ll_path_ends(source, ".cc") ||
           ll_path_ends(source, ".cxx");
}

/* Whether the line asks for C++: "# distutils: language = c++"; or needs it. */
static bool line_asks(const char *line)
{
    char text[128];
    line += strspn(line, " \t");
    snprintf(text, sizeof text, "%.*s", (int)strcspn(line, "\r\n"), line);
    if (text[0] == '#')
        return strstr(text, "distutils:") != NULL && strstr(text, "language") != NULL &&
               strstr(text, "c++") != NULL;
    return ll_starts_with(text, "from libcpp") ||
           ll_starts_with(text, "cimport libcpp") ||
           ll_starts_with(text, "cppclass ") || ll_starts_with(text, "cdef cppclass ");
}

bool ll_cython_asks_plus(const char *text)
{
    bool found = false;
    for (const char *line = text; *line != '\0' && !found; line = ll_next_line(line))
        found = line_asks(line);
    return found;
}

static bool asks(const char *source)
{
    struct ll_buf text = LL_BUF_INIT;
    ll_buf_init(&text, SOURCE_MOST);
    bool found = ll_file_read(source, SOURCE_MOST, &text, NULL) == 0 &&
                 ll_cython_asks_plus(ll_buf_text(&text));
    ll_buf_release(&text);
    return found;
}

/* Whether Cython is to make C++ of `source`. */
static bool becomes_plus(const struct ll_subject *subject, const char *source)
{
    for (size_t i = 0; i < subject->sources.count; i++)
        if (is_plus(subject->sources.items[i]))
            return true;
    return asks(source);
}

bool ll_cython_any_plus(const struct ll_subject *subject)
{
    for (size_t i = 0; i < subject->sources.count; i++) {
        const char *source = subject->sources.items[i];
        if (is_plus(source) || (ll_cython_is(source) && asks(source)))
            return true;
    }
    return false;
}

bool ll_cython_made(const struct ll_subject *subject, const char *dir,
                    const char *source, struct ll_buf *out)
{
    return ll_buf_addf(out, "%s/%s.%s", dir, ll_path_base(source),
                       becomes_plus(subject, source) ? "cpp" : "c");
}

int ll_cython_sources(const struct ll_subject *subject, const char *dir,
                      struct ll_strings *sources, struct ll_error *err)
{
    for (size_t i = 0; i < subject->sources.count; i++) {
        const char *source = subject->sources.items[i];
        struct ll_buf made = LL_BUF_INIT;
        if (!ll_cython_is(source))
            ll_strings_add(sources, source);
        else if (!ll_cython_made(subject, dir, source, &made) ||
                 !ll_strings_add(sources, ll_buf_text(&made))) {
            ll_buf_release(&made);
            return ll_fail_memory(err);
        }
        ll_buf_release(&made);
    }
    return ll_strings_ok(sources, err);
}

/* ---- what it depends on -------------------------------------------------------- */

/* The declarations that Cython may read in a folder: its .pxd and .pxi files. */
static bool add_declarations(struct ll_digest *digest, const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    bool known = count >= 0;
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        char *path = ll_path_ends(name, ".pxd") || ll_path_ends(name, ".pxi")
                         ? ll_path_join(folder, name)
                         : NULL;
        if (path != NULL) {
            ll_digest_text(digest, path);
            known = ll_stamp_content(digest, path) && known;
        }
        free(path);
        free(entries[i]);
    }
    free(entries);
    return known;
}

static void add_programs(struct ll_digest *digest)
{
    for (size_t i = 0; ll_cython_programs[i] != NULL; i++) {
        char *program = ll_stamp_program(ll_cython_programs[i]);
        if (program != NULL)
            ll_stamp_file(digest, program);
        free(program);
    }
}

/* What a translation by Cython depends on beside its source: the program, and what is
 * beside the sources. */
static bool add_translator(struct ll_digest *digest, const struct ll_subject *subject)
{
    bool known = true;
    add_programs(digest);
    for (size_t i = 0; i < subject->roots.count && known; i++)
        known = add_declarations(digest, subject->roots.items[i]);
    return known;
}

bool ll_cython_digest(const struct ll_subject *subject, struct ll_digest *digest)
{
    bool known = true;
    if (!ll_cython_any(subject))
        return true;
    for (size_t i = 0; i < subject->sources.count && known; i++)
        known = ll_stamp_content(digest, subject->sources.items[i]);
    return known && add_translator(digest, subject);
}

int ll_cython_digest_version(struct ll_digest *digest, struct ll_error *err)
{
    struct ll_ended ended = {.how = LL_END_NOT_STARTED};
    int result = 0;
    add_programs(digest);
    for (size_t i = 0; ll_cython_programs[i] != NULL && result == 0 &&
                       ended.how == LL_END_NOT_STARTED;
         i++) {
        struct ll_buf words = LL_BUF_INIT;
        const char *const argv[] = {ll_cython_programs[i], "--version", NULL};
        const struct ll_job job = {
            .argv = argv, .limits = ll_limits_default, .out = &words, .err = &words};
        result = ll_jail_run(&job, &ended, err);
        ll_digest_text(digest, ll_buf_text(&words));
        ll_buf_release(&words);
    }
    return result;
}

/* ---- the translation ------------------------------------------------------------ */

/* Where the compiler looks for headers, Cython looks for .pxd files. */
static int add_includes(const struct ll_subject *subject, struct ll_strings *argv,
                        struct ll_error *err)
{
    char *folder = subject->folder != NULL ? strdup(subject->folder) : getcwd(NULL, 0);
    if (folder == NULL)
        return ll_fail_memory(err);
    for (size_t i = 0; i < subject->cflags.count; i++) {
        const char *flag = subject->cflags.items[i];
        char *path = ll_starts_with(flag, "-I") ? ll_path_join(folder, flag + 2) : NULL;
        if (path != NULL)
            ll_strings_addf(argv, "-I%s", path);
        free(path);
    }
    free(folder);
    return ll_strings_ok(argv, err);
}

/* The command that translates `source` into the folder `dir`. */
static int add_command(const struct ll_subject *subject, const char *program,
                       const char *source, const char *dir, struct ll_strings *argv,
                       struct ll_error *err)
{
    struct ll_buf made = LL_BUF_INIT;
    int result = -1;
    if (!ll_cython_made(subject, dir, source, &made)) {
        ll_fail_memory(err);
        goto out;
    }
    ll_strings_add(argv, program);
    ll_strings_add_all(argv, ll_cython_options);
    ll_strings_add(argv, "-o");
    ll_strings_add(argv, ll_buf_text(&made));
    if (becomes_plus(subject, source))
        ll_strings_add(argv, "--cplus");
    if (add_includes(subject, argv, err) != 0)
        goto out;
    if (subject->module != NULL && strcmp(subject->sources.items[0], source) == 0) {
        ll_strings_add(argv, "--module-name");
        ll_strings_add(argv, subject->module);
    }
    ll_strings_add(argv, ll_path_base(source));
    result = ll_strings_ok(argv, err);

out:
    ll_buf_release(&made);
    return result;
}

/* Cython gets none of the variables that the subject adds for its program: so there is
 * one translation for the program, its suite and its sweeps. */
static const struct ll_subject no_subject;

/* Run Cython on one source. `run` gets its words and how it ended. */
static int run_cython(const struct ll_subject *subject, const char *program,
                      const char *source, const char *dir, struct ll_run *run,
                      struct ll_buf *words, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT, env = LL_STRINGS_INIT;
    char *folder = ll_path_dir(source);
    int result = folder == NULL ? ll_fail_memory(err) : 0;
    if (result == 0)
        result = add_command(subject, program, source, dir, &argv, err);
    if (result == 0)
        result = ll_build_env(&no_subject, dir, &env, err);
    if (result == 0)
        result = ll_build_start(subject, dir, folder, &argv, &env, words, run, err);
    free(folder);
    ll_strings_release(&env);
    ll_strings_release(&argv);
    return result;
}

static int read_made(const struct ll_subject *subject, const char *source,
                     const char *dir, struct ll_buf *made, struct ll_error *err)
{
    struct ll_buf path = LL_BUF_INIT;
    int result = ll_cython_made(subject, dir, source, &path) ? 0 : ll_fail_memory(err);
    if (result == 0)
        result = ll_file_read(ll_buf_text(&path), MADE_MOST, made, err);
    ll_buf_release(&path);
    return result;
}

/* Write the C with the lines of the .pyx. */
static int place(const struct ll_subject *subject, const char *source, const char *dir,
                 const struct ll_buf *made, struct ll_error *err)
{
    struct ll_buf path = LL_BUF_INIT, placed = LL_BUF_INIT;
    ll_buf_init(&placed, 4 * (size_t)MADE_MOST);
    int result = ll_cython_made(subject, dir, source, &path) ? 0 : ll_fail_memory(err);
    if (result == 0)
        result = ll_cython_place(ll_buf_text(made), ll_buf_text(&path), source, &placed,
                                 err);
    if (result == 0)
        result = ll_file_write(ll_buf_text(&path), placed.data, placed.len, err);
    ll_buf_release(&placed);
    ll_buf_release(&path);
    return result;
}

/* Why there is no C. Cython has printed an error with its place, or there is none. */
static int say_failure(struct ll_run *run, struct ll_buf *words, struct ll_error *err)
{
    struct ll_buf note = LL_BUF_INIT;
    run->status = LL_RUN_NOT_BUILT;
    if (run->ended.how == LL_END_NOT_STARTED) {
        run->status = LL_RUN_NO_TOOL;
        ll_buf_addf(&note, "Cython is missing: install cython3%s",
                    ll_home_advise("python").text);
    } else if (run->ended.how == LL_END_EXITED) {
        ll_buf_puts(&note, "Cython cannot translate it");
    } else {
        ll_buf_puts(&note, "Cython ");
        ll_ended_say(&run->ended, &ll_build_limits, &note);
    }
    run->by_cython = words->len > 0;
    if (run->by_cython)
        run->compiler = ll_buf_take(words);
    run->by_cython = run->compiler != NULL;
    run->note = ll_buf_take(&note);
    ll_buf_release(&note);
    return run->note == NULL ? ll_fail_memory(err) : 1;
}

/* Have Cython make the C. 1: there is none, and `run` says why. */
static int make(const struct ll_subject *subject, const char *source, const char *dir,
                struct ll_run *run, struct ll_error *err)
{
    struct ll_buf words = LL_BUF_INIT;
    int result = 0;
    for (size_t i = 0; ll_cython_programs[i] != NULL && result == 0; i++) {
        ll_buf_clear(&words);
        result =
            run_cython(subject, ll_cython_programs[i], source, dir, run, &words, err);
        if (run->ended.how != LL_END_NOT_STARTED)
            break;
    }
    if (result == 0 && (run->ended.how != LL_END_EXITED || run->ended.status != 0))
        result = say_failure(run, &words, err);
    ll_buf_release(&words);
    return result;
}

/* What is made in isolation is not shared. */
static bool find_key(const struct ll_subject *subject, const char *source,
                     struct ll_key *key)
{
    struct ll_strings command = LL_STRINGS_INIT;
    struct ll_digest digest;
    if (subject->isolation != NULL)
        return false;
    ll_digest_init(&digest);
    bool found = add_command(subject, "", source, "", &command, NULL) == 0 &&
                 ll_stamp_env(&digest, &no_subject) &&
                 ll_stamp_content(&digest, source) && add_translator(&digest, subject);
    ll_digest_text(&digest, source);
    ll_stamp_texts(&digest, &command);
    ll_digest_finish(&digest, key->bytes);
    ll_strings_release(&command);
    return found;
}

static int translate(const struct ll_subject *subject, const char *source,
                     const char *dir, struct ll_run *run, struct ll_error *err)
{
    struct ll_key key;
    struct ll_buf made = LL_BUF_INIT;
    ll_buf_init(&made, MADE_MOST);
    const bool shared = find_key(subject, source, &key);
    int result = 0;
    if (!shared || !ll_translated_get(&key, &made)) {
        ll_buf_release(&made);
        result = make(subject, source, dir, run, err);
        if (result == 0)
            result = read_made(subject, source, dir, &made, err);
        if (shared)
            ll_translated_put(&key, result == 0 ? &made : NULL);
    }
    if (result == 0)
        result = place(subject, source, dir, &made, err);
    ll_buf_release(&made);
    return result;
}

int ll_cython_translate(const struct ll_subject *subject, const char *dir,
                        struct ll_run *run, struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < subject->sources.count && result == 0; i++)
        if (ll_cython_is(subject->sources.items[i]))
            result = translate(subject, subject->sources.items[i], dir, run, err);
    return result;
}
