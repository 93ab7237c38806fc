/* SPDX-License-Identifier: MIT */
#include "support/packed.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config.h"

bool can_pack(void)
{
    return LL_HAVE_ARCHIVE;
}

#if LL_HAVE_ARCHIVE
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

static void choose_format(struct archive *archive, const char *path)
{
    if (ll_ends_with(path, ".zip"))
        archive_write_set_format_zip(archive);
    else if (ll_ends_with(path, ".7z"))
        archive_write_set_format_7zip(archive);
    else
        archive_write_set_format_pax_restricted(archive);
    if (ll_ends_with(path, ".gz"))
        archive_write_add_filter_gzip(archive);
    if (ll_ends_with(path, ".xz"))
        archive_write_add_filter_xz(archive);
}

static void write_bytes(struct archive *archive, const struct packed *one, size_t size)
{
    static const char zeros[1 << 16];
    if (one->text != NULL) {
        ck_assert_int_eq(archive_write_data(archive, one->text, size), (ssize_t)size);
        return;
    }
    for (size_t done = 0, part; done < size; done += part) {
        part = size - done < sizeof zeros ? size - done : sizeof zeros;
        ck_assert_int_eq(archive_write_data(archive, zeros, part), (ssize_t)part);
    }
}

static void write_entry(struct archive *archive, struct archive_entry *entry,
                        const struct packed *one)
{
    size_t size = one->size > 0 ? one->size : one->text != NULL ? strlen(one->text) : 0;
    archive_entry_clear(entry);
    archive_entry_set_pathname(entry, one->path);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_filetype(entry, one->link != NULL ? AE_IFLNK
                                      : one->device     ? AE_IFCHR
                                                        : AE_IFREG);
    archive_entry_set_size(entry, one->hard != NULL ? 0 : (la_int64_t)size);
    if (one->link != NULL)
        archive_entry_set_symlink(entry, one->link);
    if (one->hard != NULL)
        archive_entry_set_hardlink(entry, one->hard);
    ck_assert_msg(archive_write_header(archive, entry) == ARCHIVE_OK, "%s: %s",
                  one->path, archive_error_string(archive));
    if (one->hard == NULL)
        write_bytes(archive, one, size);
}

void pack_files(const char *path, const char *password, const struct packed *entries)
{
    struct archive *archive = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = uselocale(utf8);
    choose_format(archive, path);
    if (password != NULL) {
        ck_assert_int_eq(archive_write_set_options(archive, "zip:encryption=aes256"),
                         ARCHIVE_OK);
        ck_assert_int_eq(archive_write_set_passphrase(archive, password), ARCHIVE_OK);
    }
    ck_assert_int_eq(archive_write_open_filename(archive, path), ARCHIVE_OK);
    for (; entries->path != NULL; entries++)
        write_entry(archive, entry, entries);
    ck_assert_int_eq(archive_write_close(archive), ARCHIVE_OK);
    archive_entry_free(entry);
    archive_write_free(archive);
    uselocale(before);
    freelocale(utf8);
}

void unpack_files(const char *path,
                  void (*each)(const char *name, const char *text, size_t size,
                               void *data),
                  void *data)
{
    struct archive *archive = archive_read_new();
    struct archive_entry *entry;
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = uselocale(utf8);
    archive_read_support_format_all(archive);
    ck_assert_msg(archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK,
                  "%s: %s", path, archive_error_string(archive));
    while (archive_read_next_header(archive, &entry) != ARCHIVE_EOF) {
        size_t size = (size_t)archive_entry_size(entry);
        char *text = calloc(1, size + 1);
        ck_assert_int_eq(archive_read_data(archive, text, size), (ssize_t)size);
        each(archive_entry_pathname(entry), text, size, data);
        free(text);
    }
    archive_read_free(archive);
    uselocale(before);
    freelocale(utf8);
}

#else

void pack_files(const char *path, const char *password, const struct packed *entries)
{
    (void)password, (void)entries;
    ck_abort_msg("%s cannot be made: built without libarchive", path);
}

void unpack_files(const char *path,
                  void (*each)(const char *name, const char *text, size_t size,
                               void *data),
                  void *data)
{
    (void)each, (void)data;
    ck_abort_msg("%s cannot be read: built without libarchive", path);
}

#endif
