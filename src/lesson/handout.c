/* SPDX-License-Identifier: MIT */
#include "lesson/handout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/c_tokens.h"
#include "base/path.h"
#include "base/text.h"
#include "lesson/answers.h"
#include "lesson/hidden.h"
#include "lesson/includes.h"
#include "lesson/labels.h"
#include "lesson/manifest.h"

#define FILE_MOST ((size_t)4 * 1024 * 1024)

static int read_file(const struct ll_lesson *lesson, const char *name,
                     struct ll_buf *out, struct ll_error *err)
{
    char *path = ll_path_join(lesson->folder, name);
    if (path == NULL)
        return ll_fail_memory(err);
    int result = ll_file_read(path, FILE_MOST, out, err);
    free(path);
    return result;
}

/* ---- which files -------------------------------------------------------------- */

static void add(struct ll_strings *files, const char *name)
{
    if (name != NULL && !ll_strings_has(files, name))
        ll_strings_add(files, name);
}

static void add_exercise(struct ll_strings *files, const struct ll_exercise *exercise)
{
    add(files, exercise->module.file);
    add(files, exercise->answers);
    add(files, exercise->tests);
    for (unsigned i = 0; i < exercise->files_count; i++)
        add(files, exercise->files[i]);
}

static void add_pair(struct ll_strings *files, const struct ll_pair *pair)
{
    add(files, pair->correct);
    add(files, pair->tests);
    for (unsigned i = 0; i < pair->files_count; i++)
        add(files, pair->files[i]);
    for (unsigned i = 0; i < pair->buggy_count; i++)
        add(files, pair->buggy[i].file);
}

int ll_handout_files(const struct ll_lesson *lesson, const struct ll_exercise *exercise,
                     struct ll_strings *files, struct ll_error *err)
{
    const struct ll_manifest *manifest = lesson->manifest;
    if (exercise != NULL) {
        add_exercise(files, exercise);
    } else {
        add_pair(files, manifest->pair);
        for (unsigned i = 0; i < manifest->exercises_count; i++)
            add_exercise(files, &manifest->exercises[i]);
    }
    struct ll_buf text = LL_BUF_INIT;
    int result = 0;
    for (size_t i = 0; i < files->count && result == 0; i++) {
        ll_buf_clear(&text);
        result = read_file(lesson, files->items[i], &text, err);
        if (result == 0)
            result = ll_lesson_includes(lesson, files->items[i], ll_buf_text(&text),
                                        files, err);
    }
    ll_buf_release(&text);
    return result == 0 ? ll_strings_ok(files, err) : -1;
}

/* ---- one file ----------------------------------------------------------------- */

/* Append the code of `text`: what is left without comments and white space. */
static void add_code(struct ll_buf *out, const char *text)
{
    struct ll_c_tokens tokens;
    struct ll_c_token token;
    ll_c_tokens_init(&tokens, text, strlen(text));
    while (ll_c_tokens_next(&tokens, &token))
        if (token.kind != LL_C_COMMENT)
            ll_buf_add(out, token.start, token.length);
}

/* Whether `text` has the same code as a solution of the lesson: 1 or 0. -1: failure. */
static int solves(const struct ll_lesson *lesson, const char *text,
                  struct ll_error *err)
{
    const struct ll_manifest *manifest = lesson->manifest;
    struct ll_buf own = LL_BUF_INIT, solution = LL_BUF_INIT, code = LL_BUF_INIT;
    int result = 0;
    add_code(&own, text);
    for (unsigned i = 0; i < manifest->exercises_count && result == 0; i++) {
        const char *name = manifest->exercises[i].solution;
        char *path = name != NULL ? ll_path_join(lesson->folder, name) : NULL;
        bool there = path != NULL && ll_path_exists(path);
        free(path);
        if (name != NULL && path == NULL)
            result = ll_fail_memory(err);
        if (!there || result != 0)
            continue;
        ll_buf_clear(&solution);
        ll_buf_clear(&code);
        result = read_file(lesson, name, &solution, err);
        add_code(&code, ll_buf_text(&solution));
        if (result == 0 && (own.full || code.full))
            result = ll_fail_memory(err);
        else if (result == 0)
            result = strcmp(ll_buf_text(&own), ll_buf_text(&code)) == 0;
    }
    ll_buf_release(&own);
    ll_buf_release(&solution);
    ll_buf_release(&code);
    return result;
}

/* Append the answers file `text` without its answers. Comments, empty lines and
 * questions are kept. */
