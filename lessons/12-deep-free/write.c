/* SPDX-License-Identifier: MIT
 *
 * write.c: yours to write. album.h says what each function does and who owns what;
 * test_album.c asks for it. Until then, every function says that it could not.
 */
#define _POSIX_C_SOURCE 200809L
#include "album.h"

#include <stdlib.h>

struct album *album_new(const char *title)
{
    (void)title;
    return NULL;
}

int album_add(struct album *album, const char *title, unsigned seconds)
{
    (void)album;
    (void)title;
    (void)seconds;
    return -1;
}

unsigned album_seconds(const struct album *album)
{
    (void)album;
    return 0;
}

struct album *album_copy(const struct album *album)
{
    (void)album;
    return NULL;
}

void album_free(struct album *album)
{
    (void)album;
}
