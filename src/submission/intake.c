/* SPDX-License-Identifier: MIT */
#include "submission/intake.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/strings.h"
#include "submission/archive.h"

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

/* ---- what there is --------------------------------------------------------------- */

/* Beyond these a folder is not searched further. Both are more than learners' work has.
 */
enum { DEPTH_MAX = 16, ENTRIES_MAX = 10000 };

/* What there is in a submission, by its path in it. */
struct listing {
    struct ll_strings sources, archives;
    size_t entries; /* that count, also folders */
};

static void release_listing(struct listing *listing)
{
    ll_strings_release(&listing->sources);
    ll_strings_release(&listing->archives);
}

static int add_file(struct listing *listing, const char *path, const char *wanted,
                    struct ll_error *err)
{
    const char *name = ll_path_base(path);
    if (ll_source_rank(name, wanted) >= 0)
        ll_strings_add(&listing->sources, path);
    else if (ll_archive_has_name(name))
        ll_strings_add(&listing->archives, path);
    return listing->sources.full || listing->archives.full ? ll_fail_memory(err) : 0;
}

static int list(int folder, const char *below, unsigned depth, const char *wanted,
                struct listing *listing, struct ll_error *err);

/* Note what the entry `name` of the folder is. A folder whose name is that of a source
 * is noted as one, and refused when it is opened. */
static int list_entry(int folder, const char *name, const char *below, unsigned depth,
                      const char *wanted, struct listing *listing, struct ll_error *err)
{
    char *path = below[0] == '\0' ? strdup(name) : ll_path_join(below, name);
    int result = 0, inner = -1;
    if (path == NULL)
        return ll_fail_memory(err);
    if (depth < DEPTH_MAX && ll_source_rank(name, wanted) < 0)
        inner = openat(folder, name, OPEN_FLAGS | O_DIRECTORY | O_NOFOLLOW);
    if (inner >= 0)
        result = list(inner, path, depth + 1, wanted, listing, err);
    else
        result = add_file(listing, path, wanted, err);
    free(path);
    return result;
}

/* List a folder, whose descriptor is closed, and those in it. */
static int list(int folder, const char *below, unsigned depth, const char *wanted,
                struct listing *listing, struct ll_error *err)
{
    DIR *dir = fdopendir(folder);
    int result = 0;
    if (dir == NULL) {
        close(folder);
        return ll_fail(err, LL_FAULT_HARNESS, "cannot read the submission's folder: %s",
                       strerror(errno));
    }
    for (struct dirent *entry; result == 0 && listing->entries < ENTRIES_MAX &&
                               (entry = readdir(dir)) != NULL;)
        if (ll_source_is_visible(entry->d_name)) {
            listing->entries++;
            result =
                list_entry(folder, entry->d_name, below, depth, wanted, listing, err);
        }
    closedir(dir);
    return result;
}

/* ---- which of it is graded ------------------------------------------------------- */

/* Say that none of it, or not just one, can be graded. */
static int refuse_listing(const struct listing *listing, size_t equals,
                          const char *shown, const char *wanted, struct ll_buf *why)
{
    const char *language = ll_source_language(wanted);
    size_t at;
    if (listing->entries == 0)
        return refuse(why, shown, "is an empty folder");
    if (equals == 0 && listing->archives.count > 1)
        ll_buf_addf(why, "'%s' has no %s file, but several archives", shown, language);
    else if (equals == 0)
        ll_buf_addf(why, "'%s' has no %s file and no '%s'", shown, language, wanted);
    else if (ll_source_pick(listing->sources.items, listing->sources.count, wanted,
                            &at) > 0 &&
             ll_source_rank(ll_path_base(listing->sources.items[at]), wanted) == 0)
        ll_buf_addf(why, "'%s' has several files '%s'", shown, wanted);
    else
        ll_buf_addf(why, "'%s' has several %s files and no '%s'", shown, language,
                    wanted);
    return 1;
}

