/* SPDX-License-Identifier: MIT
 *
 * album_main.c: a record is copied and given back, and the copy gets one track more.
 */
#include <stdio.h>
#include <stdlib.h>

#include "album.h"

static int add(struct album *album, const char *title, unsigned seconds)
{
    if (album_add(album, title, seconds) == 0)
        return 0;
    fprintf(stderr, "no memory for the track %s\n", title);
    return -1;
}

static void show(const struct album *album)
{
    printf("%s: %u seconds\n", album->title, album_seconds(album));
    for (size_t i = 0; i < album->count; i++)
        printf("  %zu %s\n", i + 1, album->tracks[i].title);
}

int main(void)
{
    int status = EXIT_FAILURE;
    struct album *record = NULL, *copy = NULL;

    record = album_new("Sea Songs");
    if (record == NULL) {
        fprintf(stderr, "no memory for a record\n");
        goto done;
    }
    if (add(record, "Ebb", 185) != 0 || add(record, "Flood", 214) != 0)
        goto done;
    copy = album_copy(record);
    if (copy == NULL) {
        fprintf(stderr, "no memory for a copy\n");
        goto done;
    }
    album_free(record);
    record = NULL;

    if (add(copy, "Gulls", 61) != 0)
        goto done;
    show(copy);
    status = EXIT_SUCCESS;

done:
    album_free(copy);
    album_free(record);
    return status;
}
