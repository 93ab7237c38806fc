/* SPDX-License-Identifier: MIT
 *
 * scratch.h: a folder of one's own for files that only this run of a program needs.
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SCRATCH_ROOM = 300, SCRATCH_PATH = 400 };

/* Make a new folder where temporary files belong, and write its path into `folder`.
 * Returns 0, or -1 when it cannot be made. Remove it with rmdir(). */
static inline int scratch_make(char folder[SCRATCH_ROOM])
{
    const char *where = getenv("TMPDIR");
    int length = snprintf(folder, SCRATCH_ROOM, "%s/scratch-XXXXXX",
                          where != NULL ? where : "/tmp");

    return length < SCRATCH_ROOM && mkdtemp(folder) != NULL ? 0 : -1;
}

/* Write the path of the file `name` in `folder` into `path`, and return it. */
static inline const char *scratch_path(char path[SCRATCH_PATH], const char *folder,
                                       const char *name)
{
    snprintf(path, SCRATCH_PATH, "%s/%s", folder, name);
    return path;
}

/* Write `text` into the file `path`, which is made anew. Returns 0, or -1. */
static inline int scratch_write(const char *path, const char *text)
{
    int result = 0;
    FILE *file = fopen(path, "w");

    if (file == NULL)
        return -1;
    if (fputs(text, file) < 0)
        result = -1;
    if (fclose(file) != 0)
        result = -1;
    return result;
}

#endif
