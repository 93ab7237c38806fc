/* SPDX-License-Identifier: MIT */
#include "lesson/lesson.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"

#define HINTS_MAX ((size_t)1024 * 1024)

/* Append what stands from `start` to `end`, without white space around it. */
static void add_trimmed(struct ll_strings *list, const char *start, const char *end)
{
    static const char white[] = " \t\r\n";
    while (start < end && strchr(white, *start) != NULL)
        start++;
    while (end > start && strchr(white, end[-1]) != NULL)
        end--;
    ll_strings_addf(list, "%.*s", (int)(end - start), start);
}

int ll_lesson_hints(const struct ll_lesson *lesson, struct ll_strings *hints,
                    struct ll_error *err)
{
    struct ll_buf text = LL_BUF_INIT;
    const char *section = NULL; /* the first line of the one that is open */
    bool fenced = false;        /* in a block of code, where ## is no heading */
    char *path = ll_path_join(lesson->folder, "hints.md");
    int result =
        path == NULL ? ll_fail_memory(err) : ll_file_read(path, HINTS_MAX, &text, err);
    if (result != 0)
        goto out;
    for (const char *line = ll_buf_text(&text); *line != '\0';) {
        const char *next = line + strcspn(line, "\n");
        next += *next == '\n';
        if (strncmp(line, "```", 3) == 0)
            fenced = !fenced;
        if (!fenced && strncmp(line, "## ", 3) == 0) {
            if (section != NULL)
                add_trimmed(hints, section, line);
            section = next;
        }
        line = next;
    }
    if (section != NULL)
        add_trimmed(hints, section, section + strlen(section));
    result = ll_strings_ok(hints, err);
out:
    ll_buf_release(&text);
    free(path);
    return result;
}
