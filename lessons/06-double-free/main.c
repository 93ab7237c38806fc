/* SPDX-License-Identifier: MIT
 *
 * main.c: songs for a journey of 12 minutes, and for the way back, which takes longer.
 */
#include <stdio.h>
#include <stdlib.h>

#include "playlist.h"

static void play(const char *way, const struct playlist *playlist)
{
    int seconds = playlist_seconds(playlist);

    printf("%s, %d:%02d:", way, seconds / 60, seconds % 60);
    for (size_t i = 0; i < playlist->count; i++)
        printf(" %s%s", playlist->songs[i].title, i + 1 < playlist->count ? "," : "\n");
}

/* Returns 0, or -1 when memory ran out. */
static int offer(struct playlist *playlist, const char *line)
{
    int result = playlist_read(playlist, line);

    if (result == 1)
        printf("no time for \"%s\"\n", line);
    return result == -1 ? -1 : 0;
}

int main(void)
{
    struct playlist there, back;
    int status = EXIT_FAILURE;

    playlist_init(&there, 12 * 60);
    playlist_init(&back, 0);
    if (offer(&there, "3:40 Greensleeves") != 0 || offer(&there, "2:55 Sakura") != 0 ||
        offer(&there, "9:10 Finlandia") != 0 || offer(&there, "3:05 Loch Lomond") != 0)
        goto done;
    play("there", &there);

    if (playlist_copy(&back, &there) != 0)
        goto done;
    back.limit = 20 * 60;
    if (offer(&back, "9:10 Finlandia") != 0)
        goto done;
    play("back", &back);
    status = EXIT_SUCCESS;
done:
    if (status != EXIT_SUCCESS)
        fprintf(stderr, "no memory for another song\n");
    playlist_release(&back);
    playlist_release(&there);
    return status;
}
