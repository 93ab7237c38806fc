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

/* O_NONBLOCK: opening a FIFO would wait for its writer. */
enum { OPEN_FLAGS = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY };

static int refuse(struct ll_buf *why, const char *name, const char *reason)
{
    ll_buf_addf(why, "'%s' %s", name, reason);
    return 1;
}

/* ---- opening ------------------------------------------------------------------- */

/* Why something that is neither a file nor a folder is not opened. */
static const char *oddity(mode_t mode)
{
    return S_ISLNK(mode)    ? "is a link, and links are not followed"
           : S_ISFIFO(mode) ? "is a FIFO, not a file"
           : S_ISSOCK(mode) ? "is a socket, not a file"
                            : "is a device, not a file";
}

/* Open the file or folder `name` in the folder `at`. Sets `*fd` and `*mode`. 0, 1 or
 * -1. */
static int open_at(int at, const char *name, bool follow, int *fd, mode_t *mode,
                   struct ll_buf *why, struct ll_error *err)
{
    struct stat st;
    const char *base = ll_path_base(name);
    if (fstatat(at, name, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW) != 0)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot open '%s': %s", base,
                       strerror(errno));
    if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return refuse(why, base, oddity(st.st_mode));
    /* Another process may have put something else there since fstatat(). */
    *fd = openat(at, name, OPEN_FLAGS | (follow ? 0 : O_NOFOLLOW));
    if (*fd < 0 || fstat(*fd, &st) != 0)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot open '%s': %s", base,
                       strerror(errno));
    *mode = st.st_mode;
    return 0;
}

/* ---- the source in a folder ---------------------------------------------------- */

static bool is_visible(const char *name)
{
    return name[0] != '.' && strcmp(name, "__MACOSX") != 0;
}

/* What the sources are called whose names end as that of `wanted`. */
static const char *language_of(const char *wanted)
{
    return ll_path_ends(wanted, ".pyx") ? ".pyx" : "C";
}

static bool is_source(const char *name, const char *wanted)
{
    return ll_path_ends(name, ll_path_ends(wanted, ".pyx") ? ".pyx" : ".c");
}

/* What there is in a folder. */
struct listing {
    size_t entries; /* that count */
    size_t sources; /* files of the exercise's language among them */
    bool has_wanted;
    char *source; /* owned: the first source */
};

static int list(int folder, const char *wanted, struct listing *listing,
                struct ll_error *err)
{
    int fd = fcntl(folder, F_DUPFD_CLOEXEC, 0);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    int result = 0;
    if (dir == NULL) {
        if (fd >= 0)
            close(fd);
        return ll_fail(err, LL_FAULT_HARNESS, "cannot read the submission's folder: %s",
                       strerror(errno));
    }
    for (struct dirent *entry; result == 0 && (entry = readdir(dir)) != NULL;) {
        if (!is_visible(entry->d_name))
            continue;
        listing->entries++;
        listing->has_wanted |= strcmp(entry->d_name, wanted) == 0;
        if (!is_source(entry->d_name, wanted) || listing->sources++ > 0)
            continue;
        listing->source = strdup(entry->d_name);
        if (listing->source == NULL)
            result = ll_fail_memory(err);
    }
    closedir(dir);
    return result;
}

/* The name of the file to be graded. A new string in `*name`. 0, 1 or -1. */
static int choose(int folder, const char *shown, const char *wanted, char **name,
                  struct ll_buf *why, struct ll_error *err)
{
    struct listing listing = {0};
    int result = list(folder, wanted, &listing, err);
    if (result != 0) {
        free(listing.source);
        return result;
    }
    if (listing.has_wanted || listing.sources == 1) {
        *name = listing.has_wanted ? strdup(wanted) : listing.source;
        if (listing.has_wanted)
            free(listing.source);
        return *name == NULL ? ll_fail_memory(err) : 0;
    }
    free(listing.source);
    if (listing.entries == 0)
        return refuse(why, shown, "is an empty folder");
    ll_buf_addf(why, "'%s' has %s %s file%s and no '%s'", shown,
                listing.sources == 0 ? "no" : "several", language_of(wanted),
                listing.sources == 0 ? "" : "s", wanted);
    return 1;
}

/* Replace the folder `*fd`, at intake->path, by the source in it. 0, 1 or -1. */
static int enter(int *fd, const char *wanted, struct ll_intake *intake, mode_t *mode,
                 struct ll_buf *why, struct ll_error *err)
{
    int folder = *fd;
    char *name = NULL, *path = NULL;
    *fd = -1;
    int result = choose(folder, ll_path_base(intake->path), wanted, &name, why, err);
    if (result == 0)
        result = open_at(folder, name, false, fd, mode, why, err);
    if (result == 0 && S_ISDIR(*mode))
        result = refuse(why, name, "is a folder, not a file");
    if (result == 0 && (path = ll_path_join(intake->path, name)) == NULL)
        result = ll_fail_memory(err);
    if (result == 0) {
        free(intake->path);
        intake->path = path;
    }
    free(name);
    close(folder);
    return result;
}

/* ---- reading ------------------------------------------------------------------- */

static int read_source(int fd, struct ll_intake *intake, struct ll_buf *why,
                       struct ll_error *err)
{
    const char *name = ll_path_base(intake->path);
    struct ll_buf *source = &intake->source;
    char chunk[16384];
    size_t count = 0;
    ssize_t got;
    ll_buf_init(source, LL_SUBMISSION_MAX);
    ll_buf_puts(source, "");
    while (count <= LL_SUBMISSION_MAX &&
           ((got = read(fd, chunk, sizeof chunk)) > 0 || (got < 0 && errno == EINTR))) {
        if (got > 0)
            ll_buf_add(source, chunk, (size_t)got);
        count += got > 0 ? (size_t)got : 0;
    }
    _Static_assert(LL_SUBMISSION_MAX == 1 << 20, "change the words below, too");
    if (count > LL_SUBMISSION_MAX)
        return refuse(why, name, "is larger than 1 MiB, too large for a source");
    if (source->full)
        return ll_fail_memory(err);
    if (got < 0)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot read '%s': %s", name,
                       strerror(errno));
    if (strlen(ll_buf_text(source)) < source->len)
        return refuse(why, name, "is not text: it has bytes of value 0");
    return 0;
}

int ll_intake_read(const char *path, const char *wanted, bool may_be_link,
                   struct ll_intake *intake, struct ll_buf *why, struct ll_error *err)
{
    *intake = (struct ll_intake){.source = LL_BUF_INIT};
    mode_t mode = 0;
    int fd = -1;
    int result = open_at(AT_FDCWD, path, may_be_link, &fd, &mode, why, err);
    if (result == 0 && (intake->path = ll_path_real(path, err)) == NULL)
        result = -1;
    if (result == 0 && S_ISDIR(mode))
        result = enter(&fd, wanted, intake, &mode, why, err);
    if (result == 0)
        result = read_source(fd, intake, why, err);
    if (result == 0)
        ll_digest_of(ll_buf_text(&intake->source), intake->source.len, intake->digest);
    if (fd >= 0)
        close(fd);
    if (result > 0 && why->full)
        result = ll_fail_memory(err);
    return result;
}

void ll_intake_release(struct ll_intake *intake)
{
    free(intake->path);
    ll_buf_release(&intake->source);
    *intake = (struct ll_intake){0};
}
