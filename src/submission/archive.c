/* SPDX-License-Identifier: MIT */
#include "submission/archive.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/home.h"
#include "config.h"
#include "submission/source_name.h"

const struct ll_archive_limits ll_archive_of_class = {
    .entries = 50000, .bytes = (size_t)256 << 20, .all = true, .seconds = 120};
const struct ll_archive_limits ll_archive_of_learner = {
    .entries = 2000, .bytes = (size_t)32 << 20, .seconds = 20};

void ll_archive_release(struct ll_archive *archive)
{
    free(archive->members);
    ll_buf_release(&archive->answer);
    ll_strings_release(&archive->left_out);
    *archive = (struct ll_archive){0};
}

/* ---- names ----------------------------------------------------------------------- */

/* The longest of these that `name` ends with, in whatever case, after something else.
 */
static size_t ending_length(const char *name)
{
    static const char *const endings[] = {".zip",     ".tar.gz", ".tgz",    ".tar",
                                          ".tar.bz2", ".tbz2",   ".tar.xz", ".txz",
                                          ".tar.zst", ".tzst",   ".7z",     ".rar"};
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending && strcasecmp(name + length - ending, endings[i]) == 0)
            return ending;
    }
    return 0;
}

bool ll_archive_has_name(const char *name)
{
    return ending_length(name) > 0;
}

size_t ll_archive_stem(const char *name)
{
    return strlen(name) - ending_length(name);
}

bool ll_archive_is_read(const char *name)
{
    return ll_source_rank(name, "x.c") >= 0 || ll_source_rank(name, "x.pyx") >= 0 ||
           ll_archive_has_name(name);
}

#if LL_HAVE_ARCHIVE
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/grow.h"
#include "base/path.h"
#include "jail/apart.h"

/* Beyond these, a path is not one of a learner's work. */
enum { DEPTH_MAX = 32, NAME_MAX_BYTES = 255, PATH_MAX_BYTES = 2000 };

/* What the process answers: records, each with a path and bytes. */
enum record_kind {
    PLAIN = 1, /* a file */
    LINK,
    DEVICE,
    ENCRYPTED, /* the last record of an archive that is not read to its end ... */
    BROKEN,    /* ... and these; the path is the reason in libarchive's words */
    MANY,
    LARGE,
    WHOLE, /* the last record of one that was */
};

struct record {
    uint32_t kind, path, bytes; /* lengths, that of the path with its terminator */
};

/* ---- in the process that is apart ------------------------------------------------ */

struct reading {
    const struct ll_archive_limits *limits;
    const void *bytes; /* of the archive, mapped */
    size_t count;
    struct archive *archive;
    size_t entries, read;
    struct ll_buf *answer;
};

static bool put(const struct reading *reading, enum record_kind kind, const char *path,
                const struct ll_buf *content)
{
    struct record record = {kind, (uint32_t)strlen(path) + 1,
                            content != NULL ? (uint32_t)content->len : 0};
    return ll_buf_add(reading->answer, &record, sizeof record) &&
           ll_buf_add(reading->answer, path, record.path) &&
           (record.bytes == 0 ||
            ll_buf_add(reading->answer, content->data, content->len));
}

/* Say why the archive is not read on. */
static bool stop(const struct reading *reading)
{
    const char *said = archive_error_string(reading->archive);
    /* archive_read_has_encrypted_entries() of 3.6 crashes where the format is unknown.
     */
    bool encrypted = said != NULL && (strcasestr(said, "encrypt") != NULL ||
                                      strcasestr(said, "passphrase") != NULL);
    return put(reading, encrypted ? ENCRYPTED : BROKEN, said != NULL ? said : "", NULL);
}

static bool is_hidden(const char *path)
{
    for (const char *part = path; part != NULL; part = strchr(part, '/')) {
        part += part[0] == '/';
        if ((part[0] == '.' && part[1] != '/' && part[1] != '.' && part[1] != '\0') ||
            strncmp(part, "__MACOSX/", 9) == 0)
            return true;
    }
    return false;
}

/* Read the entry's bytes, as far as leaklab looks at such a file. 0, 1: too much in
 * all, -1: it cannot be read. */
static int read_bytes(struct reading *reading, const char *path, struct ll_buf *content)
{
    char chunk[16384];
    size_t most = ll_archive_has_name(path) ? LL_ARCHIVE_INNER_MAX : LL_SUBMISSION_MAX;
    la_ssize_t got = 0;
    while (content->len <= most &&
           (got = archive_read_data(reading->archive, chunk, sizeof chunk)) > 0) {
        size_t wanted = most + 1 - content->len;
        ll_buf_add(content, chunk, (size_t)got < wanted ? (size_t)got : wanted);
        reading->read += (size_t)got;
        if (reading->read > reading->limits->bytes)
            return 1;
    }
    return got < 0 || content->full ? -1 : 0;
}