/* Note that a file was taken that is not named as asked. */
static int note_name(struct ll_intake *intake, const char *path, const char *wanted,
                     struct ll_error *err)
{
    if (strcmp(ll_path_base(path), wanted) == 0)
        return 0;
    free(intake->note);
    if (asprintf(&intake->note, "'%s' was graded: there is no '%s'", path, wanted) >= 0)
        return 0;
    intake->note = NULL;
    return ll_fail_memory(err);
}

/* ---- archives -------------------------------------------------------------------- */

/* The listing of an archive's files. */
static int list_members(const struct ll_archive *archive, const char *wanted,
                        struct listing *listing, struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < archive->count && result == 0; i++)
        result = add_file(listing, archive->members[i].path, wanted, err);
    listing->entries = archive->count + 1; /* it is no folder */
    return result;
}

static const struct ll_archive_member *find_member(const struct ll_archive *archive,
                                                   const char *path)
{
    for (size_t i = 0; i < archive->count; i++)
        if (strcmp(archive->members[i].path, path) == 0)
            return &archive->members[i];
    return NULL;
}

/* Write a member into a new folder in `unpack`; `*fd` is the open file and intake->path
 * its path. */
static int unpack_member(const struct ll_archive_member *member, const char *unpack,
                         int *fd, struct ll_intake *intake, struct ll_error *err)
{
    char *folder = ll_path_join(unpack, "XXXXXX"), *path = NULL;
    int result = 0;
    if (folder == NULL)
        return ll_fail_memory(err);
    if (mkdtemp(folder) == NULL)
        result = ll_fail(err, LL_FAULT_HARNESS, "cannot make a folder in '%s': %s",
                         unpack, strerror(errno));
    else if ((path = ll_path_join(folder, ll_path_base(member->path))) == NULL)
        result = ll_fail_memory(err);
    else
        result = ll_file_write(path, member->bytes, member->size, err);
    if (result == 0 && (*fd = open(path, OPEN_FLAGS | O_NOFOLLOW)) < 0)
        result = ll_fail(err, LL_FAULT_HARNESS, "cannot open '%s': %s", path,
                         strerror(errno));
    if (result == 0) {
        free(intake->path);
        intake->path = path;
        path = NULL;
    }
    free(path);
    free(folder);
    return result;
}

/* Take the source out of what was read of an archive. */
static int take_member(const struct ll_archive *archive, const char *shown,
                       const char *wanted, const char *unpack, int *fd,
                       struct ll_intake *intake, struct ll_buf *why,
                       struct ll_error *err)
{
    struct listing listing = {0};
    size_t at = 0, equals = 0;
    int result = list_members(archive, wanted, &listing, err);
    if (result == 0) {
        equals =
            ll_source_pick(listing.sources.items, listing.sources.count, wanted, &at);
        if (equals != 1)
            result = refuse_listing(&listing, equals, shown, wanted, why);
    }
    if (result > 0 && equals == 0 && archive->left_out.count > 0)
        ll_buf_addf(why, "; %s", archive->left_out.items[0]);
    if (result == 0)
        result = note_name(intake, listing.sources.items[at], wanted, err);
    if (result == 0)
        result = unpack_member(find_member(archive, listing.sources.items[at]), unpack,
                               fd, intake, err);
    release_listing(&listing);
    return result;
}

/* Replace the archive `*fd` by the source in it. 0, 1 or -1. */
static int open_archive(int *fd, const char *wanted, const char *unpack,
                        struct ll_intake *intake, struct ll_buf *why,
                        struct ll_error *err)
{
    struct ll_archive archive;
    struct stat st;
    char *shown = strdup(ll_path_base(intake->path));
    int from = *fd, result;
    *fd = -1;
    if (shown == NULL) {
        close(from);
        return ll_fail_memory(err);
    }
    if (fstat(from, &st) == 0 && st.st_size > LL_ARCHIVE_INNER_MAX) {
        result = refuse(why, shown, "is larger than 16 MiB, too large for an archive");
    } else {
        result =
            ll_archive_read(from, shown, &ll_archive_of_learner, &archive, why, err);
        if (result == 0)
            result = take_member(&archive, shown, wanted, unpack, fd, intake, why, err);
        ll_archive_release(&archive);
    }
    free(shown);
    close(from);
    return result;
}

