/* SPDX-License-Identifier: MIT */
#include "class/find.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/strings.h"

enum {
    SOURCE_MOST = 1 << 20, /* bytes of one source */
    FILE_MOST = 16 << 20,  /* of any other file */
    ALL_MOST = 64 << 20,
    FILES_MOST = 500,
    DEPTH_MOST = 16,
};

void ll_submissions_release(struct ll_submissions *submissions)
{
    for (size_t i = 0; i < submissions->count; i++) {
        struct ll_submission *one = &submissions->items[i];
        free(one->name);
        free(one->path);
        free(one->digest);
        free(one->why);
        ll_fingerprints_release(&one->prints);
    }
    free(submissions->items);
    *submissions = (struct ll_submissions){0};
}

/* ---- finding them -------------------------------------------------------------------
 */

static int add(struct ll_submissions *list, const char *path, bool trusted,
               struct ll_error *err)
{
    struct ll_submission *items =
        reallocarray(list->items, list->count + 1, sizeof *items);
    if (items == NULL)
        return ll_fail_memory(err);
    list->items = items;
    struct ll_submission *one = &items[list->count++];
    *one = (struct ll_submission){.path = strdup(path), .trusted = trusted};
    return one->path != NULL ? 0 : ll_fail_memory(err);
}

static bool is_same_file(const char *path, const struct stat *other)
{
    struct stat st;
    return stat(path, &st) == 0 && st.st_dev == other->st_dev &&
           st.st_ino == other->st_ino;
}

static int add_entries(struct ll_submissions *list, const char *folder,
                       const char *output, struct ll_error *err)
{
    struct stat skipped = {0};
    int result = 0;
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", folder,
                       strerror(errno));
    if (output == NULL || stat(output, &skipped) != 0)
        output = NULL;
    for (struct dirent *entry; result == 0 && (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "__MACOSX") == 0)
            continue;
        char *path = ll_path_join(folder, entry->d_name);
        if (path == NULL)
            result = ll_fail_memory(err);
        else if (output == NULL || !is_same_file(path, &skipped))
            result = add(list, path, false, err);
        free(path);
    }
    closedir(dir);
    return result;
}

static bool holds(const char *folder, const char *exercise)
{
    char *path = ll_path_join(folder, exercise);
    bool held = path != NULL && ll_path_exists(path);
    free(path);
    return held;
}

/* "ann" of "class/ann.c" and "class/ann/". */
static size_t stem_length(const char *base)
{
    const char *dot = strrchr(base, '.');
    return dot != NULL && dot != base ? (size_t)(dot - base) : strlen(base);
}

static int compare_stems(const void *a, const void *b)
{
    const char *left = ll_path_base(((const struct ll_submission *)a)->path);
    const char *right = ll_path_base(((const struct ll_submission *)b)->path);
    size_t left_length = stem_length(left), right_length = stem_length(right);
    size_t length = left_length < right_length ? left_length : right_length;
    int order = memcmp(left, right, length);
    return order != 0 ? order : (left_length > length) - (right_length > length);
}

static int compare_bases(const void *a, const void *b)
{
    return strcmp(ll_path_base(((const struct ll_submission *)a)->path),
                  ll_path_base(((const struct ll_submission *)b)->path));
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct ll_submission *)a)->name,
                  ((const struct ll_submission *)b)->name);
}

/* Sort by `compare`, and name those that differ from both neighbours in it and have
 * no name yet. */
static int name_distinct(struct ll_submissions *list,
                         int (*compare)(const void *, const void *), bool stem,
                         struct ll_error *err)
{
    qsort(list->items, list->count, sizeof *list->items, compare);
    for (size_t i = 0; i < list->count; i++) {
        struct ll_submission *one = &list->items[i];
        const char *base = ll_path_base(one->path);
        if (one->name != NULL || (i > 0 && compare(one, one - 1) == 0) ||
            (i + 1 < list->count && compare(one, one + 1) == 0))
            continue;
        one->name = strndup(base, stem ? stem_length(base) : strlen(base));
        if (one->name == NULL)
            return ll_fail_memory(err);
    }
    return 0;
}

