/* SPDX-License-Identifier: MIT */
#include "class/unpack.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "class/platform.h"
#include "submission/archive.h"
#include "submission/source_name.h"

/* ---- writing --------------------------------------------------------------------- */

/* Write the file. 1: it cannot be, as another one is in its way. */
static int write_new(const char *path, const struct ll_archive_member *member,
                     struct ll_error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 && (errno == EEXIST || errno == ENOTDIR || errno == EISDIR))
        return 1;
    size_t done = 0;
    ssize_t put = 0;
    while (fd >= 0 && done < member->size) {
        put = write(fd, member->bytes + done, member->size - done);
        if (put <= 0 && errno != EINTR)
            break;
        done += put > 0 ? (size_t)put : 0;
    }
    int errnum = errno;
    bool written = fd >= 0 && done == member->size;
    if (fd >= 0 && close(fd) != 0 && written) {
        errnum = errno;
        written = false;
    }
    return written ? 0
                   : ll_fail(err, LL_FAULT_HARNESS, "cannot unpack '%s': %s", path,
                             strerror(errnum));
}

/* Make the folders of a member's path, which has no links in it: the folder is ours and
 * holds only what is written here. 1: a file is in their way. */
static int make_parents(const char *folder, const char *path, struct ll_error *err)
{
    char *whole = ll_path_join(folder, path);
    char *dir = whole != NULL ? ll_path_dir(whole) : NULL;
    struct ll_error trouble = {0};
    int result = 0;
    if (dir == NULL)
        result = ll_fail_memory(err);
    else if (!ll_path_is_dir(dir) && ll_path_make_dirs(dir, &trouble) != 0)
        result = errno == EEXIST || errno == ENOTDIR
                     ? 1
                     : ll_fail(err, LL_FAULT_HARNESS, "%s", trouble.text);
    free(dir);
    free(whole);
    return result;
}

static int write_member(struct ll_submissions *submissions, const char *folder,
                        const struct ll_archive_member *member, struct ll_error *err)
{
    char *path = ll_path_join(folder, member->path);
    if (path == NULL)
        return ll_fail_memory(err);
    int result = make_parents(folder, member->path, err);
    if (result == 0)
        result = write_new(path, member, err);
    if (result > 0) {
        ll_strings_addf(&submissions->remarks,
                        "'%s' is left out: the archive has another file of that name "
                        "before it",
                        member->path);
        result = ll_strings_ok(&submissions->remarks, err);
    }
    free(path);
    return result;
}

/* ---- an archive ------------------------------------------------------------------ */

static int read_archive(const char *path, struct ll_archive *archive,
                        struct ll_error *err)
{
    struct ll_buf why = LL_BUF_INIT;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    *archive = (struct ll_archive){.answer = LL_BUF_INIT};
    if (fd < 0)
        return ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", path,
                       strerror(errno));
    int result = ll_archive_read(fd, path, &ll_archive_of_class, archive, &why, err);
    if (result > 0)
        result = ll_fail(err, LL_FAULT_INPUT,
                         "%s; nothing was graded: download it again, or unpack it "
                         "yourself and name the folder",
                         ll_buf_text(&why));
    ll_buf_release(&why);
    close(fd);
    return result;
}

/* A new folder below the one of all that is unpacked. New string. */
static char *make_folder(struct ll_submissions *submissions, struct ll_error *err)
{
    if (submissions->unpacked == NULL)
        submissions->unpacked = ll_path_temp_dir(err);
    if (submissions->unpacked == NULL)
        return NULL;
    char *folder = ll_path_join(submissions->unpacked, "XXXXXX");
    if (folder == NULL) {
        ll_fail_memory(err);
    } else if (mkdtemp(folder) == NULL) {
        ll_fail(err, LL_FAULT_HARNESS, "cannot make a folder in '%s': %s",
                submissions->unpacked, strerror(errno));
        free(folder);
        folder = NULL;
    }
    return folder;
}

int ll_unpack_class(struct ll_submissions *submissions, const char *path, char **folder,
                    struct ll_error *err)
{
    struct ll_archive archive;
    int result = read_archive(path, &archive, err);
    if (result == 0 && (*folder = make_folder(submissions, err)) == NULL)
        result = -1;
    for (size_t i = 0; i < archive.count && result == 0; i++)
        result = write_member(submissions, *folder, &archive.members[i], err);
    for (size_t i = 0; i < archive.left_out.count && result == 0; i++) {
        ll_strings_addf(&submissions->remarks, "%s: it is left out",
                        archive.left_out.items[i]);
        result = ll_strings_ok(&submissions->remarks, err);
    }
    ll_archive_release(&archive);
    return result;
}

/* ---- what is in it --------------------------------------------------------------- */

/* The only entry of the folder, if it has one and that is a folder. New string in
 * `*name`, or NULL. */
static int only_folder(const char *folder, char **name, struct ll_error *err)
{
    size_t entries = 0;
    int result = 0;
    DIR *dir = opendir(folder);
    *name = NULL;
    if (dir == NULL)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot read '%s': %s", folder,
                       strerror(errno));
    for (struct dirent *entry; result == 0 && (entry = readdir(dir)) != NULL;) {
        if (!ll_source_is_visible(entry->d_name))
            continue;
        free(*name);
        *name = NULL;
        if (++entries == 1 && entry->d_type == DT_DIR &&
            (*name = strdup(entry->d_name)) == NULL)
            result = ll_fail_memory(err);
    }
    closedir(dir);
    return result;
}

static bool enter(char **path, const char *name)
{
    char *deeper = ll_path_join(*path, name);
    if (deeper == NULL)
        return false;
    free(*path);
    *path = deeper;
    return true;
}

int ll_unpacked_root(const char *folder, const char *shown, const char *exercise,
                     char **inner, char **there, struct ll_error *err)
{
    char *name = NULL;
    int result = 0;
    *inner = strdup(folder);
    *there = strdup(shown);
    if (*inner == NULL || *there == NULL)
        return ll_fail_memory(err);
    for (;;) {
        struct ll_platform_name parts;
        result = only_folder(*inner, &name, err);
        if (result != 0 || name == NULL || ll_platform_moodle(name, &parts) ||
            ll_source_rank(name, exercise) >= 0)
            break;
        if (!enter(inner, name) || !enter(there, name)) {
            result = ll_fail_memory(err);
            break;
        }
        free(name);
    }
    free(name);
    return result;
}

/* How many sources there are in the folder, at least; no more than 2 are counted. */
static unsigned count_sources(const char *folder)
{
    unsigned count = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry;
         count < 2 && dir != NULL && (entry = readdir(dir)) != NULL;) {
        char *path = ll_source_is_visible(entry->d_name)
                         ? ll_path_join(folder, entry->d_name)
                         : NULL;
        if (path != NULL && entry->d_type == DT_DIR)
            count += count_sources(path);
        else
            count += path != NULL && ll_archive_is_read(entry->d_name);
        free(path);
    }
    if (dir != NULL)
        closedir(dir);
    return count;
}

bool ll_unpacked_is_one(const char *folder)
{
    return count_sources(folder) < 2;
}
