/* SPDX-License-Identifier: MIT
 *
 * album.h: a record, as the tracks on it.
 *
 * Life cycle: album_new() or album_copy(), then album_add() and album_seconds(), then
 * album_free(). A copy shares nothing with what it is a copy of.
 */
#ifndef ALBUM_H
#define ALBUM_H

#include <stddef.h>

struct track {
    char *title; /* owned */
    unsigned seconds;
};

struct album {
    char *title;          /* owned */
    struct track *tracks; /* owned, and so is each title in it; NULL: there are none */
    size_t count;         /* how many tracks there are */
};

/* Make an album without tracks; `title` is copied. Returns a new album, free with
 * album_free(); NULL when memory ran out. */
struct album *album_new(const char *title);

/* Add a track at the end; `title` is copied. Returns 0, or -1 when memory ran out: the
 * album is then as it was, and still has to be freed. */
int album_add(struct album *album, const char *title, unsigned seconds);

/* How long all tracks play together. */
unsigned album_seconds(const struct album *album);

/* Returns a new album with the same title and tracks, free with album_free(); NULL when
 * memory ran out: nothing is left of the copy then. */
struct album *album_copy(const struct album *album);

/* Free the album and all it owns; NULL is allowed. */
void album_free(struct album *album);

#endif
