/* SPDX-License-Identifier: MIT
 *
 * cmd_reset: the command `reset`: an exercise as it was handed out. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "cli/original.h"
#include "cli/screen.h"

extern const struct ll_command ll_command_reset;

enum { FILE_MAX = 1 << 20, KEPT_MAX = 999 };

/* A name beside `path` that is not taken: "exercise.c.old1". New string; NULL with an
 * error. */
static char *free_name(const char *path, struct ll_error *err)
{
    for (unsigned i = 1; i <= KEPT_MAX; i++) {
        char *name = NULL;
        if (asprintf(&name, "%s.old%u", path, i) < 0) {
            ll_fail_memory(err);
            return NULL;
        }
        if (!ll_path_exists(name))
            return name;
        free(name);
    }
    ll_fail(err, LL_FAULT_INPUT, "there are %d files '%s.old…': remove some", KEPT_MAX,
            path);
    return NULL;
}

/* Keep what is there, and put the original back. */
static int put_back(const char *path, const struct ll_buf *original, char **kept,
                    struct ll_error *err)
{
    *kept = ll_path_exists(path) ? free_name(path, err) : NULL;
    if (ll_path_exists(path) && *kept == NULL)
        return -1;
    if (*kept != NULL && rename(path, *kept) != 0)
        return ll_fail(err, LL_FAULT_INPUT, "cannot keep '%s' as '%s': %s", path, *kept,
                       strerror(errno));
    return ll_file_write(path, ll_buf_text(original), original->len, err);
}

static bool is_same(const char *path, const struct ll_buf *original)
{
    struct ll_buf now = {.max = FILE_MAX};
    bool same = ll_file_read(path, FILE_MAX, &now, NULL) == 0 &&
                now.len == original->len &&
                memcmp(ll_buf_text(&now), ll_buf_text(original), now.len) == 0;
    ll_buf_release(&now);
    return same;
}

/* Say where it is, in a line of its own: to be copied. */
static void say_kept(const char *kept, struct ll_buf *out)
{
    char *shown = ll_path_relative(kept, NULL);
    ll_buf_puts(out, " What you had is in\n");
    ll_screen_word(out, shown != NULL ? shown : kept);
    ll_buf_putc(out, '\n');
    free(shown);
}

static int reset_file(const struct ll_lesson *lesson, const char *name,
                      struct ll_buf *out, struct ll_error *err)
{
    struct ll_buf original = {.max = FILE_MAX};
    char *kept = NULL, *path = ll_path_join(lesson->folder, name);
    int result = path == NULL ? ll_fail_memory(err)
                              : ll_original_read(lesson, name, &original, err);
    if (result == 0 && is_same(path, &original)) {
        ll_buf_addf(out, "%s is as it was handed out.\n", name);
    } else if (result == 0) {
        result = put_back(path, &original, &kept, err);
        if (result == 0)
            ll_buf_addf(out, "%s is as it was handed out again.", name);
        if (result == 0 && kept != NULL)
            say_kept(kept, out);
        else
            ll_buf_putc(out, '\n');
    }
    ll_buf_release(&original);
    free(kept);
    free(path);
    return result;
}

/* The exercise whose file has that name; NULL: none has. */
static const char *find_file(const struct ll_lesson *lesson, const char *name)
{
    const struct ll_manifest *manifest = lesson->manifest;
    for (unsigned i = 0; i < manifest->exercises_count; i++) {
        const char *file = ll_exercise_file(&manifest->exercises[i]);
        if (strcmp(file, ll_path_base(name)) == 0)
            return file;
    }
    return NULL;
}

static int refuse(const struct ll_lesson *lesson, const char *name,
                  struct ll_error *err)
{
    struct ll_buf files = LL_BUF_INIT;
    const struct ll_manifest *manifest = lesson->manifest;
    for (unsigned i = 0; i < manifest->exercises_count; i++)
        ll_buf_addf(&files, "%s%s", i > 0 ? ", " : "",
                    ll_exercise_file(&manifest->exercises[i]));
    ll_fail(err, LL_FAULT_USAGE, "'%s' is no exercise of lesson %u: it has %s", name,
            lesson->number, ll_buf_text(&files));
    ll_buf_release(&files);
    return -1;
}

/* Put back a header or a test, which nobody has to change. */
static int reset_other(const struct ll_lesson *lesson, const char *name,
                       struct ll_buf *out, struct ll_error *err)
{
    struct ll_buf original = {.max = FILE_MAX};
    bool known = ll_original_read(lesson, ll_path_base(name), &original, NULL) == 0;
    ll_buf_release(&original);
    return known ? reset_file(lesson, ll_path_base(name), out, err)
                 : refuse(lesson, name, err);
}

static int reset(const struct ll_lesson *lesson, const char *name, struct ll_buf *out,
                 struct ll_error *err)
{
    const struct ll_manifest *manifest = lesson->manifest;
    const char *file = name == NULL ? NULL : find_file(lesson, name);
    if (name != NULL && file == NULL)
        return reset_other(lesson, name, out, err);
    if (file != NULL)
        return reset_file(lesson, file, out, err);
    int result = 0;
    for (unsigned i = 0; i < manifest->exercises_count && result == 0; i++)
        result =
            reset_file(lesson, ll_exercise_file(&manifest->exercises[i]), out, err);
    return result;
}

static const struct ll_operand operands[] = {
    LL_SCREEN_LESSON,
    {.values = LL_VALUES_FILES},
};

static int run(int argc, char **argv)
{
    int status;
    unsigned number;
    struct ll_error err = {0};
    struct ll_operands given;
    struct ll_lesson *lesson = NULL;
    struct ll_buf out = LL_BUF_INIT;
    if (!ll_command_line_parse(&ll_command_reset, argc, argv, NULL, &given, &status))
        return status;
    if (ll_screen_number(given.items[0], &number, &err) != 0 ||
        (lesson = ll_screen_lesson(number, &err)) == NULL ||
        reset(lesson, given.count > 1 ? given.items[1] : NULL, &out, &err) != 0)
        status = ll_command_failed(&err);
    else
        status = LL_EXIT_CLEAN;
    ll_screen_print(&out);
    ll_lesson_free(lesson);
    return status;
}

const struct ll_command ll_command_reset = {
    .name = "reset",
    .usage = "N [FILE]",
    .summary = "put an exercise of lesson N back as it was",
    .about =
        "Puts FILE, or every exercise of lesson N, back as it was handed out: FILE may "
        "also be a header or a test of the lesson. What you had is kept beside it, as "
        "FILE.old1, FILE.old2 and so on.",
    .status = "0, or 2 when there is no such exercise, or no copy of it",
    .examples = "leaklab reset 3\nleaklab reset 4 exercise.c",
    .operands = operands,
    .operand_count = 2,
    .own_lessons = true,
    .run = run,
};
