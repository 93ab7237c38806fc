/* SPDX-License-Identifier: MIT */
#include "runtime/swept/files.h"

#include <dirent.h>

#include "runtime/private.h"

enum { CONTENT_MAX = 16 * 1024 * 1024, FILES_MAX = 64 };

static struct file {
    int fd;
    off_t position;
    char *content; /* of a file that is written to; NULL: it is only read */
    size_t size;
} files[FILES_MAX];
static size_t file_count;

/* What was open before the program began: Valgrind 3.19 and later leave their reports
 * open below the limit, too. */
static struct {
    int fd;
    dev_t device;
    ino_t number;
} before[FILES_MAX];
static size_t before_count;

enum use { SHARED, READ, WRITTEN, UNFIT };

/* What a child can change of the file behind `fd`. */
static enum use use_of(int fd, struct stat *st)
{
    int flags = ll_sys_fcntl(fd, F_GETFL, 0);
    if (flags < 0 || ll_sys_fstat(fd, st) != 0)
        return SHARED;
    bool written = (flags & O_ACCMODE) != O_RDONLY;
    if (S_ISREG(st->st_mode))
        return !written ? READ : st->st_size <= CONTENT_MAX ? WRITTEN : UNFIT;
    if (S_ISDIR(st->st_mode))
        return READ;
    return S_ISCHR(st->st_mode) ? SHARED : UNFIT;
}

/* Read the file behind `fd`, which may be open for writing only, from its start. */
static bool read_content(int fd, char *content, size_t size)
{
    char path[32];
    ll_format(path, sizeof path, "/proc/self/fd/%d", fd);
    int from = ll_sys_open(path, O_RDONLY | O_CLOEXEC, 0);
    if (from < 0)
        return false;
    bool read = ll_sys_pread(from, content, size, 0) == (ssize_t)size;
    ll_sys_close(from);
    return read;
}

static bool was_open_before(int fd, const struct stat *st)
{
    for (size_t i = 0; i < before_count; i++)
        if (before[i].fd == fd && before[i].device == st->st_dev &&
            before[i].number == st->st_ino)
            return true;
    return false;
}

static bool note_file(int fd)
{
    struct stat st;
    if (fd == STDIN_FILENO || ll_sys_fstat(fd, &st) != 0)
        return true;
    before[before_count].fd = fd;
    before[before_count].device = st.st_dev;
    before[before_count].number = st.st_ino;
    return ++before_count < FILES_MAX;
}

static bool keep_file(int fd)
{
    struct stat st;
    enum use use = use_of(fd, &st);
    if (use == SHARED || was_open_before(fd, &st))
        return true;
    if (use == UNFIT || file_count == FILES_MAX)
        return false;
    struct file *file = &files[file_count++];
    *file = (struct file){.fd = fd, .position = ll_sys_lseek(fd, 0, SEEK_CUR)};
    if (use == READ)
        return true;
    file->size = (size_t)st.st_size;
    file->content = ll_sys_map(file->size + 1, MAP_PRIVATE);
    return file->content != NULL && read_content(fd, file->content, file->size);
}

/* Call `visit` with each descriptor in the folder /proc/self/fd, but not with stdout,
 * stderr and those of Valgrind, which lie above the limit. */
static bool visit_descriptors(int folder, bool (*visit)(int fd))
{
    _Alignas(struct dirent64) char records[1024];
    long limit = ll_sys_descriptor_limit();
    ssize_t count = 0;
    if (limit < 0)
        return false;
    while ((count = ll_sys_getdents(folder, records, sizeof records)) > 0)
        for (ssize_t at = 0; at < count;) {
            const struct dirent64 *entry = (const void *)(records + at);
            unsigned long fd = 0;
            at += entry->d_reclen;
            if (ll_read_number(entry->d_name, &fd) == NULL || (int)fd == folder ||
                fd == STDOUT_FILENO || fd == STDERR_FILENO ||
                fd >= (unsigned long)limit)
                continue;
            if (!visit((int)fd))
                return false;
        }
    return count == 0;
}

static bool visit_all(bool (*visit)(int fd))
{
    int folder = ll_sys_open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    bool all = folder >= 0 && visit_descriptors(folder, visit);
    if (folder >= 0)
        ll_sys_close(folder);
    return all;
}

void ll_files_begin(void)
{
    visit_all(note_file);
}

bool ll_files_keep(void)
{
    bool kept = visit_all(keep_file);
    if (!kept)
        ll_files_forget();
    return kept;
}

bool ll_files_are_kept(void)
{
    return file_count > 0;
}

void ll_files_put_back(void)
{
    for (size_t i = 0; i < file_count; i++) {
        struct file *file = &files[i];
        if (file->content != NULL) {
            int flags = ll_sys_fcntl(file->fd, F_GETFL, 0);
            ll_sys_fcntl(file->fd, F_SETFL, flags & ~O_APPEND);
            (void)ll_sys_ftruncate(file->fd, 0);
            (void)ll_sys_pwrite(file->fd, file->content, file->size, 0);
            ll_sys_fcntl(file->fd, F_SETFL, flags);
        }
        if (file->position >= 0)
            ll_sys_lseek(file->fd, file->position, SEEK_SET);
    }
}

void ll_files_forget(void)
{
    while (file_count > 0) {
        struct file *file = &files[--file_count];
        if (file->content != NULL)
            ll_sys_unmap(file->content, file->size + 1);
    }
}
