/* SPDX-License-Identifier: MIT */
#include "cli/screen.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/home.h"
#include "base/path.h"
#include "diag/pairs.h"

/* The commands that the Makefile has targets for. */
static bool is_make_target(const char *command)
{
    static const char *const targets[] = {"lesson", "hint",  "list", "picture",
                                          "watch",  "reset", "next"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (strcmp(command, targets[i]) == 0)
            return true;
    return false;
}

bool ll_screen_is_by_make(void)
{
    const char *front = getenv("LEAKLAB_FRONT");
    return front != NULL && strcmp(front, "make") == 0;
}

void ll_screen_longer(struct ll_buf *out, const char *command, unsigned number,
                      const char *file, double seconds)
{
    const double times = 6;
    const bool make = ll_screen_is_by_make();
    ll_screen_command(out, command, number, 0);
    ll_buf_addf(out, make ? " TIMEOUT=%g" : " --timeout %g", times * seconds);
    if (file != NULL && !make)
        ll_screen_word(out, file);
}

void ll_screen_command(struct ll_buf *out, const char *command, unsigned number,
                       unsigned more)
{
    bool make = ll_screen_is_by_make() && is_make_target(command);
    if (make && strcmp(command, "list") == 0)
        command = "lessons";
    ll_buf_addf(out, "%s ", make ? "make" : ll_command_program());
    ll_buf_puts(out, command);
    if (number > 0)
        ll_buf_addf(out, make ? "%u" : " %u", number);
    if (more > 0)
        ll_buf_addf(out, make ? ".%u" : " %u", more);
}

void ll_screen_reset(struct ll_buf *out, const struct ll_lesson *lesson,
                     const char *name)
{
    ll_buf_addf(out, "%s reset %u", ll_command_program(), lesson->number);
    ll_screen_word(out, name);
}

void ll_screen_word(struct ll_buf *out, const char *word)
{
    bool plain = word[0] != '\0' && word[strspn(word, "abcdefghijklmnopqrstuvwxyz"
                                                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                      "0123456789_-+=./:,@")] == '\0';
    ll_buf_putc(out, ' ');
    if (plain)
        ll_buf_puts(out, word);
    else
        ll_buf_quote(out, word);
}

void ll_screen_verify(struct ll_buf *out, const struct ll_lesson *lesson)
{
    char *home = ll_home_lessons(NULL);
    char *parent = ll_path_dir(lesson->folder);
    if (home != NULL && parent != NULL && strcmp(home, parent) == 0) {
        ll_screen_command(out, "verify", lesson->number, 0);
    } else {
        ll_screen_command(out, "verify", 0, 0);
        char *shown = ll_path_relative(lesson->folder, NULL);
        ll_buf_addf(out, " %s", shown != NULL ? shown : lesson->folder);
        free(shown);
    }
    free(parent);
    free(home);
}

int ll_screen_number(const char *text, unsigned *number, struct ll_error *err)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || value == 0 ||
        value > 9999) {
        struct ll_buf list = LL_BUF_INIT;
        ll_screen_command(&list, "list", 0, 0);
        ll_fail(err, LL_FAULT_USAGE,
                "'%s' is not the number of a lesson or a hint (see '%s')", text,
                ll_buf_text(&list));
        ll_buf_release(&list);
        return -1;
    }
    *number = (unsigned)value;
    return 0;
}

const struct ll_option ll_screen_no_cache[] = {
    {.name = "no-cache",
     .type = LL_OPTION_FLAG,
     .help = "run even if nothing has changed since the last run"},
    {0},
};

static int take_root(void *stored, char letter, const char *value, struct ll_error *err)
{
    struct ll_strings *roots = stored;
    char *real = ll_path_is_dir(value) ? ll_path_real(value, NULL) : NULL;
    (void)letter;
    if (real == NULL)
        return ll_fail(err, LL_FAULT_USAGE, "--root takes a folder, not '%s'", value);
    int result = ll_strings_add(roots, real) ? 0 : ll_fail_memory(err);
    free(real);
    return result;
}

const struct ll_option ll_screen_root[] = {
    {.name = "root",
     .type = LL_OPTION_OWN,
     .repeats = true,
     .value = "FOLDER",
     .values = LL_VALUES_FOLDERS,
     .take = take_root,
     .help = "treat the code below FOLDER, of a library, as your own, too"},
    {0},
};

static int take_pairs(void *stored, char letter, const char *value,
                      struct ll_error *err)
{
    (void)letter;
    return ll_pairs_read(value, stored, err);
}

const struct ll_option ll_screen_pairs[] = {
    {.name = "pairs",
     .type = LL_OPTION_OWN,
     .repeats = true,
     .value = "FILE",
     .values = LL_VALUES_FILES,
     .take = take_pairs,
     .help = "know the pairs of functions of FILE, too: 'foo_open foo_close' (default: "
             "those of " LL_PAIRS_FILE ", if it is in this folder)"},
    {0},
};

int ll_screen_add_pairs(struct ll_strings *pairs, struct ll_error *err)
{
    return ll_path_exists(LL_PAIRS_FILE) ? ll_pairs_read(LL_PAIRS_FILE, pairs, err) : 0;
}

/* The folder that a word names. New string, NULL on error. */
static char *find_folder(const char *word, bool paths, const char *home,
                         struct ll_error *err)
{
    unsigned number;
    if (paths && ll_path_is_dir(word))
        return ll_path_real(word, err);
    return ll_screen_number(word, &number, err) == 0
               ? ll_lesson_folder(home, number, err)
               : NULL;
}

int ll_screen_folders(char *const *words, size_t count, bool paths,
                      struct ll_strings *folders, struct ll_error *err)
{
    char *home = ll_home_lessons(err);
    int result = home == NULL ? -1 : 0;
    if (result == 0 && count == 0)
        result = ll_lesson_folders(home, folders, err);
    for (size_t i = 0; i < count && result == 0; i++) {
        char *folder = find_folder(words[i], paths, home, err);
        if (folder == NULL)
            result = -1;
        else if (!ll_strings_add(folders, folder))
            result = ll_fail_memory(err);
        free(folder);
    }
    free(home);
    return result;
}

struct ll_lesson *ll_screen_lesson_of(const char *word, struct ll_error *err)
{
    struct ll_lesson *lesson = NULL;
    char *home = ll_home_lessons(err);
    char *folder = home != NULL ? find_folder(word, true, home, err) : NULL;
    if (folder != NULL)
        lesson = ll_lesson_load(folder, err);
    free(folder);
    free(home);
    return lesson;
}

struct ll_lesson *ll_screen_lesson(unsigned number, struct ll_error *err)
{
    struct ll_lesson *lesson = NULL;
    char *home = ll_home_lessons(err);
    char *folder = home != NULL ? ll_lesson_folder(home, number, err) : NULL;
    if (folder != NULL)
        lesson = ll_lesson_load(folder, err);
    free(folder);
    free(home);
    return lesson;
}

void ll_screen_file(struct ll_buf *out, const struct ll_lesson *lesson,
                    const char *name)
{
    char *path = ll_path_join(lesson->folder, name);
    char *shown = path == NULL ? NULL : ll_path_relative(path, NULL);
    ll_buf_puts(out, shown != NULL ? shown : name);
    free(shown);
    free(path);
}

void ll_screen_print(struct ll_buf *out)
{
    fwrite(ll_buf_text(out), 1, out->len, stdout);
    ll_buf_release(out);
}
