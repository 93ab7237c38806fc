/* SPDX-License-Identifier: MIT */
#include "submission/intake.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"

enum { SOURCE_MAX = 1 << 20 };

/* The only C file of the folder; NULL: there is none, or several. New string. */
static char *only_source(int folder)
{
    char *only = NULL;
    int fd = fcntl(folder, F_DUPFD_CLOEXEC, 0);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (dir == NULL && fd >= 0)
        close(fd);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot == NULL || strcmp(dot, ".c") != 0 || entry->d_name[0] == '.')
            continue;
        if (only != NULL) {
            free(only);
            only = NULL;
            break;
        }
        only = strdup(entry->d_name);
    }
    if (dir != NULL)
        closedir(dir);
    return only;
}

/* Why it could not be opened, or is not taken. */
static int refuse(const char *path, int reason, struct ll_buf *why)
{
    if (reason == ELOOP)
        ll_buf_addf(why, "'%s' is a link: hand in the file itself", path);
    else
        ll_buf_addf(why, "cannot open '%s': %s", path, strerror(reason));
    return 1;
}

static int read_source(int fd, const char *name, struct ll_intake *out,
                       struct ll_buf *why, struct ll_error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return refuse(name, errno, why);
    if (!S_ISREG(st.st_mode)) {
        ll_buf_addf(why, "'%s' is no plain file: hand in a C source", name);
        return 1;
    }
    char chunk[16384];
    ssize_t got;
    ll_buf_init(&out->source, SOURCE_MAX);
    ll_buf_puts(&out->source, "");
    while ((got = read(fd, chunk, sizeof chunk)) > 0 && !out->source.full)
        ll_buf_add(&out->source, chunk, (size_t)got);
    if (got < 0)
        return refuse(name, errno, why);
    if (out->source.full && st.st_size < SOURCE_MAX)
        return ll_fail_memory(err);
    if (out->source.full) {
        ll_buf_addf(why, "'%s' is larger than 1 MiB: no exercise is", name);
        return 1;
    }
    if (strlen(ll_buf_text(&out->source)) < out->source.len) {
        ll_buf_addf(why, "'%s' is no text: it has bytes of value 0", name);
        return 1;
    }
    uint8_t bytes[SHA256_DIGEST_LENGTH];
    SHA2_CTX hash;
    SHA256Init(&hash);
    SHA256Update(&hash, (const uint8_t *)ll_buf_text(&out->source), out->source.len);
    SHA256Final(bytes, &hash);
    for (size_t i = 0; i < sizeof bytes; i++) {
        out->digest[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
        out->digest[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
    }
    return 0;
}

/* Open the source in the folder. Its descriptor; -1: refused; -2: we failed. */
static int open_in(int folder, const char *path, const char *wanted,
                   struct ll_intake *out, struct ll_buf *why, struct ll_error *err)
{
    char *only = NULL;
    const char *name = wanted;
    int fd = openat(folder, wanted, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    int reason = errno;
    if (fd < 0 && reason == ENOENT && (only = only_source(folder)) != NULL) {
        name = only;
        fd = openat(folder, only, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        reason = errno;
    }
    if (fd < 0)
        refuse(name, reason, why);
    char *folded = out->path;
    out->path = folded == NULL ? NULL : ll_path_join(folded, name);
    (void)path;
    free(folded);
    free(only);
    if (out->path == NULL) {
        if (fd >= 0)
            close(fd);
        ll_fail_memory(err);
        return -2;
    }
    return fd;
}

int ll_intake_read(const char *path, const char *wanted, struct ll_intake *out,
                   struct ll_buf *why, struct ll_error *err)
{
    *out = (struct ll_intake){.source = LL_BUF_INIT};
    struct stat st;
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return refuse(path, errno, why);
    if (fstat(fd, &st) != 0) {
        int reason = errno;
        close(fd);
        return refuse(path, reason, why);
    }
    struct ll_error unknown = {0};
    out->path = ll_path_real(path, &unknown);
    if (out->path == NULL) {
        close(fd);
        return ll_fail_memory(err);
    }
    if (S_ISDIR(st.st_mode)) {
        int folder = fd;
        fd = open_in(folder, path, wanted, out, why, err);
        close(folder);
        if (fd < 0)
            return fd == -2 ? -1 : 1;
    }
    int result = read_source(fd, ll_path_base(out->path), out, why, err);
    close(fd);
    return result;
}

void ll_intake_release(struct ll_intake *intake)
{
    free(intake->path);
    ll_buf_release(&intake->source);
    *intake = (struct ll_intake){0};
}
