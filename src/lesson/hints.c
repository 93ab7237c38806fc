/* SPDX-License-Identifier: MIT
 *
 * hints: reads the hints of an exercise from hints.md. */
#include "base/text.h"
#include "lesson/lesson.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"

#define HINTS_MAX ((size_t)1024 * 1024)

/* Append the text from `start` to `end`, without white space around it. */
static void add_trimmed(struct ll_strings *list, const char *start, const char *end)
{
    static const char white[] = " \t\r\n";
    while (start < end && strchr(white, *start) != NULL)
        start++;
    while (end > start && strchr(white, end[-1]) != NULL)
        end--;
    ll_strings_addf(list, "%.*s", (int)(end - start), start);
}

/* The words of a heading of hints.md, without its #. */
static const char *words_of(const char *heading)
{
    return heading + strspn(heading, "# ");
}

int ll_lesson_hints(const struct ll_lesson *lesson, struct ll_strings *hints,
                    struct ll_strings *groups, struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    const char *section = NULL; /* the first line of the current one */
    const char *group = "";     /* the heading above it */
    bool fenced = false;        /* in a block of code, where ## is not a heading */
    char *path = ll_path_join(lesson->folder, "hints.md");
    int result =
        path == NULL ? ll_fail_memory(err) : ll_file_read(path, HINTS_MAX, &text, err);
    if (result != 0)
        goto out;
    for (const char *line = ll_buf_text(&text); *line != '\0';) {
        const char *next = line + strcspn(line, "\n");
        next += *next == '\n';
        if (ll_starts_with(line, "```"))
            fenced = !fenced;
        bool heading = !fenced && ll_starts_with(line, "## ");
        bool title = !fenced && ll_starts_with(line, "# ");
        if ((heading || title) && section != NULL) {
            add_trimmed(hints, section, line);
            section = NULL;
        }
        if (title)
            group = words_of(line);
        if (heading) {
            add_trimmed(groups, group, group + strcspn(group, "\n"));
            section = next;
        }
        line = next;
    }
    if (section != NULL)
        add_trimmed(hints, section, section + strlen(section));
    result = ll_strings_ok(hints, err) == 0 ? ll_strings_ok(groups, err) : -1;
out:
    ll_buf_release(&text);
    free(path);
    return result;
}

const char *ll_exercise_file(const struct ll_exercise *exercise)
{
    return exercise->kind == LL_DIAGNOSE ? exercise->answers : exercise->module.file;
}

/* Whether `text` names the file. "my_exercise.c" does not name "exercise.c". */
static bool names(const char *text, const char *file)
{
    static const char inside[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789_-.";
    size_t length = strlen(file);
    for (const char *p = text; (p = strstr(p, file)) != NULL; p++)
        if ((p == text || strchr(inside, p[-1]) == NULL) &&
            (p[length] == '\0' || strchr(inside, p[length]) == NULL))
            return true;
    return false;
}

unsigned ll_lesson_first_hint(const struct ll_strings *groups,
                              const struct ll_exercise *exercise)
{
    for (size_t i = 0; i < groups->count; i++)
        if (names(groups->items[i], ll_exercise_file(exercise)))
            return (unsigned)i + 1;
    return 0;
}