/* Answer what one entry is. False: that was the last record. */
static bool take_entry(struct reading *reading, struct archive_entry *entry)
{
    const char *path = archive_entry_pathname(entry);
    const char *utf8 = path != NULL ? path : archive_entry_pathname_utf8(entry);
    bool is_link = archive_entry_hardlink(entry) != NULL ||
                   archive_entry_filetype(entry) == AE_IFLNK;
    struct ll_buf content = LL_BUF_INIT;
    path = utf8 != NULL ? utf8 : "";
    if (archive_entry_filetype(entry) == AE_IFDIR || is_hidden(path))
        return true;
    if (++reading->entries > reading->limits->entries)
        return put(reading, MANY, "", NULL) && false;
    if (is_link || archive_entry_filetype(entry) != AE_IFREG)
        return put(reading, is_link ? LINK : DEVICE, path, NULL);
    if (archive_entry_is_encrypted(entry))
        return put(reading, ENCRYPTED, "", NULL) && false;
    int result = reading->limits->all || ll_archive_is_read(path)
                     ? read_bytes(reading, path, &content)
                     : 0;
    bool more = result < 0   ? stop(reading) && false
                : result > 0 ? put(reading, LARGE, "", NULL) && false
                             : put(reading, PLAIN, path, &content);
    ll_buf_release(&content);
    return more;
}

