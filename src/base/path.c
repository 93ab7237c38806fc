/* SPDX-License-Identifier: MIT */
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

char *ll_path_join(const char *dir, const char *name)
{
    char *joined = NULL;
    if (name[0] == '/')
        return strdup(name);
    size_t length = strlen(dir);
    const char *slash = length > 0 && dir[length - 1] == '/' ? "" : "/";
    if (asprintf(&joined, "%s%s%s", dir, slash, name) < 0)
        return NULL;
    return joined;
}

char *ll_path_dir(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return strdup(".");
    return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

const char *ll_path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

bool ll_path_ends(const char *path, const char *ending)
{
    return strlen(path) > strlen(ending) && ll_ends_with(path, ending);
}

bool ll_path_is_systems(const char *path)
{
    static const char *const folders[] = {"/usr/include/", "/usr/local/include/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (ll_starts_with(path, folders[i]))
            return true;
    return false;
}

char *ll_path_find_program(const char *name)
{
    const char *folders = getenv("PATH");
    for (const char *at = folders != NULL ? folders : "/usr/bin"; *at != '\0';) {
        int length = (int)strcspn(at, ":");
        char *path = NULL;
        if (length > 0 && asprintf(&path, "%.*s/%s", length, at, name) < 0)
            return NULL;
        if (path != NULL && access(path, X_OK) == 0 && !ll_path_is_dir(path))
            return path;
        free(path);
        at += length + (at[length] == ':');
    }
    return NULL;
}

char *ll_path_real(const char *path, struct ll_error *err)
{
    char *real = realpath(path, NULL);
    if (real == NULL)
        ll_fail(err, errno == ENOMEM ? LL_FAULT_HARNESS : LL_FAULT_INPUT,
                "cannot open '%s': %s", path, strerror(errno));
    return real;
}

/* Write `path`, absolute, to `tidy` without ".", ".." and empty parts. */
static void add_tidy(const char *path, char *tidy)
{
    size_t length = 0;
    for (const char *part = path; *part != '\0';) {
        part += strspn(part, "/");
        size_t size = strcspn(part, "/");
        if (size == 2 && ll_starts_with(part, "..")) {
            while (length > 0 && tidy[--length] != '/')
                ;
        } else if (size > 0 && !(size == 1 && *part == '.')) {
            tidy[length] = '/';
            memcpy(tidy + length + 1, part, size);
            length += size + 1;
        }
        part += size;
    }
    tidy[length] = '\0';
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat of_a, of_b;
    return stat(a, &of_a) == 0 && stat(b, &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
           of_a.st_ino == of_b.st_ino;
}

bool ll_path_tidy(char **path)
{
    if ((*path)[0] != '/' ||
        (strstr(*path, "/.") == NULL && strstr(*path, "//") == NULL))
        return true;
    char *tidy = malloc(strlen(*path) + 1);
    if (tidy == NULL)
        return false;
    add_tidy(*path, tidy);
    if (is_same_file(tidy, *path)) {
        free(*path);
        *path = tidy;
    } else {
        free(tidy);
    }
    return true;
}

bool ll_path_below(const char *path, const char *dir)
{
    size_t length = strlen(dir);
    while (length > 0 && dir[length - 1] == '/')
        length--;
    return strncmp(path, dir, length) == 0 && path[length] == '/';
}

/* The length, without a final slash, of the longest folder that both absolute paths
 * share. */
static size_t shared_folder(const char *a, const char *b)
{
    size_t shared = 0;
    for (size_t i = 0;; i++) {
        bool end_a = a[i] == '\0' || a[i] == '/';
        bool end_b = b[i] == '\0' || b[i] == '/';
        if (end_a && end_b)
            shared = i;
        if (a[i] != b[i] || a[i] == '\0')
            return shared;
    }
}

char *ll_path_relative(const char *path, const char *from)
{
    if (path[0] != '/')
        return strdup(path);
    char *here = from != NULL ? strdup(from) : getcwd(NULL, 0);
    if (here == NULL)
        return strdup(path);
    size_t length = strlen(here);
    while (length > 1 && here[length - 1] == '/')
        here[--length] = '\0';

    size_t shared = shared_folder(path, here);
    unsigned ups = 0;
    for (const char *p = here + shared; *p != '\0'; p++)
        if (*p == '/' && p[1] != '\0')
            ups++;

    struct ll_buf out = LL_BUF_INIT;
    if (shared == 0 || ups > 3) {
        ll_buf_puts(&out, path);
    } else {
        for (unsigned i = 0; i < ups; i++)
            ll_buf_puts(&out, "../");
        ll_buf_puts(&out, path[shared] == '/' ? path + shared + 1 : ".");
    }
    free(here);
    char *relative = ll_buf_take(&out);
    ll_buf_release(&out);
    return relative;
}

bool ll_path_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool ll_path_is_package(const char *folder)
{
    char *file = ll_path_join(folder, "__init__.py");
    bool is_package = file != NULL && ll_path_exists(file);
    free(file);
    return is_package;
}

bool ll_path_is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int ll_path_make_dirs(const char *path, struct ll_error *err)
{
    char *copy = strdup(path);
    if (copy == NULL)
        return ll_fail_memory(err);
    int result = 0;
    for (char *p = copy + 1; result == 0; p++) {
        if (*p != '/' && *p != '\0')
            continue;
        char saved = *p;
        *p = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST)
            result = ll_fail(err, LL_FAULT_HARNESS, "cannot make folder '%s': %s", copy,
                             strerror(errno));
        *p = saved;
        if (saved == '\0')
            break;
    }
    if (result == 0 && !ll_path_is_dir(path))
        result = ll_fail(err, LL_FAULT_HARNESS, "'%s' is not a folder", path);
    free(copy);
    return result;
}

int ll_file_read(const char *path, size_t max, struct ll_buf *out, struct ll_error *err)
{
    size_t before = out->len;
    /* O_NONBLOCK: do not wait for a writer if this is a FIFO. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", path,
                       strerror(errno));
    int result = 0;
    struct stat st;
    if (fstat(fd, &st) != 0 || S_ISDIR(st.st_mode)) {
        result = ll_fail(err, LL_FAULT_INPUT, "cannot read '%s': it is a folder", path);
        goto out;
    }
    for (;;) {
        char chunk[65536];
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got == 0)
            break;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            result = ll_fail(err, LL_FAULT_INPUT, "cannot read '%s': %s", path,
                             strerror(errno));
            goto out;
        }
        if (out->len - before + (size_t)got > max) {
            result = ll_fail(err, LL_FAULT_INPUT, "cannot read '%s': over %zu bytes",
                             path, max);
            goto out;
        }
        if (!ll_buf_add(out, chunk, (size_t)got)) {
            result = ll_fail_memory(err);
            goto out;
        }
    }

out:
    close(fd);
    if (result != 0 && out->data != NULL) {
        out->len = before;
        out->data[before] = '\0';
    }
    return result;
}

int ll_file_write(const char *path, const void *bytes, size_t count,
                  struct ll_error *err)
{
    char *temporary = NULL;
    if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
        return ll_fail_memory(err);
    int result = 0;
    int fd = mkstemp(temporary);
    if (fd < 0) {
        result = ll_fail(err, LL_FAULT_HARNESS, "cannot write '%s': %s", path,
                         strerror(errno));
        goto out;
    }
    const char *from = bytes;
    size_t left = count;
    bool written = true;
    while (left > 0 && written) {
        ssize_t put = write(fd, from, left);
        if (put < 0 && errno == EINTR)
            continue;
        written = put > 0;
        if (written) {
            from += put;
            left -= (size_t)put;
        }
    }
    mode_t mask = umask(0);
    umask(mask);
    if (written && fchmod(fd, 0666 & ~mask) != 0)
        written = false;
    if (close(fd) != 0)
        written = false;
    if (!written || rename(temporary, path) != 0) {
        result = ll_fail(err, LL_FAULT_HARNESS, "cannot write '%s': %s", path,
                         strerror(errno));
        unlink(temporary);
    }

out:
    free(temporary);
    return result;
}