static void blank_answers(struct ll_buf *out, const char *text)
{
    for (const char *line = text; *line != '\0';) {
        const char *end = line + strcspn(line, "\n");
        const char *next = end + (*end == '\n');
        size_t length = (size_t)(end - line), blanks = strspn(line, " \t\r");
        const char *colon = memchr(line, ':', length);
        const char *comment = colon != NULL ? strstr(colon, " #") : NULL;
        if (blanks >= length || line[blanks] == '#') {
            ll_buf_add(out, line, (size_t)(next - line));
        } else if (blanks == 0 && colon != NULL) {
            ll_buf_addf(out, "%.*s:", (int)(colon - line), line);
            if (comment != NULL && comment < end)
                ll_buf_addf(out, "%*s%.*s", (int)(comment - colon - 1), "",
                            (int)(end - comment), comment);
            ll_buf_putc(out, '\n');
        }
        line = next;
    }
}

static bool is_source(const char *name)
{
    static const char *const endings[] = {".c", ".h", ".pyx", ".pxd", ".pxi", ".py"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ll_path_ends(name, endings[i]))
            return true;
    return false;
}

/* A rubric hides the exercise's `prints` as "program", which is not a test's name. */
static bool hides_prints(const struct ll_exercise *exercise)
{
    const struct ll_rubric *rubric = exercise->rubric;
    for (unsigned i = 0; rubric != NULL && i < rubric->hidden_count; i++)
        if (strcmp(rubric->hidden[i], "program") == 0)
            return true;
    return false;
}

/* Remove the tests that `exercise` hides from `shown`, the text of its suite. */
static int drop_hidden(const struct ll_exercise *exercise, struct ll_buf *shown,
                       struct ll_error *err)
{
    const struct ll_rubric *rubric = exercise->rubric;
    for (unsigned i = 0; rubric != NULL && i < rubric->hidden_count; i++) {
        struct ll_buf rest = LL_BUF_INIT;
        if (strcmp(rubric->hidden[i], "program") == 0)
            continue;
        if (!ll_hidden_strip(ll_buf_text(shown), rubric->hidden[i], &rest))
            return ll_fail(err, LL_FAULT_INPUT,
                           "cannot remove the hidden test '%s' from '%s'",
                           rubric->hidden[i], exercise->tests);
        ll_buf_release(shown);
        *shown = rest;
    }
    return 0;
}

static int drop_all_hidden(const struct ll_lesson *lesson, const char *name,
                           struct ll_buf *shown, struct ll_error *err)
{
    const struct ll_manifest *manifest = lesson->manifest;
    int result = 0;
    for (unsigned i = 0; i < manifest->exercises_count && result == 0; i++)
        if (manifest->exercises[i].tests != NULL &&
            strcmp(manifest->exercises[i].tests, name) == 0)
            result = drop_hidden(&manifest->exercises[i], shown, err);
    return result;
}

int ll_handout_file(const struct ll_lesson *lesson, const char *name,
                    const char *folder, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT, shown = LL_BUF_INIT;
    char *path = ll_path_join(folder, name);
    int result = -1;
    if (path == NULL) {
        ll_fail_memory(err);
        goto out;
    }
    if (read_file(lesson, name, &text, err) != 0)
        goto out;
    int solved = is_source(name) ? solves(lesson, ll_buf_text(&text), err) : 0;
    if (solved > 0)
        ll_fail(err, LL_FAULT_INPUT,
                "'%s/%s' is already solved: restore the exercise, then export again",
                lesson->folder, name);
    if (solved != 0)
        goto out;
    if (is_source(name))
        ll_labels_strip(ll_buf_text(&text), &shown);
    else if (ll_lesson_is_answers(lesson, name))
        blank_answers(&shown, ll_buf_text(&text));
    else
        ll_buf_puts(&shown, ll_buf_text(&text));
    if (drop_all_hidden(lesson, name, &shown, err) != 0)
        goto out;
    result = shown.full ? ll_fail_memory(err)
                        : ll_file_write(path, ll_buf_text(&shown), shown.len, err);
out:
    ll_buf_release(&text);
    ll_buf_release(&shown);
    free(path);
    return result;
}

/* ---- the manifest ------------------------------------------------------------- */

static void drop(char **text)
{
    free(*text);
    *text = NULL;
}

/* Remove from a place what marks its line, and the place if it asks for nothing else.
 */
static void drop_label(struct ll_expected_place **place)
{
    if (*place == NULL)
        return;
    drop(&(*place)->label);
    drop(&(*place)->code);
    if ((*place)->function == NULL && (*place)->variable == NULL &&
        (*place)->how == NULL) {
        free(*place);
        *place = NULL;
    }
}

static bool same_place(const struct ll_expected_place *a,
                       const struct ll_expected_place *b)
{
    return (a == NULL) == (b == NULL) &&
           (a == NULL ||
            (ll_same_text(a->function, b->function) &&
             ll_same_text(a->variable, b->variable) && ll_same_text(a->how, b->how)));
}

/* Whether the two are the same now that their labels are gone. */
static bool alike(const struct ll_expectation *a, const struct ll_expectation *b)
{
    return ll_same_text(a->kind, b->kind) && a->bytes == b->bytes &&
           a->blocks == b->blocks && same_place(a->at, b->at) &&
           same_place(a->allocated, b->allocated) && same_place(a->freed, b->freed) &&
           same_place(a->lost, b->lost);
}