static void support_formats(struct archive *archive)
{
    /* Not all: some filters start programs. Where one of these is not built into
     * libarchive, such archives are unknown to it. */
    archive_read_support_filter_gzip(archive);
    archive_read_support_filter_bzip2(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_zstd(archive);
    archive_read_support_format_tar(archive);
    archive_read_support_format_zip(archive);
    archive_read_support_format_7zip(archive);
    archive_read_support_format_rar(archive);
    archive_read_support_format_rar5(archive);
}

static bool read_apart(void *data, struct ll_buf *answer)
{
    struct reading *reading = data;
    struct archive_entry *entry;
    int status;
    reading->answer = answer;
    reading->archive = archive_read_new();
    if (reading->archive == NULL)
        return false;
    support_formats(reading->archive);
    if (archive_read_open_memory(reading->archive, reading->bytes, reading->count) !=
        ARCHIVE_OK)
        return stop(reading);
    while ((status = archive_read_next_header(reading->archive, &entry)) ==
               ARCHIVE_OK ||
           status == ARCHIVE_WARN)
        if (!take_entry(reading, entry))
            return !answer->full;
    return status == ARCHIVE_EOF ? put(reading, WHOLE, "", NULL) : stop(reading);
}

/* ---- here: nothing of the answer is trusted -------------------------------------- */

/* Append `raw` without empty parts and ".". Returns why there is no such path; NULL:
 * there is. */
static const char *clean_path(const char *raw, struct ll_buf *path)
{
    size_t depth = 0;
    if (raw[0] == '/')
        return "has an absolute path";
    while (*raw != '\0') {
        size_t length = strcspn(raw, "/");
        if (length == 2 && strncmp(raw, "..", 2) == 0)
            return "leads out of the archive";
        if (length > NAME_MAX_BYTES || ++depth > DEPTH_MAX)
            return "has too long a path";
        if (length > 0 && !(length == 1 && raw[0] == '.')) {
            if (path->len > 0)
                ll_buf_putc(path, '/');
            ll_buf_add(path, raw, length);
        }
        raw += length + (raw[length] == '/');
    }
    return path->len == 0 ? "has no name" : NULL;
}

/* A record of a file becomes a member, or is left out. `path` is in the answer. */
static int add_member(struct ll_archive *archive, const struct record *record,
                      char *path, size_t *room, struct ll_error *err)
{
    struct ll_buf clean;
    ll_buf_init(&clean, PATH_MAX_BYTES);
    const char *reason = record->kind == LINK ? "is a link, and links are not followed"
                         : record->kind == DEVICE ? "is not a file"
                                                  : clean_path(path, &clean);
    if (reason == NULL && clean.full)
        reason = "has too long a path";
    if (reason != NULL) {
        ll_strings_addf(&archive->left_out, "'%s' %s", path, reason);
    } else if (!LL_GROW(archive->members, archive->count, *room)) {
        ll_buf_release(&clean);
        return ll_fail_memory(err);
    } else {
        strcpy(path, ll_buf_text(&clean)); /* which is not longer */
        archive->members[archive->count++] =
            (struct ll_archive_member){path, path + record->path, record->bytes};
    }
    ll_buf_release(&clean);
    return ll_strings_ok(&archive->left_out, err);
}

/* Say why the archive was not read to its end. */
static int refuse(enum record_kind kind, const char *shown, const char *said,
                  const struct ll_archive_limits *limits, struct ll_buf *why)
{
    ll_buf_addf(why, "'%s' ", shown);
    switch (kind) {
    case ENCRYPTED:
        ll_buf_puts(why, "is encrypted, and leaklab has no password for it");
        break;
    case MANY:
        ll_buf_addf(why, "holds more than %zu files", limits->entries);
        break;
    case LARGE:
        ll_buf_addf(why, "unpacks to more than %zu MiB", limits->bytes >> 20);
        break;
    default:
        ll_buf_puts(why, "cannot be read as an archive: it is broken, cut off, or of a "
                         "kind that leaklab does not know");
        if (said[0] != '\0')
            ll_buf_addf(why, " (%.200s)", said);
        break;
    }
    return 1;
}

/* Read the records. */
static int take_answer(struct ll_archive *archive, const char *shown,
                       const struct ll_archive_limits *limits, struct ll_buf *why,
                       struct ll_error *err)
{
    struct record record;
    size_t at = 0, room = 0, length = archive->answer.len;
    while (length - at >= sizeof record) {
        memcpy(&record, archive->answer.data + at, sizeof record);
        at += sizeof record;
        char *path = archive->answer.data + at;
        if (record.path == 0 || record.path > length - at ||
            record.bytes > length - at - record.path || path[record.path - 1] != '\0')
            break;
        if (record.kind == WHOLE)
            return 0;
        if (record.kind >= ENCRYPTED)
            return refuse((enum record_kind)record.kind, shown, path, limits, why);
        if (add_member(archive, &record, path, &room, err) != 0)
            return -1;
        at += (size_t)record.path + record.bytes;
    }
    return refuse(BROKEN, shown, "", limits, why);
}

/* Let the process read the mapped bytes. File names are taken as they are where the
 * character set is UTF-8, whatever that of the user is. */
static int read_mapped(struct reading *reading, const char *shown,
                       struct ll_archive *archive, struct ll_buf *why,
                       struct ll_error *err)
{
    const struct ll_archive_limits *limits = reading->limits;
    const struct ll_apart apart = {
        .answer = read_apart,
        .data = reading,
        .seconds = limits->seconds,
        /* The answer, which is copied while it grows; a dictionary of xz. */
        .bytes = 3 * limits->bytes + ((size_t)256 << 20),
    };
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = utf8 != (locale_t)0 ? uselocale(utf8) : (locale_t)0;
    ll_buf_init(&archive->answer, 2 * limits->bytes + limits->entries * 512);
    int result = ll_apart(&apart, &archive->answer, err);
    if (utf8 != (locale_t)0) {
        uselocale(before);
        freelocale(utf8);
    }
    if (result <= 0)
        return result < 0 ? -1 : take_answer(archive, shown, limits, why, err);
    ll_buf_addf(
        why,
        "'%s' could not be read as an archive: it took more than %.0f s, too "
        "much memory, or broke what reads it, or this machine cannot isolate that "
        "(see 'leaklab doctor')",
        shown, limits->seconds);
    return 1;
}

int ll_archive_read(int fd, const char *shown, const struct ll_archive_limits *limits,
                    struct ll_archive *archive, struct ll_buf *why,
                    struct ll_error *err)
{
    struct stat st;
    struct reading reading = {.limits = limits};
    *archive = (struct ll_archive){.answer = LL_BUF_INIT};
    if (fstat(fd, &st) != 0)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot read '%s': %s", shown,
                       strerror(errno));
    if (st.st_size <= 0)
        return refuse(BROKEN, shown, "it is empty", limits, why);
    reading.count = (size_t)st.st_size;
    void *bytes = mmap(NULL, reading.count, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot read '%s': %s", shown,
                       strerror(errno));
    reading.bytes = bytes;
    int result = read_mapped(&reading, shown, archive, why, err);
    munmap(bytes, reading.count);
    return result;
}

#else

int ll_archive_read(int fd, const char *shown, const struct ll_archive_limits *limits,
                    struct ll_archive *archive, struct ll_buf *why,
                    struct ll_error *err)
{
    (void)fd, (void)limits, (void)why;
    *archive = (struct ll_archive){.answer = LL_BUF_INIT};
    return ll_fail(err, LL_FAULT_HARNESS,
                   "'%s' is an archive, and this leaklab was built without libarchive: "
                   "unpack it, or install libarchive-dev%s and build leaklab again",
                   shown, ll_home_advise("libarchive-dev").text);
}

#endif
