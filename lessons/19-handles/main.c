/* SPDX-License-Identifier: MIT
 *
 * main.c: a diary with a page and a picture, and the question when the cat came.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "diary.h"
#include "scratch.h"

static const char *const files[][2] = {
    {"tuesday.txt", "It rained.\nA cat came in, and stayed.\n"},
    {"cat.jpg", "(a picture)\n"},
};
enum { FILES = sizeof files / sizeof files[0] };

/* Write a file, the diary being locked. Returns 0, or -1 when that failed. */
static int write_file(const char *folder, const char *name, const char *text)
{
    char path[SCRATCH_PATH];
    int result;

    if (diary_lock(folder) != 0)
        return -1;
    result = scratch_write(scratch_path(path, folder, name), text);
    return diary_unlock(folder) == 0 ? result : -1;
}

static void remove_diary(const char *folder)
{
    char path[SCRATCH_PATH];

    for (int i = 0; i < FILES; i++)
        remove(scratch_path(path, folder, files[i][0]));
    rmdir(folder);
}

int main(void)
{
    char folder[SCRATCH_ROOM], page[40];
    int status = EXIT_SUCCESS;

    if (scratch_make(folder) != 0) {
        perror("cannot make a folder for the diary");
        return EXIT_FAILURE;
    }
    for (int i = 0; i < FILES && status == EXIT_SUCCESS; i++)
        if (write_file(folder, files[i][0], files[i][1]) != 0)
            status = EXIT_FAILURE;
    if (status != EXIT_SUCCESS)
        fprintf(stderr, "cannot write the diary\n");
    else if (diary_find(folder, "cat", page, sizeof page) == 1)
        printf("the cat: %s\n", page);
    else
        printf("no cat came\n");
    remove_diary(folder);
    return status;
}