static void drop_labels(struct ll_module *module)
{
    for (unsigned i = 0; i < module->expect_count; i++) {
        struct ll_expectation *expect = &module->expect[i];
        drop_label(&expect->at);
        drop_label(&expect->allocated);
        drop_label(&expect->freed);
        drop_label(&expect->lost);
    }
    /* If two expectations are now alike, each `why` could be shown for the wrong fault.
     * Remove both; the general words are shown instead. */
    for (unsigned i = 0; i < module->expect_count; i++)
        for (unsigned j = i + 1; j < module->expect_count; j++) {
            struct ll_expectation *a = &module->expect[i], *b = &module->expect[j];
            if (a->why == NULL || b->why == NULL || ll_same_text(a->why, b->why) ||
                !alike(a, b))
                continue;
            drop(&a->why);
            drop(&b->why);
        }
}

/* The part of an exercise that learners may see; its members are borrowed. `rubric` and
 * `grading` are left out: a rubric names hidden tests and kinds of faults. */
static struct ll_exercise shown_exercise(const struct ll_exercise *exercise)
{
    return (struct ll_exercise){
        .kind = exercise->kind,
        .module = {.file = exercise->module.file},
        .files = exercise->files,
        .files_count = exercise->files_count,
        .module_name = exercise->module_name,
        .tests = exercise->tests,
        .solution = exercise->solution, /* only the file's name */
        .sweep = exercise->sweep,
        .steps = exercise->steps,
        .steps_count = exercise->steps_count,
        .prints = hides_prints(exercise) ? NULL : exercise->prints,
        .reachable = exercise->reachable,
        .answers = exercise->answers,
        .asks = exercise->asks,
        .asks_count = exercise->asks_count,
    };
}

static int write_manifest(const struct ll_lesson *lesson, const char *path,
                          struct ll_error *err)
{
    char *from = ll_path_join(lesson->folder, "lesson.yml");
    struct ll_manifest *own = from != NULL ? ll_manifest_load(from, err) : NULL;
    struct ll_exercise *exercises = NULL;
    int result = -1;
    if (from == NULL)
        ll_fail_memory(err);
    if (own == NULL)
        goto out;
    exercises = calloc(own->exercises_count, sizeof *exercises);
    if (exercises == NULL) {
        ll_fail_memory(err);
        goto out;
    }
    for (unsigned i = 0; i < own->exercises_count; i++)
        exercises[i] = shown_exercise(&own->exercises[i]);
    for (unsigned i = 0; i < own->pair->buggy_count; i++)
        drop_labels(&own->pair->buggy[i]);
    const struct ll_manifest shown = {
        .title = own->title,
        .habit = own->habit,
        .about = own->about,
        .cwe = own->cwe,
        .cwe_count = own->cwe_count,
        .cert = own->cert,
        .cert_count = own->cert_count,
        .tools = own->tools,
        .tools_count = own->tools_count,
        .fail = own->fail,
        .language = own->language,
        .python = own->python,
        .reachable = own->reachable,
        .more = own->more,
        .more_count = own->more_count,
        .allocator = own->allocator,
        .allocator_count = own->allocator_count,
        .pair = own->pair,
        .exercises = exercises,
        .exercises_count = own->exercises_count,
    };
    result = ll_manifest_write(&shown, path, err);
out:
    free(exercises);
    ll_manifest_free(own);
    free(from);
    return result;
}

/* Add the files of the lesson's benchmark, if it has one. */
static int add_bench(const struct ll_lesson *lesson, struct ll_strings *files,
                     struct ll_error *err)
{
    for (const char *const *bench = ll_lesson_bench; *bench != NULL; bench++) {
        char *path = ll_path_join(lesson->folder, *bench);
        if (path == NULL)
            return ll_fail_memory(err);
        if (ll_path_exists(path))
            add(files, *bench);
        free(path);
    }
    return 0;
}

int ll_handout_lesson(const struct ll_lesson *lesson, const char *folder,
                      struct ll_error *err)
{
    struct ll_strings files = LL_STRINGS_INIT;
    char *manifest = ll_path_join(folder, "lesson.yml");
    int result = manifest == NULL ? ll_fail_memory(err)
                                  : ll_handout_files(lesson, NULL, &files, err);
    if (result == 0) {
        ll_strings_add(&files, "README.md");
        ll_strings_add(&files, "hints.md");
        result = add_bench(lesson, &files, err);
    }
    if (result == 0)
        result = ll_strings_ok(&files, err);
    for (size_t i = 0; i < files.count && result == 0; i++)
        result = ll_handout_file(lesson, files.items[i], folder, err);
    if (result == 0)
        result = write_manifest(lesson, manifest, err);
    ll_strings_release(&files);
    free(manifest);
    return result;
}
