/* SPDX-License-Identifier: MIT
 *
 * buggy-offset.c: every value is copied, then the copy is trimmed.
 */
#define _GNU_SOURCE
#include "settings.h"

#include <stdlib.h>
#include <string.h>

static const char *const keys[SETTINGS] = {"player", "world"};
static const char *const defaults[SETTINGS] = {"somebody", "the meadow"};

int settings_init(struct settings *settings)
{
    int result = 0;

    for (int i = 0; i < SETTINGS; i++) {
        settings->value[i] = strdup(defaults[i]);
        if (settings->value[i] == NULL)
            result = -1;
    }
    if (result != 0)
        settings_release(settings);
    return result;
}

/* `text` without the blanks at both ends: cuts off those behind it, and returns where
 * the rest begins. */
static char *trimmed(char *text)
{
    char *end = text + strlen(text);

    while (end > text && end[-1] == ' ')
        end--;
    *end = '\0';
    return text + strspn(text, " ");
}

/* Set what `text` says; it is taken apart on the way. Returns as settings_read(). */
static int set(struct settings *settings, char *text)
{
    char *equals = strchr(text, '=');
    char *value;
    int i = 0;

    if (equals == NULL)
        return 0;
    *equals = '\0';
    while (i < SETTINGS && strcmp(keys[i], trimmed(text)) != 0)
        i++;
    if (i == SETTINGS)
        return 0;

    value = strdup(equals + 1); /* @alloc */
    if (value == NULL)
        return -1;
    free(settings->value[i]);
    settings->value[i] = trimmed(value);
    return 1;
}

int settings_read(struct settings *settings, const char *line)
{
    char room[32]; /* most lines are short, and need no block */
    size_t size = strlen(line) + 1;
    char *copy = size <= sizeof room ? room : malloc(size);
    int result;

    if (copy == NULL)
        return -1;
    memcpy(copy, line, size);
    result = set(settings, copy);
    if (copy != room)
        free(copy);
    return result;
}

void settings_release(struct settings *settings)
{
    for (int i = 0; i < SETTINGS; i++) {
        free(settings->value[i]);  /* @bug */
        settings->value[i] = NULL; /* @lost */
    }
}
