/* SPDX-License-Identifier: MIT */
#include "lesson/includes.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"

struct search {
    const struct ll_lesson *lesson;
    struct ll_strings *files;
    struct ll_error *err;
};

/* Add the file, whose name is `length` letters and `ending`, if the folder has it. */
static int add(const struct search *search, const char *name, size_t length,
               const char *ending)
{
    char file[256];
    int written = snprintf(file, sizeof file, "%.*s%s", (int)length, name, ending);
    if (length == 0 || written >= (int)sizeof file || strchr(file, '/') != NULL ||
        ll_lesson_is_solution(search->lesson, file) ||
        ll_strings_has(search->files, file))
        return 0;
    char *path = ll_path_join(search->lesson->folder, file);
    if (path == NULL)
        return ll_fail_memory(search->err);
    if (ll_path_exists(path))
        ll_strings_add(search->files, file);
    free(path);
    return 0;
}

/* Add the file that stands in quotes at the start of `text`. */
static int add_quoted(const struct search *search, const char *text)
{
    const char *quotes = *text == '\'' ? "'\n" : "\"\n";
    if (*text != '"' && *text != '\'')
        return 0;
    return add(search, text + 1, strcspn(text + 1, quotes), "");
}

/* Skip `word`, and the blanks around it. NULL: the text starts with something else. */
static const char *skip_word(const char *text, const char *word)
{
    text += strspn(text, " \t");
    if (!ll_starts_with(text, word))
        return NULL;
    text += strlen(word);
    return text + strspn(text, " \t");
}

static size_t name_length(const char *text)
{
    size_t length = 0;
    while (isalnum((unsigned char)text[length]) || text[length] == '_')
        length++;
    return length;
}

static int add_of_c(const struct search *search, const char *line)
{
    const char *at = skip_word(line, "#");
    at = at != NULL ? skip_word(at, "include") : NULL;
    return at != NULL ? add_quoted(search, at) : 0;
}

/* Add the declarations of "cimport A, B as C". */
static int add_modules(const struct search *search, const char *at)
{
    int result = 0;
    while (result == 0 && name_length(at) > 0) {
        result = add(search, at, name_length(at), ".pxd");
        at += strcspn(at, ",\n");
        at += strspn(at, ", \t");
    }
    return result;
}

static int add_of_cython(const struct search *search, const char *line)
{
    const char *at;
    if ((at = skip_word(line, "cimport ")) != NULL)
        return add_modules(search, at);
    if ((at = skip_word(line, "include ")) != NULL)
        return add_quoted(search, at);
    if ((at = skip_word(line, "cdef extern from ")) != NULL)
        return add_quoted(search, at);
    at = skip_word(line, "from ");
    size_t length = at != NULL ? name_length(at) : 0;
    if (length == 0 || skip_word(at + length, "cimport ") == NULL)
        return 0;
    return add(search, at, length, ".pxd");
}

/* A module finds the declarations with its own name by itself. */
static int add_own(const struct search *search)
{
    const struct ll_manifest *manifest = search->lesson->manifest;
    const char *module = manifest->pair->module;
    int result = module != NULL ? add(search, module, strlen(module), ".pxd") : 0;
    for (unsigned i = 0; i < manifest->exercises_count && result == 0; i++) {
        module = manifest->exercises[i].module_name;
        if (module != NULL)
            result = add(search, module, strlen(module), ".pxd");
    }
    return result;
}

int ll_lesson_includes(const struct ll_lesson *lesson, const char *name,
                       const char *text, struct ll_strings *files, struct ll_error *err)
{
    const struct search search = {lesson, files, err};
    bool in_cython = ll_path_ends(name, ".pyx") || ll_path_ends(name, ".pxd") ||
                     ll_path_ends(name, ".pxi");
    int result = ll_path_ends(name, ".pyx") ? add_own(&search) : 0;
    for (const char *line = text; *line != '\0' && result == 0;
         line = ll_next_line(line))
        result = in_cython ? add_of_cython(&search, line) : add_of_c(&search, line);
    return result;
}
