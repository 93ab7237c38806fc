/* SPDX-License-Identifier: MIT
 *
 * validate: what is out of order in a lesson's folder, as far as it can be told without
 * running anything. */
#include "base/text.h"
#include "lesson/lesson.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "lesson/hidden.h"
#include "lesson/includes.h"
#include "lesson/labels.h"

#define TEXT_MAX ((size_t)4 * 1024 * 1024)

struct check {
    const struct ll_lesson *lesson;
    struct ll_strings *findings;
    struct ll_strings sources; /* the named files, then the headers that they include */
    struct ll_error *err;
};

/* A module of the manifest, and the files that it is compiled with. */
struct unit {
    const struct ll_module *module;
    char *const *files;
    unsigned files_count;
};

static unsigned unit_count(const struct check *check)
{
    const struct ll_manifest *manifest = check->lesson->manifest;
    return manifest->pair->buggy_count + manifest->exercises_count;
}

static struct unit unit_at(const struct check *check, unsigned i)
{
    const struct ll_pair *pair = check->lesson->manifest->pair;
    if (i < pair->buggy_count)
        return (struct unit){&pair->buggy[i], pair->files, pair->files_count};
    const struct ll_exercise *exercise =
        &check->lesson->manifest->exercises[i - pair->buggy_count];
    return (struct unit){&exercise->module, exercise->files, exercise->files_count};
}

static bool is_stub(const struct check *check, unsigned i)
{
    const struct ll_manifest *manifest = check->lesson->manifest;
    return i >= manifest->pair->buggy_count &&
           manifest->exercises[i - manifest->pair->buggy_count].kind == LL_WRITE;
}

/* Append a finding, unless it is there already: modules can share a file. */
LL_PRINTF(2, 3)
static void find(struct check *check, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = NULL;
    if (vasprintf(&text, format, args) < 0)
        text = NULL;
    va_end(args);
    if (text == NULL)
        check->findings->full = true;
    else if (!ll_strings_has(check->findings, text))
        ll_strings_add(check->findings, text);
    free(text);
}

