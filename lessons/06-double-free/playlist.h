/* SPDX-License-Identifier: MIT
 *
 * playlist.h: the songs for a journey, which last no longer than the journey.
 *
 *     songs ──► [ ● 3:40 | ● 2:55 | ● 3:05 ]        count = 3
 *                 │        │        └──► "Loch Lomond"
 *                 │        └──► "Sakura"
 *                 └──► "Greensleeves"
 *
 * Life cycle: playlist_init(), then adding and copying, then playlist_release().
 */
#ifndef PLAYLIST_H
#define PLAYLIST_H

#include <stddef.h>

struct song {
    char *title; /* owned by the playlist that the song is in */
    int seconds;
};

struct playlist {
    struct song *songs; /* owned by the playlist; NULL: none yet */
    size_t count;
    int limit; /* seconds that all songs together may last */
};

/* Make an empty playlist. It owns nothing yet. */
void playlist_init(struct playlist *playlist, int limit);

/* How long the songs last, in seconds. */
int playlist_seconds(const struct playlist *playlist);

/* Put a song at the end. When 0 is returned, the playlist has taken ownership of
 * `title`, a block from malloc or strdup. Returns 1 when there is no time for the song,
 * -1 when memory ran out: the playlist is then as it was, and the title still the
 * caller's. */
int playlist_add(struct playlist *playlist, char *title, int seconds);

/* Add the song in a line such as "3:40 Greensleeves", which is copied and stays the
 * caller's. Returns 0; 1 when there is no time for it or the line is no song; -1 when
 * memory ran out. The playlist is as it was unless 0 is returned. */
int playlist_read(struct playlist *playlist, const char *line);

/* Make `copy` a playlist with the same songs and the same limit, which shares nothing
 * with `from`. Returns 0, and the copy has to be released; or -1 when memory ran out:
 * there is then nothing to release. */
int playlist_copy(struct playlist *copy, const struct playlist *from);

/* Free what the playlist owns; it is then empty. */
void playlist_release(struct playlist *playlist);

#endif
