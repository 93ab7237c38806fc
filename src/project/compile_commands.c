/* SPDX-License-Identifier: MIT */
#include "project/compile_commands.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "project/compile_line.h"

#define NAME "compile_commands.json"

/* What one file is compiled with. */
struct flags {
    struct ll_strings folders, others;
};

/* ---- the words of one command ------------------------------------------------- */

/* A row's value is joined to it, or the next word. */
static const struct {
    const char *option;
    bool is_path, is_folder, is_apart; /* is_apart: the value is a word of its own */
} with_value[] = {
    {"-isystem", true, true, true},   {"-iquote", true, true, true},
    {"-idirafter", true, true, true}, {"-include", true, false, true},
    {"-imacros", true, false, true},  {"-I", true, true, false},
    {"-D", false, false, false},      {"-U", false, false, false},
};

static bool add_value(struct flags *flags, size_t row, const char *folder,
                      const char *value)
{
    struct ll_strings *to =
        with_value[row].is_folder ? &flags->folders : &flags->others;
    char *path = with_value[row].is_path ? ll_path_join(folder, value) : strdup(value);
    if (path == NULL)
        return false;
    if (with_value[row].is_apart) {
        ll_strings_add(to, with_value[row].option);
        ll_strings_add(to, path);
    } else {
        ll_strings_addf(to, "%s%s", with_value[row].option, path);
    }
    free(path);
    return true;
}

/* Whether the option only says how the code is laid out in a library, which is not the
 * same for a test of it. CMake gives each library a macro of its own, for Windows. */
static bool is_layout(const char *word)
{
    static const char *const layout[] = {"-ffunction-sections",
                                         "-fdata-sections",
                                         "-fvisibility=",
                                         "-fPIC",
                                         "-fpic",
                                         "-fPIE",
                                         "-fpie",
                                         "-fno-plt",
                                         "-fno-semantic-interposition"};
    for (size_t i = 0; i < sizeof layout / sizeof *layout; i++)
        if (ll_starts_with(word, layout[i]))
            return true;
    return ll_starts_with(word, "-D") && ll_ends_with(word, "_EXPORTS");
}

