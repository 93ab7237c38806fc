/* SPDX-License-Identifier: MIT */
#include "project/variant.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/grow.h"
#include "base/path.h"
#include "session/cache.h"

enum {
    WHY_MAX = 1 << 20,
    HOUR = 3600,
    DAY = 24 * HOUR,
};

bool ll_variant_digest(const char *file, char hex[LL_DIGEST_HEX])
{
    struct stat st;
    bool good = false;
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
        size_t size = (size_t)st.st_size;
        void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
        good = bytes != MAP_FAILED;
        if (good) {
            ll_digest_of(bytes, size, hex);
            munmap(bytes, size);
        }
    }
    if (fd >= 0)
        close(fd);
    return good;
}

/* ---- the folder --------------------------------------------------------------- */

/* New string; NULL: there is no such place. */
static char *make_path(const char *below)
{
    char *path = NULL;
    char *folder = ll_cache_folder();
    if (folder == NULL || asprintf(&path, "%s/variants%s", folder, below) < 0)
        path = NULL;
    free(folder);
    return path;
}

char *ll_variant_path(const char hex[LL_DIGEST_HEX])
{
    const char begin[] = {'/', hex[0], hex[1], '\0'};
    char *folder = make_path(begin);
    char *path = folder == NULL || ll_path_make_dirs(folder, NULL) != 0
                     ? NULL
                     : ll_path_join(folder, hex + 2);
    free(folder);
    return path;
}

/* The same with an ending. */
static char *beside(const char hex[LL_DIGEST_HEX], const char *ending)
{
    char *other = NULL;
    char *path = ll_variant_path(hex);
    if (path == NULL || asprintf(&other, "%s%s", path, ending) < 0)
        other = NULL;
    free(path);
    return other;
}

/* ---- one variant -------------------------------------------------------------- */

/* The file with that ending, if it is there. Its time says when it was used last. */
static char *find(const char hex[LL_DIGEST_HEX], const char *ending)
{
    char *path = beside(hex, ending);
    if (path != NULL && utimensat(AT_FDCWD, path, NULL, 0) == 0)
        return path;
    free(path);
    return NULL;
}

char *ll_variant_find(const char hex[LL_DIGEST_HEX])
{
    return find(hex, "");
}

char *ll_variant_of(const char *file)
{
    char hex[LL_DIGEST_HEX];
    return ll_variant_digest(file, hex) ? find(hex, "") : NULL;
}

char *ll_variant_swept(const char *file)
{
    char hex[LL_DIGEST_HEX];
    return ll_variant_digest(file, hex) ? find(hex, LL_VARIANT_SWEPT) : NULL;
}

void ll_variant_why(const char hex[LL_DIGEST_HEX], struct ll_buf *out)
{
    char *path = find(hex, ".why");
    if (path != NULL)
        (void)!ll_file_read(path, WHY_MAX, out, NULL);
    free(path);
}

int ll_variant_tell(const char hex[LL_DIGEST_HEX], const char *why,
                    struct ll_error *err)
{
    char *path = beside(hex, ".why");
    int result = 0;
    if (path == NULL)
        result = ll_fail_memory(err);
    else if (why[0] != '\0')
        result = ll_file_write(path, why, strlen(why), err);
    else
        unlink(path);
    free(path);
    return result;
}

/* ---- old variants ------------------------------------------------------------- */

struct kept {
    char *path; /* owned */
    time_t used;
    off_t size;
};

static struct kept
    *kept; /* while the folder is looked through: nftw() passes nothing */
static size_t kept_count, kept_cap;

static int look_at(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)where;
    if (type != FTW_F)
        return 0;
    if (time(NULL) - st->st_mtime > LL_VARIANTS_DAYS * DAY) {
        unlink(path);
        return 0;
    }
    char *copy = strdup(path);
    if (copy == NULL || !LL_GROW(kept, kept_count, kept_cap)) {
        free(copy);
        return 1;
    }
    kept[kept_count++] = (struct kept){copy, st->st_mtime, st->st_size};
    return 0;
}

static int newest_first(const void *a, const void *b)
{
    time_t left = ((const struct kept *)a)->used;
    time_t right = ((const struct kept *)b)->used;
    return (left < right) - (left > right);
}

static void remove_most(void)
{
    off_t size = 0;
    qsort(kept, kept_count, sizeof *kept, newest_first);
    for (size_t i = 0; i < kept_count; i++) {
        size += kept[i].size;
        if (size > LL_VARIANTS_BYTES)
            unlink(kept[i].path);
        free(kept[i].path);
    }
    free(kept);
    kept = NULL;
    kept_count = kept_cap = 0;
}

void ll_variant_clean(void)
{
    struct stat st;
    char *folder = make_path("");
    char *stamp = make_path("/cleaned");
    if (folder != NULL && stamp != NULL &&
        (stat(stamp, &st) != 0 || time(NULL) - st.st_mtime > HOUR) &&
        ll_file_write(stamp, "", 0, NULL) == 0) {
        (void)nftw(folder, look_at, 8, FTW_PHYS);
        if (kept_count > 0)
            remove_most();
    }
    free(stamp);
    free(folder);
}