static bool has(char *const *names, unsigned count, const char *name)
{
    for (unsigned i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* ---- files ----------------------------------------------------------------- */

static char *path_of(const struct check *check, const char *name)
{
    char *path = ll_path_join(check->lesson->folder, name);
    if (path == NULL)
        ll_fail_memory(check->err);
    return path;
}

/* Append the file `name` to `out`. Returns 1 if it was read, 0 if it does not exist, -1
 * on failure. */
static int read_file(struct check *check, const char *name, struct ll_buf *out)
{
    char *path = path_of(check, name);
    if (path == NULL)
        return -1;
    int result = 0;
    if (ll_path_exists(path))
        result = ll_file_read(path, TEXT_MAX, out, check->err) == 0 ? 1 : -1;
    free(path);
    return result;
}

static void add_source(struct check *check, const char *name)
{
    if (!ll_strings_has(&check->sources, name))
        ll_strings_add(&check->sources, name);
}

static void name_sources(struct check *check)
{
    const struct ll_pair *pair = check->lesson->manifest->pair;
    const struct ll_manifest *manifest = check->lesson->manifest;
    for (unsigned i = 0; i < unit_count(check); i++) {
        struct unit unit = unit_at(check, i);
        add_source(check, unit.module->file);
        for (unsigned j = 0; j < unit.files_count; j++)
            add_source(check, unit.files[j]);
    }
    add_source(check, pair->correct);
    add_source(check, pair->tests);
    for (unsigned i = 0; i < manifest->exercises_count; i++) {
        const struct ll_exercise *exercise = &manifest->exercises[i];
        if (exercise->kind == LL_DIAGNOSE) {
            add_source(check, exercise->answers);
            continue;
        }
        add_source(check, exercise->solution);
        add_source(check, exercise->tests);
    }
}

/* Find the named files that are missing, and the headers of the others. */
static int check_sources(struct check *check)
{
    struct ll_buf text = LL_BUF_INIT;
    int result = 0;
    name_sources(check);
    for (size_t i = 0; i < check->sources.count && result == 0; i++) {
        const char *name = check->sources.items[i];
        ll_buf_clear(&text);
        int got = read_file(check, name, &text);
        if (got == 0)
            find(check,
                 "%s: lesson.yml names this file but it is missing: add it or "
                 "correct the name",
                 name);
        result = got < 0 ? -1
                         : ll_lesson_includes(check->lesson, name, ll_buf_text(&text),
                                              &check->sources, check->err);
    }
    ll_buf_release(&text);
    return result == 0 ? ll_strings_ok(&check->sources, check->err) : -1;
}

static bool is_bench(const char *name)
{
    for (const char *const *bench = ll_lesson_bench; *bench != NULL; bench++)
        if (strcmp(name, *bench) == 0)
            return true;
    return false;
}

static int check_strays(struct check *check)
{
    static char *const others[] = {
        ".",        "..",       "lesson.yml",    "README.md",
        "hints.md", "captured", LL_LESSON_WRONG, "Makefile" /* by scripts/build */};
    struct dirent **entries = NULL;
    int count = scandir(check->lesson->folder, &entries, NULL, alphasort);
    if (count < 0)
        return ll_fail(check->err, LL_FAULT_INPUT, "cannot open '%s': %s",
                       check->lesson->folder, strerror(errno));
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name, *dot = strrchr(name, '.');
        if (!has(others, sizeof others / sizeof *others, name) &&
            !ll_strings_has(&check->sources, name) && !is_bench(name)) {
            if (dot != NULL && (strcmp(dot, ".h") == 0 || strcmp(dot, ".pxd") == 0))
                find(check,
                     "%s: no file of the lesson includes it: include it or "
                     "remove it",
                     name);
            else
                find(check,
                     "%s: lesson.yml does not name this file: name it or remove "
                     "it",
                     name);
        }
        free(entries[i]);
    }
    free(entries);
    return 0;
}

/* Each known wrong answer names the exercise that it answers. */
static int check_wrong(struct check *check)
{
    struct ll_strings names = LL_STRINGS_INIT;
    int result = ll_lesson_wrong(check->lesson, &names, check->err);
    for (size_t i = 0; i < names.count; i++)
        if (ll_lesson_wrong_for(check->lesson, names.items[i]) == NULL)
            find(check,
                 "%s: no exercise with code has a name that begins so: name it as in "
                 "'" LL_LESSON_WRONG "/exercise.what-is-wrong.c'",
                 names.items[i]);
    ll_strings_release(&names);
    return result;
}

/* Check a text for people: it must exist and contain words. Returns 1 if it does. */
static int check_text(struct check *check, const char *name, const char *what)
{
    struct ll_buf text = LL_BUF_INIT;
    int got = read_file(check, name, &text);
    const char *words = ll_buf_text(&text);
    if (got == 0)
        find(check, "%s: missing: write %s", name, what);
    else if (got > 0 && words[strspn(words, " \t\r\n")] == '\0') {
        find(check, "%s: empty: write %s", name, what);
        got = 0;
    }
    ll_buf_release(&text);
    return got;
}

static int check_hints(struct check *check)
{
    int there = check_text(check, "hints.md",
                           "one hint in each section, under a heading '## '");
    if (there <= 0)
        return there;
    const struct ll_manifest *manifest = check->lesson->manifest;
    struct ll_strings hints = LL_STRINGS_INIT, groups = LL_STRINGS_INIT;
    int result = ll_lesson_hints(check->lesson, &hints, &groups, check->err);
    if (result == 0 && hints.count == 0)
        find(check, "hints.md: no sections: start each hint with '## '");
    for (size_t i = 0; i < hints.count; i++)
        if (hints.items[i][0] == '\0')
            find(check,
                 "hints.md: section %zu has no words: write the hint or remove "
                 "its heading",
                 i + 1);
    for (unsigned i = 0; i < manifest->exercises_count && hints.count > 0; i++)
        if (ll_lesson_first_hint(&groups, &manifest->exercises[i]) == 0)
            find(check,
                 "hints.md: no hints for '%s': put them below a heading such as "
                 "'# Hints for %s'",
                 ll_exercise_file(&manifest->exercises[i]),
                 ll_exercise_file(&manifest->exercises[i]));
    ll_strings_release(&hints);
    ll_strings_release(&groups);
    return result;
}

/* ---- steps ----------------------------------------------------------------- */

/* Whether a test is one of a step of the exercise. */
static bool is_of_a_step(const struct ll_exercise *exercise, const char *name,
                         size_t length)
{
    for (unsigned i = 0; i < exercise->steps_count; i++)
        for (unsigned k = 0; k < exercise->steps[i].tests_count; k++) {
            const char *test = exercise->steps[i].tests[k];
            if (strlen(test) == length && strncmp(test, name, length) == 0)
                return true;
        }
    return false;
}

/* Under the tools, only the tests of steps run: a fault that another test alone reaches
 * would not be seen. */
static int check_steps(struct check *check, const struct ll_exercise *exercise)
{
    struct ll_buf text = LL_BUF_INIT;
    int got = exercise->steps_count == 0 ? 0 : read_file(check, exercise->tests, &text);
    for (const char *line = ll_buf_text(&text); got > 0 && *line != '\0';
         line = ll_next_line(line)) {
        size_t length;
        const char *name = ll_test_at(line, &length);
        if (name != NULL && !is_of_a_step(exercise, name, length))
            find(check,
                 "%s: the test '%.*s' is in no step: add it to the 'tests' of one, in "
                 "lesson.yml",
                 exercise->tests, (int)length, name);
    }
    ll_buf_release(&text);
    return got < 0 ? -1 : 0;
}

static int check_all_steps(struct check *check)
{
    const struct ll_manifest *manifest = check->lesson->manifest;
    for (unsigned i = 0; i < manifest->exercises_count; i++)
        if (check_steps(check, &manifest->exercises[i]) != 0)
            return -1;
    return 0;
}

/* ---- labels ---------------------------------------------------------------- */

static bool place_asks(const struct ll_expected_place *place, const char *label)
{
    return place != NULL && place->label != NULL && strcmp(place->label, label) == 0;
}

static bool unit_asks(const struct unit *unit, const char *label)
{
    for (unsigned i = 0; i < unit->module->expect_count; i++) {
        const struct ll_expectation *expect = &unit->module->expect[i];
        if (place_asks(expect->at, label) || place_asks(expect->allocated, label) ||
            place_asks(expect->freed, label) || place_asks(expect->lost, label))
            return true;
    }
    return false;
}

static int read_labels(struct check *check, const char *file, struct ll_labels *labels)
{
    char *path = path_of(check, file);
    if (path == NULL)
        return -1;
    int result = ll_path_exists(path) ? ll_labels_read(labels, path, check->err) : 0;
    free(path);
    return result;
}

static void check_place(struct check *check, const struct unit *unit,
                        const struct ll_expected_place *place,
                        const struct ll_labels *labels)
{
    if (place == NULL || place->label == NULL)
        return;
    for (size_t i = 0; i < labels->count; i++)
        if (strcmp(labels->items[i].name, place->label) == 0)
            return;
    find(check, "%s: no line is marked with // @%s, which lesson.yml expects: mark it",
         unit->module->file, place->label);
}

/* Check that each label that a module's expectations use is there, and only once. */
static int check_unit_labels(struct check *check, const struct unit *unit)
{
    struct ll_labels labels = {0};
    int result = read_labels(check, unit->module->file, &labels);
    for (unsigned i = 0; i < unit->files_count && result == 0; i++)
        result = read_labels(check, unit->files[i], &labels);
    for (unsigned i = 0; i < unit->module->expect_count && result == 0; i++) {
        const struct ll_expectation *expect = &unit->module->expect[i];
        check_place(check, unit, expect->at, &labels);
        check_place(check, unit, expect->allocated, &labels);
        check_place(check, unit, expect->freed, &labels);
        check_place(check, unit, expect->lost, &labels);
    }
    for (size_t i = 0; i < labels.count; i++)
        for (size_t j = 0; j < i; j++) {
            const struct ll_label *one = &labels.items[i], *other = &labels.items[j];
            if (strcmp(one->name, other->name) == 0)
                find(check, "%s:%u: label '@%s' is also at %s:%u: rename one",
                     ll_path_base(one->file), one->line, one->name,
                     ll_path_base(other->file), other->line);
        }
    ll_labels_release(&labels);
    return result;
}

/* Find the labels of `file` that no expectation of a module with this file uses. */
static int check_unused_labels(struct check *check, const char *file)
{
    struct ll_labels labels = {0};
    int result = read_labels(check, file, &labels);
    for (size_t i = 0; i < labels.count; i++) {
        bool used = false;
        for (unsigned j = 0; j < unit_count(check) && !used; j++) {
            struct unit unit = unit_at(check, j);
            used = unit_asks(&unit, labels.items[i].name) &&
                   (strcmp(unit.module->file, file) == 0 ||
                    has(unit.files, unit.files_count, file));
        }
        if (!used)
            find(check, "%s:%u: no expectation uses the label '@%s': remove it", file,
                 labels.items[i].line, labels.items[i].name);
    }
    ll_labels_release(&labels);
    return result;
}

static int check_labels(struct check *check)
{
    int result = 0;
    for (unsigned i = 0; i < unit_count(check) && result == 0; i++) {
        struct unit unit = unit_at(check, i);
        result = check_unit_labels(check, &unit);
    }
    for (size_t i = 0; i < check->sources.count && result == 0; i++)
        result = check_unused_labels(check, check->sources.items[i]);
    return result;
}

/* ---- tools ----------------------------------------------------------------- */

static void check_listed(struct check *check, const struct ll_module *module,
                         const char *tool)
{
    const struct ll_manifest *manifest = check->lesson->manifest;
    if (!has(manifest->tools, manifest->tools_count, tool))
        find(check,
             "lesson.yml: '%s' names the tool '%s', which is not in the "
             "lesson's 'tools': add it there or remove it here",
             module->file, tool);
}

/* Check that each tool of the lesson is expected to report the module, or is silent. */
static void check_module(struct check *check, const struct ll_module *module)
{
    const struct ll_manifest *manifest = check->lesson->manifest;
    for (unsigned i = 0; i < manifest->tools_count; i++) {
        const char *tool = manifest->tools[i];
        bool expected = false, silent = false;
        for (unsigned j = 0; j < module->expect_count; j++)
            expected |=
                has(module->expect[j].tools, module->expect[j].tools_count, tool);
        for (unsigned j = 0; j < module->silent_count; j++)
            silent |= strcmp(module->silent[j].tool, tool) == 0 &&
                      !module->silent[j].optimised;
        if (!expected && !silent)
            find(check,
                 "lesson.yml: '%s' does not say what the tool '%s' reports: add "
                 "it to 'expect', or to 'silent' with the reason",
                 module->file, tool);
        if (expected && silent)
            find(check,
                 "lesson.yml: '%s' both expects a report of the tool '%s' and "
                 "declares it silent: keep one",
                 module->file, tool);
    }
    for (unsigned i = 0; i < module->expect_count; i++)
        for (unsigned j = 0; j < module->expect[i].tools_count; j++)
            check_listed(check, module, module->expect[i].tools[j]);
    if (module->passes_tests != NULL && !*module->passes_tests &&
        module->because == NULL)
        find(check, "lesson.yml: '%s' does not pass its tests: say why under 'because'",
             module->file);
}

static void check_known(struct check *check, const char *const *known, const char *tool)
{
    struct ll_buf names = LL_BUF_INIT;
    unsigned i = 0;
    for (; known[i] != NULL && strcmp(known[i], tool) != 0; i++)
        ll_buf_addf(&names, "%s %s", i == 0 ? "" : ",", known[i]);
    if (known[i] == NULL)
        find(check, "lesson.yml: unknown tool '%s': use one of%s", tool,
             ll_buf_text(&names));
    check->findings->full |= names.full;
    ll_buf_release(&names);
}

/* An exercise has no `why`: the learner has changed the program, so the words of the
 * author may not be true of its faults. */
static void check_no_why(struct check *check, const struct ll_exercise *exercise)
{
    for (unsigned i = 0; i < exercise->module.expect_count; i++)
        if (exercise->module.expect[i].why != NULL)
            find(check,
                 "lesson.yml: '%s' is an exercise: its 'why' is never shown, remove it",
                 exercise->module.file);
}

static void check_tools(struct check *check, const char *const *known)
{
    const struct ll_manifest *manifest = check->lesson->manifest;
    for (unsigned i = 0; i < manifest->tools_count; i++)
        check_known(check, known, manifest->tools[i]);
    for (unsigned i = 0; i < manifest->exercises_count; i++)
        check_no_why(check, &manifest->exercises[i]);
    for (unsigned i = 0; i < unit_count(check); i++) {
        const struct ll_module *module = unit_at(check, i).module;
        if (!is_stub(check, i)) /* an exercise of kind write reports nothing */
            check_module(check, module);
        /* `silent` may also name tools that the lesson does not use: for the matrix. */
        for (unsigned j = 0; j < module->silent_count; j++)
            check_known(check, known, module->silent[j].tool);
    }
}

/* ---- what is still to be written ------------------------------------------ */

/* Remove comment marks and similar characters around the words. */
static void trim(const char **from, const char **to)
{
    static const char around[] = " \t\r*/#\"'<!->:.";
    while (*from < *to && strchr(around, **from) != NULL)
        ++*from;
    while (*from < *to && strchr(around, (*to)[-1]) != NULL)
        --*to;
}

/* Find the word TODO in `text`, the content of the file `name`. The finding quotes the
 * words after it, or, if there are none, the words before it. */
static void find_todos(struct check *check, const char *name, const char *text)
{
    static const char word[] = "TODO";
    const char *mark = ll_find_word(text, text, word, sizeof word - 1);
    unsigned number = 1;
    for (const char *line = text; *line != '\0'; number++) {
        const char *end = line + strcspn(line, "\n");
        if (mark != NULL && mark < line) /* at most one finding in a line */
            mark = ll_find_word(text, line, word, sizeof word - 1);
        if (mark != NULL && mark < end) {
            const char *from = mark + sizeof word - 1, *to = end;
            trim(&from, &to);
            if (from == to) {
                from = line;
                to = mark;
                trim(&from, &to);
            }
            find(check, "%s:%u: %.*s", name, number, (int)(to - from), from);
        }
        line = end + (*end == '\n');
    }
}

/* In the order in which a lesson is written: the programs first. */
static int check_todos(struct check *check)
{
    static const char *const texts[] = {"lesson.yml", "README.md", "hints.md"};
    const size_t texts_count = sizeof texts / sizeof *texts;
    const size_t count = check->sources.count;
    struct ll_buf text = LL_BUF_INIT;
    int got = 0;
    for (size_t i = 0; i < count + texts_count && got >= 0; i++) {
        const char *name = i < count ? check->sources.items[i] : texts[i - count];
        ll_buf_clear(&text);
        got = read_file(check, name, &text);
        if (got > 0)
            find_todos(check, name, ll_buf_text(&text));
    }
    ll_buf_release(&text);
    return got < 0 ? -1 : ll_strings_ok(check->findings, check->err);
}

int ll_lesson_todos(const struct ll_lesson *lesson, struct ll_strings *todos,
                    struct ll_error *err)
{
    struct ll_strings others = LL_STRINGS_INIT; /* about the sources; not used */
    struct check check = {lesson, &others, LL_STRINGS_INIT, err};
    int result = check_sources(&check);
    check.findings = todos;
    if (result == 0)
        result = check_todos(&check);
    ll_strings_release(&others);
    ll_strings_release(&check.sources);
    return result;
}

int ll_lesson_check(const struct ll_lesson *lesson, const char *const *tools,
                    struct ll_strings *findings, struct ll_error *err)
{
    struct check check = {lesson, findings, LL_STRINGS_INIT, err};
    int result = -1;
    check_tools(&check, tools);
    if (check_sources(&check) != 0 || check_strays(&check) != 0 ||
        check_wrong(&check) != 0 || check_labels(&check) != 0 ||
        check_all_steps(&check) != 0 ||
        check_text(&check, "README.md", "the handout") < 0 || check_hints(&check) < 0)
        goto out;
    result = ll_strings_ok(findings, err);
out:
    ll_strings_release(&check.sources);
    return result;
}
