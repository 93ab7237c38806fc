/* SPDX-License-Identifier: MIT
 *
 * write.copy-kept.c: a copy that cannot be finished is not freed.
 */
#define _POSIX_C_SOURCE 200809L
#include "album.h"

#include <stdlib.h>
#include <string.h>

struct album *album_new(const char *title)
{
    struct album *album = malloc(sizeof *album);

    if (album == NULL)
        return NULL;
    *album = (struct album){0};
    album->title = strdup(title);
    if (album->title == NULL) {
        album_free(album);
        return NULL;
    }
    return album;
}

int album_add(struct album *album, const char *title, unsigned seconds)
{
    size_t size = (album->count + 1) * sizeof *album->tracks;
    struct track *tracks = realloc(album->tracks, size);
    char *copy;

    if (tracks == NULL)
        return -1;
    album->tracks = tracks;
    copy = strdup(title);
    if (copy == NULL)
        return -1;
    tracks[album->count++] = (struct track){copy, seconds};
    return 0;
}

unsigned album_seconds(const struct album *album)
{
    unsigned seconds = 0;

    for (size_t i = 0; i < album->count; i++)
        seconds += album->tracks[i].seconds;
    return seconds;
}

struct album *album_copy(const struct album *album)
{
    struct album *copy = album_new(album->title);

    if (copy == NULL)
        return NULL;
    for (size_t i = 0; i < album->count; i++)
        if (album_add(copy, album->tracks[i].title, album->tracks[i].seconds) != 0) {
            return NULL;
        }
    return copy;
}

void album_free(struct album *album)
{
    if (album == NULL)
        return;
    for (size_t i = 0; i < album->count; i++)
        free(album->tracks[i].title);
    free(album->tracks);
    free(album->title);
    free(album);
}