/* ---- folders --------------------------------------------------------------------- */

/* Open the file `path` below the folder `at`, which is closed, and follow no link. 0, 1
 * or -1. */
static int open_below(int at, const char *path, int *fd, mode_t *mode,
                      struct ll_buf *why, struct ll_error *err)
{
    int result = 0;
    for (const char *slash; result == 0 && (slash = strchr(path, '/')) != NULL;
         path = slash + 1) {
        char *part = strndup(path, (size_t)(slash - path));
        int inner =
            part == NULL ? -1 : openat(at, part, OPEN_FLAGS | O_DIRECTORY | O_NOFOLLOW);
        if (part == NULL)
            result = ll_fail_memory(err);
        else if (inner < 0)
            result = ll_fail(err, LL_FAULT_HARNESS, "cannot open '%s': %s", part,
                             strerror(errno));
        free(part);
        close(at);
        at = inner;
    }
    if (result == 0)
        result = open_at(at, path, false, fd, mode, why, err);
    if (at >= 0)
        close(at);
    return result;
}

/* The path of the file in the folder that is to be opened: a source, or an archive.
 * Borrowed from the listing in `*path`. 0, 1 or -1. */
static int choose(const struct listing *listing, const char *shown, const char *wanted,
                  struct ll_intake *intake, const char **path, struct ll_buf *why,
                  struct ll_error *err)
{
    size_t at = 0;
    size_t equals =
        ll_source_pick(listing->sources.items, listing->sources.count, wanted, &at);
    if (equals == 0 && listing->archives.count == 1) {
        *path = listing->archives.items[0];
        return 0;
    }
    if (equals != 1)
        return refuse_listing(listing, equals, shown, wanted, why);
    *path = listing->sources.items[at];
    return note_name(intake, *path, wanted, err);
}

/* Replace the folder `*fd`, at intake->path, by the file in it. 0, 1 or -1. */
static int enter(int *fd, const char *wanted, struct ll_intake *intake, mode_t *mode,
                 struct ll_buf *why, struct ll_error *err)
{
    struct listing listing = {0};
    int folder = *fd, copy = fcntl(folder, F_DUPFD_CLOEXEC, 0);
    const char *name = NULL;
    char *path = NULL;
    *fd = -1;
    int result =
        copy < 0 ? ll_fail(err, LL_FAULT_HARNESS,
                           "cannot read the submission's folder: %s", strerror(errno))
                 : list(copy, "", 0, wanted, &listing, err);
    if (result == 0)
        result = choose(&listing, ll_path_base(intake->path), wanted, intake, &name,
                        why, err);
    if (result == 0)
        result = open_below(folder, name, fd, mode, why, err);
    else
        close(folder);
    if (result == 0 && S_ISDIR(*mode))
        result = refuse(why, ll_path_base(name), "is a folder, not a file");
    if (result == 0 && (path = ll_path_join(intake->path, name)) == NULL)
        result = ll_fail_memory(err);
    if (result == 0) {
        free(intake->path);
        intake->path = path;
    }
    release_listing(&listing);
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
                   const char *unpack, struct ll_intake *intake, struct ll_buf *why,
                   struct ll_error *err)
{
    *intake = (struct ll_intake){.source = LL_BUF_INIT};
    mode_t mode = 0;
    int fd = -1;
    int result = open_at(AT_FDCWD, path, may_be_link, &fd, &mode, why, err);
    if (result == 0 && (intake->path = ll_path_real(path, err)) == NULL)
        result = -1;
    if (result == 0 && S_ISDIR(mode))
        result = enter(&fd, wanted, intake, &mode, why, err);
    if (result == 0 && ll_archive_has_name(intake->path))
        result = open_archive(&fd, wanted, unpack, intake, why, err);
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
    free(intake->note);
    ll_buf_release(&intake->source);
    *intake = (struct ll_intake){0};
}
