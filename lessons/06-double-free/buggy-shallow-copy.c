/* SPDX-License-Identifier: MIT
 *
 * buggy-shallow-copy.c: the copy gets a row of songs of its own, and each song is
 * copied into it, with all its members.
 */
#include "playlist.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void playlist_init(struct playlist *playlist, int limit)
{
    *playlist = (struct playlist){.limit = limit};
}

int playlist_seconds(const struct playlist *playlist)
{
    int seconds = 0;

    for (size_t i = 0; i < playlist->count; i++)
        seconds += playlist->songs[i].seconds;
    return seconds;
}

int playlist_add(struct playlist *playlist, char *title, int seconds)
{
    struct song *songs;

    if (seconds > playlist->limit - playlist_seconds(playlist))
        return 1;
    songs = realloc(playlist->songs, (playlist->count + 1) * sizeof *songs);
    if (songs == NULL)
        return -1;
    songs[playlist->count] = (struct song){.title = title, .seconds = seconds};
    playlist->songs = songs;
    playlist->count++;
    return 0;
}

int playlist_read(struct playlist *playlist, const char *line)
{
    int minutes, seconds, start = 0, result;
    char *title;

    if (sscanf(line, "%2d:%2d %n", &minutes, &seconds, &start) != 2)
        return 1;
    title = strdup(line + start); /* @alloc */
    if (title == NULL)
        return -1;
    result = playlist_add(playlist, title, 60 * minutes + seconds);
    if (result != 0)
        free(title);
    return result;
}

int playlist_copy(struct playlist *copy, const struct playlist *from)
{
    playlist_init(copy, from->limit);
    if (from->count == 0)
        return 0;
    copy->songs = calloc(from->count, sizeof *copy->songs);
    if (copy->songs == NULL)
        return -1;
    for (size_t i = 0; i < from->count; i++) {
        copy->songs[i] = from->songs[i];
        copy->count++;
    }
    return 0;
}

void playlist_release(struct playlist *playlist)
{
    for (size_t i = 0; i < playlist->count; i++)
        free(playlist->songs[i].title); /* @bug */
    free(playlist->songs);
    playlist->songs = NULL;
    playlist->count = 0;
}
