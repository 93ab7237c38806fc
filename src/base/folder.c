/* SPDX-License-Identifier: MIT
 *
 * Folders for work: they are made, removed, and what a killed process left is removed,
 * too. See path.h.
 *
 * A folder in use is locked: its maker holds a descriptor of it with a shared flock().
 * The lock ends with the last process that inherited the descriptor, however that one
 * ends, and is seen from other containers and by other users. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/grow.h"
#include "base/path.h"
#include "base/text.h"

#define PREFIX "leaklab-"

/* A folder that nobody has locked may be one that is just being made. */
enum { LETTERS = 6, LEFT_SECONDS = 600 };

static struct held {
    char *path; /* owned */
    int fd;     /* holds the lock */
} * held;       /* owned: the folders of this process */
static size_t held_count;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* ---- removing -------------------------------------------------------------------- */

/* Remove the file or folder `name` in the folder `at`. It uses descriptors, because a
 * program under test can make folders too deep for the longest path. */
static void remove_at(int at, const char *name, dev_t device)
{
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct stat st;
    DIR *folder = NULL;
    if (fd >= 0 && fstat(fd, &st) == 0 && st.st_dev == device)
        folder = fdopendir(fd);
    if (folder == NULL) {
        if (fd >= 0)
            close(fd);
        if (unlinkat(at, name, 0) != 0)
            (void)unlinkat(at, name, AT_REMOVEDIR);
        return;
    }
    (void)fchmod(fd, S_IRWXU);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_at(fd, entry->d_name, device);
    closedir(folder);
    (void)unlinkat(at, name, AT_REMOVEDIR);
}

/* Give up the lock on the folder, if this process has it. */
static void let_go(const char *path)
{
    pthread_mutex_lock(&mutex);
    for (size_t i = 0; i < held_count; i++)
        if (strcmp(held[i].path, path) == 0) {
            close(held[i].fd);
            free(held[i].path);
            held[i] = held[--held_count];
            break;
        }
    if (held_count == 0) {
        free(held);
        held = NULL;
    }
    pthread_mutex_unlock(&mutex);
}

void ll_path_remove_tree(const char *path)
{
    struct stat st;
    if (lstat(path, &st) == 0)
        remove_at(AT_FDCWD, path, st.st_dev);
    let_go(path);
}

/* ---- what was left --------------------------------------------------------------- */

static bool has_our_name(const char *name)
{
    if (!ll_starts_with(name, PREFIX) || strlen(name) != strlen(PREFIX) + LETTERS)
        return false;
    for (name += strlen(PREFIX); *name != '\0'; name++)
        if (!isalnum((unsigned char)*name))
            return false;
    return true;
}

/* Whether the folder is ours, of a process that has ended. */
static bool is_left(int fd, struct stat *st)
{
    return fstat(fd, st) == 0 && st->st_uid == geteuid() &&
           time(NULL) - st->st_mtime > LEFT_SECONDS &&
           flock(fd, LOCK_EX | LOCK_NB) == 0;
}

/* Remove the folders in `base` that were left. */
static void remove_left(const char *base)
{
    DIR *folder = opendir(base);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        if (!has_our_name(entry->d_name))
            continue;
        int fd = openat(dirfd(folder), entry->d_name,
                        O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        struct stat st;
        if (fd >= 0 && is_left(fd, &st))
            remove_at(dirfd(folder), entry->d_name, st.st_dev);
        if (fd >= 0)
            close(fd);
    }
    if (folder != NULL)
        closedir(folder);
}

/* ---- making ---------------------------------------------------------------------- */

/* The folder is used until it is removed, or this process and its children end. Without
 * a lock it would be removed after some time. */
static bool hold(const char *path)
{
    struct held one = {.path = strdup(path),
                       .fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    bool ok = one.path != NULL && one.fd >= 0 && flock(one.fd, LOCK_SH) == 0;
    pthread_mutex_lock(&mutex);
    ok = ok && LL_GROW_ONE(held, held_count);
    if (ok)
        held[held_count++] = one;
    pthread_mutex_unlock(&mutex);
    if (!ok) {
        free(one.path);
        if (one.fd >= 0)
            close(one.fd);
    }
    return ok;
}

/* Where folders are made. gcc, ld and the sanitizers end a file name at these
 * characters. */
static const char *base_folder(void)
{
    const char *base = getenv("TMPDIR");
    return base == NULL || base[0] == '\0' || strpbrk(base, " ,'\"\n") != NULL ? "/tmp"
                                                                               : base;
}

static char *make(const char *name, struct ll_error *err)
{
    const char *base = base_folder();
    char *path = ll_path_join(base, name);
    if (path == NULL) {
        ll_fail_memory(err);
        return NULL;
    }
    if (mkdtemp(path) == NULL) {
        ll_fail(err, LL_FAULT_HARNESS, "cannot make a folder in '%s': %s", base,
                strerror(errno));
        free(path);
        return NULL;
    }
    return path;
}

static void remove_left_once(void)
{
    remove_left(base_folder());
}

char *ll_path_temp_dir(struct ll_error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, remove_left_once);
    char *path = make(PREFIX "XXXXXX", err);
    if (path == NULL || hold(path))
        return path;
    ll_fail(err, LL_FAULT_HARNESS, "cannot lock '%s': %s", path, strerror(errno));
    rmdir(path);
    free(path);
    return NULL;
}

char *ll_path_kept_dir(struct ll_error *err)
{
    return make(PREFIX "kept-XXXXXX", err);
}
