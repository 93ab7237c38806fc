/* SPDX-License-Identifier: MIT
 *
 * buggy-folder.c: the page is found, and there is nothing more to look for.
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
    struct dirent *entry;
    DIR *pages = opendir(folder); /* @opened */

    if (pages == NULL)
        return -1;
    while ((entry = readdir(pages)) != NULL) {
        put_path(path, folder, entry->d_name);
        if (is_page(entry->d_name) && page_has(path, word)) {
            snprintf(page, size, "%s", entry->d_name);
            return 1; /* @lost */
        }
    }
    closedir(pages);
    return 0;
}

int diary_lock(const char *folder)
{
    char path[PATH_ROOM];
    int lock;

    put_path(path, folder, "lock");
    lock = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (lock == -1)
        return -1;
    close(lock);
    return 0;
}

int diary_unlock(const char *folder)
{
    char path[PATH_ROOM];

    put_path(path, folder, "lock");
    return unlink(path);
}