/* Take the option at `word`; `next` is the word after it, or NULL. */
static bool take(struct flags *flags, const char *folder, const char *word,
                 const char *next)
{
    if (is_layout(word))
        return true;
    for (size_t i = 0; i < sizeof with_value / sizeof *with_value; i++) {
        size_t length = strlen(with_value[i].option);
        if (strncmp(word, with_value[i].option, length) != 0)
            continue;
        const char *value = word[length] != '\0' ? word + length : next;
        return value == NULL || add_value(flags, i, folder, value);
    }
    static const char *const kept[] = {"-std=", "-ansi", "-pthread", "-f", "-m"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (ll_starts_with(word, kept[i]))
            return ll_strings_add(&flags->others, word);
    return true;
}

static int read_words(const struct ll_strings *words, const char *folder,
                      struct flags *flags, struct ll_error *err)
{
    struct ll_compile_line line;
    bool good = true;
    int result = ll_compile_line_read(words->items + 1, &line, err);
    for (size_t i = 0; result == 0 && i < line.words.count; i++)
        if (line.kinds[i] == LL_WORD_OPTION)
            good = good &&
                   take(flags, folder, line.words.items[i], line.words.items[i + 1]);
    ll_compile_line_release(&line);
    if (result == 0 && (!good || flags->folders.full || flags->others.full))
        result = ll_fail_memory(err);
    return result;
}

/* ---- one file ----------------------------------------------------------------- */

static const char *text_of(const json_t *entry, const char *key)
{
    const char *text = json_string_value(json_object_get(entry, key));
    return text != NULL ? text : "";
}

/* Whether the entry is about the file. */
static bool is_about(const json_t *entry, const char *file)
{
    char *path = ll_path_join(text_of(entry, "directory"), text_of(entry, "file"));
    char *real = path == NULL ? NULL : ll_path_real(path, NULL);
    bool is = real != NULL && strcmp(real, file) == 0;
    free(real);
    free(path);
    return is;
}

static int read_entry(const json_t *entry, struct flags *flags, struct ll_error *err)
{
    struct ll_strings words = LL_STRINGS_INIT;
    size_t i;
    json_t *word;
    int result = 0;
    json_array_foreach(json_object_get(entry, "arguments"), i, word)
    {
        if (json_is_string(word))
            ll_strings_add(&words, json_string_value(word));
    }
    if (words.count == 0)
        result = ll_compile_line_split(text_of(entry, "command"), &words, err);
    if (result == 0)
        result = ll_strings_ok(&words, err);
    if (result == 0 && words.count > 0)
        result = read_words(&words, text_of(entry, "directory"), flags, err);
    ll_strings_release(&words);
    return result;
}

/* The first entry about it counts. */
static int read_file(const char *path, json_t *entries, const char *file,
                     struct flags *flags, struct ll_error *err)
{
    size_t i;
    json_t *entry;
    json_array_foreach(entries, i, entry)
    {
        if (is_about(entry, file))
            return read_entry(entry, flags, err);
    }
    return ll_fail(err, LL_FAULT_INPUT, "'%s' is not in '%s'", ll_path_base(file),
                   path);
}

/* ---- all files ---------------------------------------------------------------- */

/* A word that only one of them has; NULL: they have the same in the same order. */
static const char *difference(const struct ll_strings *one,
                              const struct ll_strings *other)
{
    for (size_t i = 0; i < one->count || i < other->count; i++)
        if (i >= one->count)
            return other->items[i];
        else if (i >= other->count || strcmp(one->items[i], other->items[i]) != 0)
            return one->items[i];
    return NULL;
}

/* Add the folders that are not known: one word, or two. */
static void add_folders(struct ll_strings *to, const struct ll_strings *from)
{
    for (size_t i = 0; i < from->count; i++) {
        bool is_pair = !ll_starts_with(from->items[i], "-I") && i + 1 < from->count;
        const char *folder = from->items[i + is_pair];
        if (!ll_strings_has(to, folder) && is_pair)
            ll_strings_add(to, from->items[i]);
        if (!ll_strings_has(to, folder))
            ll_strings_add(to, folder);
        i += is_pair;
    }
}

static int read_all(const char *path, json_t *entries, const struct ll_strings *files,
                    struct flags *all, struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < files->count && result == 0; i++) {
        struct flags own = {LL_STRINGS_INIT, LL_STRINGS_INIT};
        result = read_file(path, entries, files->items[i], &own, err);
        if (result == 0 && i == 0)
            ll_strings_add_all(&all->others, ll_strings_argv(&own.others));
        const char *word = result == 0 ? difference(&all->others, &own.others) : NULL;
        if (word != NULL)
            result = ll_fail(err, LL_FAULT_INPUT,
                             "'%s' and '%s' are not compiled alike: only one has %s. "
                             "Build the project with `leaklab cc` instead",
                             ll_path_base(files->items[0]),
                             ll_path_base(files->items[i]), word);
        if (result == 0)
            add_folders(&all->folders, &own.folders);
        ll_strings_release(&own.folders);
        ll_strings_release(&own.others);
    }
    return result;
}

int ll_compile_commands_read(const char *path, const struct ll_strings *files,
                             struct ll_strings *flags, struct ll_error *err)
{
    struct flags all = {LL_STRINGS_INIT, LL_STRINGS_INIT};
    json_error_t where;
    char *file = ll_path_is_dir(path) ? ll_path_join(path, NAME) : strdup(path);
    json_t *entries = file == NULL ? NULL : json_load_file(file, 0, &where);
    int result = file == NULL ? ll_fail_memory(err)
                 : !json_is_array(entries)
                     ? ll_fail(err, LL_FAULT_INPUT, "'%s' is no list of commands: %s",
                               file, entries == NULL ? where.text : "it has no entries")
                     : read_all(file, entries, files, &all, err);
    if (result == 0) {
        ll_strings_add_all(flags, ll_strings_argv(&all.folders));
        ll_strings_add_all(flags, ll_strings_argv(&all.others));
        result = all.folders.full || all.others.full ? ll_fail_memory(err)
                                                     : ll_strings_ok(flags, err);
    }
    ll_strings_release(&all.folders);
    ll_strings_release(&all.others);
    json_decref(entries);
    free(file);
    return result;
}