static int give_names(struct ll_submissions *list, struct ll_error *err)
{
    if (list->count == 0)
        return 0;
    if (name_distinct(list, compare_stems, true, err) != 0 ||
        name_distinct(list, compare_bases, false, err) != 0)
        return -1;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].name == NULL &&
            (list->items[i].name = strdup(list->items[i].path)) == NULL)
            return ll_fail_memory(err);
    qsort(list->items, list->count, sizeof *list->items, compare_names);
    for (size_t i = 1; i < list->count; i++)
        if (strcmp(list->items[i].name, list->items[i - 1].name) == 0)
            return ll_fail(err, LL_FAULT_USAGE, "two submissions are called '%s'",
                           list->items[i].name);
    return 0;
}

/* "class/" is "class". */
static char *without_slashes(const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    return strndup(path, length);
}

int ll_submissions_find(const char *const *paths, bool one, const char *exercise,
                        const char *output, struct ll_submissions *submissions,
                        struct ll_error *err)
{
    *submissions = (struct ll_submissions){0};
    int result = 0;
    for (; *paths != NULL && result == 0; paths++) {
        char *path = without_slashes(*paths);
        if (path == NULL)
            result = ll_fail_memory(err);
        else if (access(path, F_OK) != 0)
            result = ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", path,
                             strerror(errno));
        else if (one || !ll_path_is_dir(path) || holds(path, exercise))
            result = add(submissions, path, true, err);
        else
            result = add_entries(submissions, path, output, err);
        free(path);
    }
    if (result == 0)
        result = give_names(submissions, err);
    if (result != 0)
        ll_submissions_release(submissions);
    return result;
}

/* ---- reading one --------------------------------------------------------------------
 */

struct reading {
    struct ll_submission *one;
    SHA2_CTX digest;
    size_t files, bytes;
    struct ll_error *err;
    bool no_memory;
};

/* It cannot be graded: say why, once. */
static bool refuse(struct reading *reading, enum ll_verdict verdict, const char *name,
                   const char *why)
{
    if (reading->one->why == NULL) {
        reading->one->verdict = verdict;
        if (asprintf(&reading->one->why, "'%s' %s", name, why) < 0) {
            reading->one->why = NULL;
            reading->no_memory = true;
        }
    }
    return false;
}

static void digest_bytes(SHA2_CTX *digest, const void *bytes, size_t length)
{
    SHA256Update(digest, (const uint8_t *)&length, sizeof length);
    SHA256Update(digest, bytes, length);
}

static bool is_source(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot != NULL && (strcmp(dot, ".c") == 0 || strcmp(dot, ".h") == 0);
}

static bool read_file(struct reading *reading, int fd, const struct stat *st,
                      const char *name)
{
    size_t most = is_source(name) ? SOURCE_MOST : FILE_MOST;
    if ((size_t)st->st_size > most)
        return refuse(reading, LL_UNGRADABLE, name,
                      is_source(name)
                          ? "is larger than 1 MiB, which is too large for a "
                            "source"
                          : "is larger than 16 MiB");
    if (++reading->files > FILES_MOST)
        return refuse(reading, LL_UNGRADABLE, reading->one->name, "has over 500 files");
    reading->bytes += (size_t)st->st_size;
    if (reading->bytes > ALL_MOST)
        return refuse(reading, LL_UNGRADABLE, reading->one->name,
                      "has over 64 MiB of files");
    char *text = malloc((size_t)st->st_size + 1);
    size_t length = 0;
    ssize_t got = 0;
    while (text != NULL && length < (size_t)st->st_size &&
           ((got = read(fd, text + length, (size_t)st->st_size - length)) > 0 ||
            (got < 0 && errno == EINTR)))
        length += got > 0 ? (size_t)got : 0;
    bool good = text != NULL;
    if (text == NULL)
        reading->no_memory = true;
    else if (got < 0)
        good = refuse(reading, LL_HARNESS_ERROR, name, "cannot be read");
    if (good) {
        digest_bytes(&reading->digest, name, strlen(name));
        digest_bytes(&reading->digest, text, length);
        if (is_source(name) && ll_fingerprints_add(&reading->one->prints, text, length,
                                                   false, reading->err) != 0) {
            reading->no_memory = true;
            good = false;
        }
    }
    free(text);
    return good;
}

