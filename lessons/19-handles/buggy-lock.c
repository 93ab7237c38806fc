/* SPDX-License-Identifier: MIT
 *
 * buggy-lock.c: the file alone is the lock. Nothing is read from it or written to it.
 */
#include "diary.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_ROOM = 600, LINE_ROOM = 200 };

static void put_path(char path[PATH_ROOM], const char *folder, const char *name)
{
    snprintf(path, PATH_ROOM, "%s/%s", folder, name);
}

static bool is_page(const char *name)
{
    size_t length = strlen(name);

    return length > 4 && strcmp(name + length - 4, ".txt") == 0;
}

static bool page_has(const char *path, const char *word)
{
    char line[LINE_ROOM];
    bool found = false;
    FILE *page = fopen(path, "r");

    if (page == NULL)
        return false;
    while (!found && fgets(line, sizeof line, page) != NULL)
        found = strstr(line, word) != NULL;
    fclose(page);
    return found;
}

int diary_find(const char *folder, const char *word, char *page, size_t size)
{
    char path[PATH_ROOM];
    int found = 0;
    struct dirent *entry;
    DIR *pages = opendir(folder);

    if (pages == NULL)
        return -1;
    while (found == 0 && (entry = readdir(pages)) != NULL) {
        put_path(path, folder, entry->d_name);
        if (is_page(entry->d_name) && page_has(path, word)) {
            snprintf(page, size, "%s", entry->d_name);
            found = 1;
        }
    }
    closedir(pages);
    return found;
}

int diary_lock(const char *folder)
{
    char path[PATH_ROOM];

    put_path(path, folder, "lock");
    if (open(path, O_WRONLY | O_CREAT | O_EXCL, 0600) == -1) /* @opened */
        return -1;
    return 0;
}

int diary_unlock(const char *folder)
{
    char path[PATH_ROOM];

    put_path(path, folder, "lock");
    return unlink(path);
}
