/* SPDX-License-Identifier: MIT */
#include "cli/pack.h"

#include <stdint.h>
#include <stdlib.h>

#include "config.h"

#if LL_HAVE_ARCHIVE
#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"

enum { TIME = 1577836800 }; /* 2020-01-01: tar complains of files from 1970 */
#define FILE_MOST ((size_t)16 * 1024 * 1024)

struct pack {
    struct archive *archive;
    const char *folder;
    struct ll_error *err;
};

static la_ssize_t append(struct archive *archive, void *data, const void *bytes,
                         size_t count)
{
    (void)archive;
    return ll_buf_add(data, bytes, count) ? (la_ssize_t)count : -1;
}

static int add_entry(const struct pack *pack, const char *name, const struct stat *st,
                     const struct ll_buf *content)
{
    struct archive_entry *entry = archive_entry_new();
    if (entry == NULL)
        return ll_fail_memory(pack->err);
    bool folder = S_ISDIR(st->st_mode);
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, folder ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, (st->st_mode & S_IXUSR) != 0 ? 0755 : 0644);
    archive_entry_set_mtime(entry, TIME, 0);
    archive_entry_set_size(entry, folder ? 0 : (la_int64_t)content->len);
    int result = 0;
    if (archive_write_header(pack->archive, entry) != ARCHIVE_OK ||
        (!folder && archive_write_data(pack->archive, ll_buf_text(content),
                                       content->len) != (la_ssize_t)content->len))
        result = ll_fail(pack->err, LL_FAULT_HARNESS, "cannot pack '%s': %s", name,
                         archive_error_string(pack->archive));
    archive_entry_free(entry);
    return result;
}

static int add_below(const struct pack *pack, const char *name);

static int add_path(const struct pack *pack, const char *name)
{
    struct ll_buf content = LL_BUF_INIT;
    struct stat st;
    char *path = ll_path_join(pack->folder, name);
    int result = path == NULL ? ll_fail_memory(pack->err) : 0;
    if (result == 0 && lstat(path, &st) != 0)
        result = ll_fail(pack->err, LL_FAULT_INPUT, "cannot open '%s': %s", path,
                         strerror(errno));
    if (result == 0 && S_ISREG(st.st_mode))
        result = ll_file_read(path, FILE_MOST, &content, pack->err);
    if (result == 0)
        result = add_entry(pack, name, &st, &content);
    if (result == 0 && S_ISDIR(st.st_mode))
        result = add_below(pack, name);
    ll_buf_release(&content);
    free(path);
    return result;
}

/* Add what is in the folder `name`, in the order of the names. */
static int add_below(const struct pack *pack, const char *name)
{
    struct dirent **names;
    char *path = ll_path_join(pack->folder, name);
    int count = path != NULL ? scandir(path, &names, NULL, alphasort) : -1;
    int result = count < 0 ? ll_fail(pack->err, LL_FAULT_INPUT, "cannot open '%s': %s",
                                     pack->folder, strerror(errno))
                           : 0;
    for (int i = 0; i < count; i++) {
        char *below = NULL;
        bool skip =
            strcmp(names[i]->d_name, ".") == 0 || strcmp(names[i]->d_name, "..") == 0;
        if (result == 0 && !skip) {
            below = name[0] != '\0' ? ll_path_join(name, names[i]->d_name)
                                    : strdup(names[i]->d_name);
            result = below != NULL ? add_path(pack, below) : ll_fail_memory(pack->err);
        }
        free(below);
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    free(path);
    return result;
}

int ll_pack_folder(const char *folder, bool gzip, struct ll_buf *out,
                   struct ll_error *err)
{
    struct pack pack = {archive_write_new(), folder, err};
    int result = 0;
    if (pack.archive == NULL)
        return ll_fail_memory(err);
    if (archive_write_set_format_ustar(pack.archive) != ARCHIVE_OK ||
        (gzip &&
         (archive_write_add_filter_gzip(pack.archive) != ARCHIVE_OK ||
          archive_write_set_options(pack.archive, "gzip:!timestamp") < ARCHIVE_WARN)) ||
        archive_write_open(pack.archive, out, NULL, append, NULL) != ARCHIVE_OK)
        result = ll_fail(err, LL_FAULT_HARNESS, "cannot pack '%s': %s", folder,
                         archive_error_string(pack.archive));
    if (result == 0)
        result = add_below(&pack, "");
    if (result == 0 && archive_write_close(pack.archive) != ARCHIVE_OK)
        result = ll_fail_memory(err);
    archive_write_free(pack.archive);
    return result;
}

#else

int ll_pack_folder(const char *folder, bool gzip, struct ll_buf *out,
                   struct ll_error *err)
{
    (void)folder, (void)gzip, (void)out;
    return ll_fail(
        err, LL_FAULT_USAGE,
        "this leaklab was built without libarchive, which this export needs");
}

#endif

void ll_pack_base64(struct ll_buf *out, const struct ll_buf *bytes)
{
    enum { LINE = 76 / 4 };
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *from = (const unsigned char *)ll_buf_text(bytes);
    for (size_t i = 0; i < bytes->len; i += 3) {
        size_t left = bytes->len - i;
        uint32_t three = (uint32_t)from[i] << 16 |
                         (left > 1 ? (uint32_t)from[i + 1] << 8 : 0) |
                         (left > 2 ? (uint32_t)from[i + 2] : 0);
        const char four[] = {digits[three >> 18], digits[three >> 12 & 63],
                             left > 1 ? digits[three >> 6 & 63] : '=',
                             left > 2 ? digits[three & 63] : '='};
        ll_buf_add(out, four, sizeof four);
        if (left <= 3 || i / 3 % LINE == LINE - 1)
            ll_buf_putc(out, '\n');
    }
}