static bool read_at(struct reading *reading, int at, const char *name,
                    const char *shown, unsigned depth);

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && strcmp(entry->d_name, "__MACOSX") != 0;
}

static bool read_folder(struct reading *reading, int fd, const char *shown,
                        unsigned depth)
{
    struct dirent **entries = NULL;
    bool good = true;
    if (depth > DEPTH_MOST)
        return refuse(reading, LL_UNGRADABLE, reading->one->name,
                      "has folders in folders, over 16 deep");
    int count = scandirat(fd, ".", &entries, is_visible, alphasort);
    if (count < 0)
        return refuse(reading, LL_HARNESS_ERROR, shown, "cannot be read");
    for (int i = 0; i < count; i++) {
        char *below = NULL;
        if (good && asprintf(&below, "%s%s%s", depth > 0 ? shown : "",
                             depth > 0 ? "/" : "", entries[i]->d_name) < 0) {
            below = NULL;
            reading->no_memory = true;
            good = false;
        }
        if (good)
            good = read_at(reading, fd, entries[i]->d_name, below, depth + 1);
        free(below);
        free(entries[i]);
    }
    free(entries);
    return good;
}

/* What is no file and no folder. */
static const char *oddity(mode_t mode)
{
    return S_ISLNK(mode)    ? "is a link, and links are not followed"
           : S_ISFIFO(mode) ? "is a FIFO, which is no file"
           : S_ISSOCK(mode) ? "is a socket, which is no file"
                            : "is a device, which is no file";
}

/* The file or folder `name` in the folder `at`; `shown` is its name from the
 * submission on. */
static bool read_at(struct reading *reading, int at, const char *name,
                    const char *shown, unsigned depth)
{
    struct stat st;
    int follow = depth == 0 && reading->one->trusted ? 0 : AT_SYMLINK_NOFOLLOW;
    if (fstatat(at, name, &st, follow) != 0)
        return refuse(reading, LL_HARNESS_ERROR, shown, strerror(errno));
    if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return refuse(reading, LL_UNGRADABLE, shown, oddity(st.st_mode));
    /* Should it be something else by now, we do not wait for it. */
    int fd = openat(at, name,
                    O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY |
                        (follow == 0 ? 0 : O_NOFOLLOW));
    if (fd < 0 || fstat(fd, &st) != 0) {
        int reason = errno;
        char why[128];
        snprintf(why, sizeof why, "cannot be opened: %s", strerror(reason));
        if (fd >= 0)
            close(fd);
        return refuse(reading, LL_HARNESS_ERROR, shown, why);
    }
    bool good = S_ISDIR(st.st_mode) ? read_folder(reading, fd, shown, depth)
                                    : read_file(reading, fd, &st, shown);
    close(fd);
    return good;
}

int ll_submission_read(struct ll_submission *submission, struct ll_error *err)
{
    struct reading reading = {.one = submission, .err = err};
    uint8_t bytes[SHA256_DIGEST_LENGTH];
    char digest[2 * sizeof bytes + 1];
    SHA256Init(&reading.digest);
    submission->verdict = LL_PASS;
    bool good = read_at(&reading, AT_FDCWD, submission->path,
                        ll_path_base(submission->path), 0);
    if (good && reading.files == 0)
        refuse(&reading, LL_UNGRADABLE, ll_path_base(submission->path),
               "is an empty folder");
    if (reading.no_memory)
        return ll_fail_memory(err);
    if (submission->why != NULL) {
        ll_fingerprints_release(&submission->prints);
        return 0;
    }
    SHA256Final(bytes, &reading.digest);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(digest + 2 * i, 3, "%02x", bytes[i]);
    submission->digest = strdup(digest);
    return submission->digest != NULL ? 0 : ll_fail_memory(err);
}
