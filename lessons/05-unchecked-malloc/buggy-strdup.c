/* SPDX-License-Identifier: MIT
 *
 * buggy-strdup.c: a line that grows when it is full. What a new one holds is there
 * from the first.
 */
#include "line.h"

#include <stdlib.h>
#include <string.h>

int line_init(struct line *line, const char *text)
{
    line->text = strdup(text);
    line->capacity = strlen(text) + 1;
    line->before = strlen(text);
    line->after = 0;
    return 0;
}

/* Move the line to a block of twice the size. Returns 0, or -1 when memory ran out:
 * the line is then as it was. */
static int line_grow(struct line *line)
{
    size_t capacity = 2 * (line->capacity + 1);
    char *text = malloc(capacity);

    if (text == NULL)
        return -1;
    memcpy(text, line->text, line->before);
    memcpy(text + capacity - line->after, line->text + line->capacity - line->after,
           line->after);
    free(line->text);
    line->text = text;
    line->capacity = capacity;
    return 0;
}

void line_move(struct line *line, size_t before)
{
    while (line->before > before) {
        line->before--;
        line->after++;
        line->text[line->capacity - line->after] = line->text[line->before];
    }
    while (line->before < before && line->after > 0) {
        line->text[line->before] = line->text[line->capacity - line->after];
        line->before++;
        line->after--;
    }
}

int line_type(struct line *line, char character)
{
    if (line->before + line->after == line->capacity && line_grow(line) != 0)
        return -1;
    line->text[line->before] = character; /* @bug */
    line->before++;
    return 0;
}

char *line_string(const struct line *line)
{
    char *string = malloc(line->before + line->after + 1);

    if (string == NULL)
        return NULL;
    memcpy(string, line->text, line->before);
    memcpy(string + line->before, line->text + line->capacity - line->after,
           line->after);
    string[line->before + line->after] = '\0';
    return string;
}

void line_release(struct line *line)
{
    free(line->text);
    *line = (struct line){0};
}
