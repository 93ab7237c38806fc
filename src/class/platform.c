/* SPDX-License-Identifier: MIT */
#include "class/platform.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char moodle_mark[] = "_assignsubmission_";

/* The number of digits, or with `letters` also of ASCII letters, at `text`. */
static size_t run_of(const char *text, bool letters)
{
    size_t length = 0;
    while (isdigit((unsigned char)text[length]) ||
           (letters && isalpha((unsigned char)text[length])))
        length++;
    return length;
}

/* The start of the ID before `mark`, a place in `name`; `mark` where there is none. */
static const char *id_before(const char *name, const char *mark)
{
    const char *id = mark;
    while (id > name && isdigit((unsigned char)id[-1]))
        id--;
    return id - name >= 2 && id[-1] == '_' ? id : mark;
}

bool ll_platform_moodle_twice(const char *name)
{
    const char *mark = strstr(name, moodle_mark);
    const char *id = mark != NULL ? id_before(name, mark) : NULL;
    if (id == mark)
        return false;
    size_t length = (size_t)(mark - id);
    for (const char *at = mark; (at = strstr(at + 1, moodle_mark)) != NULL;) {
        const char *other = id_before(name, at);
        if (other != at &&
            ((size_t)(at - other) != length || strncmp(other, id, length) != 0))
            return true;
    }
    return false;
}

bool ll_platform_moodle(const char *name, struct ll_platform_name *parts)
{
    const char *mark = strstr(name, moodle_mark);
    const char *id = mark != NULL ? id_before(name, mark) : NULL;
    if (id == mark || ll_platform_moodle_twice(name))
        return false;
    const char *plugin = mark + strlen(moodle_mark);
    size_t length = strcspn(plugin, "_");
    const char *original = plugin + length + (plugin[length] == '_');
    if (length == 0)
        return false;
    *parts = (struct ll_platform_name){
        .platform = LL_PLATFORM_MOODLE,
        .learner = (size_t)(id - 1 - name),
        .id = id,
        .id_length = (size_t)(mark - id),
        .place = (size_t)(original - name),
        .original = original,
        .no_file = !(length == 4 && strncmp(plugin, "file", 4) == 0),
    };
    return true;
}

/* After the learner's name: "_12345_67890_exercise.c", "_12345_text.html". */
static bool read_numbers(const char *name, const char *at, bool letters,
                         struct ll_platform_name *parts)
{
    const char *id = at + 1;
    size_t id_length = run_of(id, letters);
    if (at[0] != '_' || id_length == 0 || id[id_length] != '_')
        return false;
    const char *file = id + id_length + 1, *original = file;
    size_t digits = run_of(file, false);
    bool no_file = strcmp(file, "text.html") == 0 || strcmp(file, "link.html") == 0;
    if (!no_file && (digits == 0 || file[digits] != '_' || file[digits + 1] == '\0'))
        return false;
    if (!no_file)
        original = file + digits + 1;
    parts->id = id;
    parts->id_length = id_length;
    parts->file = no_file ? 0 : strtoull(file, NULL, 10);
    parts->original = original;
    parts->place = (size_t)(original - name);
    parts->no_file = no_file;
    return true;
}

bool ll_platform_canvas(const char *name, struct ll_platform_name *parts)
{
    static const char late[] = "_LATE";
    const char *start =
        name + (ll_starts_with(name, late + 1) && name[4] == '_' ? 5 : 0);
    *parts = (struct ll_platform_name){.platform = LL_PLATFORM_CANVAS};
    if (ll_starts_with(start, "anon_") && read_numbers(name, start + 4, true, parts)) {
        parts->late = start > name;
        return true;
    }
    for (const char *at = strchr(name, '_'); at != NULL; at = strchr(at + 1, '_')) {
        size_t length = (size_t)(at - name);
        if (length == 0 || !read_numbers(name, at, false, parts))
            continue;
        parts->late = length > strlen(late) &&
                      strncmp(at - strlen(late), late, strlen(late)) == 0;
        parts->learner = length - (parts->late ? strlen(late) : 0);
        return true;
    }
    return false;
}

enum ll_platform ll_platform_of_place(const char *place)
{
    struct ll_platform_name parts;
    return place == NULL                       ? LL_PLATFORM_NONE
           : ll_platform_moodle(place, &parts) ? LL_PLATFORM_MOODLE
                                               : LL_PLATFORM_CANVAS;
}
