/* SPDX-License-Identifier: MIT */
#include "class/feedback_zip.h"

#include <stdlib.h>
#include <string.h>

#include "class/platform.h"
#include "config.h"

/* A platform's zip, and how a learner's file is called in it after the place. */
static const struct {
    enum ll_platform platform;
    const char *file, *name;
} zips[] = {
    {LL_PLATFORM_MOODLE, "moodle-feedback.zip", "/feedback.txt"},
    {LL_PLATFORM_CANVAS, "canvas-feedback.zip", "feedback.txt"},
};

static bool is_wanted(const struct ll_graded *graded, size_t zip)
{
    return ll_platform_of_place(graded->learner.place) == zips[zip].platform;
}

#if LL_HAVE_ARCHIVE
#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <time.h>

#include "base/path.h"
#include "report/grades.h"

static la_ssize_t append(struct archive *archive, void *data, const void *bytes,
                         size_t count)
{
    (void)archive;
    return ll_buf_add(data, bytes, count) ? (la_ssize_t)count : -1;
}

/* Add one learner's file. A place is what a folder or an archive has as a name: it has
 * no '/', and is not "..". */
static int add_file(struct archive *archive, const struct ll_graded *graded, size_t zip,
                    struct ll_strings *remarks, struct ll_error *err)
{
    struct ll_buf path = LL_BUF_INIT, text = LL_BUF_INIT;
    struct archive_entry *entry = archive_entry_new();
    struct ll_graded told = *graded; /* borrows */
    told.picture = NULL;             /* it is not in the zip */
    int result = ll_grade_format_find("feedback")->one(&told, &text, err);
    ll_buf_addf(&path, "%s%s", graded->learner.place, zips[zip].name);
    if (result == 0 && (entry == NULL || path.full))
        result = ll_fail_memory(err);
    if (result == 0) {
        archive_entry_set_pathname(entry, ll_buf_text(&path));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_mtime(entry, time(NULL), 0);
        archive_entry_set_size(entry, (la_int64_t)text.len);
        if (archive_write_header(archive, entry) != ARCHIVE_OK) {
            ll_strings_addf(remarks,
                            "%s has no feedback in '%s': its name is not UTF-8",
                            graded->name, zips[zip].file);
            result = ll_strings_ok(remarks, err);
        } else if (archive_write_data(archive, ll_buf_text(&text), text.len) !=
                   (la_ssize_t)text.len) {
            result = ll_fail_memory(err);
        }
    }
    archive_entry_free(entry);
    ll_buf_release(&text);
    ll_buf_release(&path);
    return result;
}

static int pack(const struct ll_class *class, size_t zip, struct ll_buf *out,
                struct ll_strings *remarks, struct ll_error *err)
{
    struct archive *archive = archive_write_new();
    int result = 0;
    if (archive == NULL)
        return ll_fail_memory(err);
    if (archive_write_set_format_zip(archive) != ARCHIVE_OK ||
        archive_write_set_options(archive, "zip:hdrcharset=UTF-8") < ARCHIVE_WARN ||
        archive_write_open(archive, out, NULL, append, NULL) != ARCHIVE_OK)
        result = ll_fail(err, LL_FAULT_HARNESS, "cannot make '%s': %s", zips[zip].file,
                         archive_error_string(archive));
    for (size_t i = 0; i < class->count && result == 0; i++)
        if (is_wanted(&class->all[i], zip))
            result = add_file(archive, &class->all[i], zip, remarks, err);
    if (result == 0 && archive_write_close(archive) != ARCHIVE_OK)
        result = ll_fail_memory(err);
    archive_write_free(archive);
    return result;
}

static int write_zip(const struct ll_class *class, size_t zip, const char *folder,
                     struct ll_strings *written, struct ll_strings *remarks,
                     struct ll_error *err)
{
    struct ll_buf out = LL_BUF_INIT;
    /* libarchive reads names in the character set of the locale. */
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = utf8 != (locale_t)0 ? uselocale(utf8) : (locale_t)0;
    int result = pack(class, zip, &out, remarks, err);
    if (utf8 != (locale_t)0) {
        uselocale(before);
        freelocale(utf8);
    }
    char *path = ll_path_join(folder, zips[zip].file);
    if (result == 0)
        result = path == NULL ? ll_fail_memory(err)
                              : ll_file_write(path, ll_buf_text(&out), out.len, err);
    if (result == 0 && !ll_strings_add(written, zips[zip].file))
        result = ll_fail_memory(err);
    free(path);
    ll_buf_release(&out);
    return result;
}

#else

static int write_zip(const struct ll_class *class, size_t zip, const char *folder,
                     struct ll_strings *written, struct ll_strings *remarks,
                     struct ll_error *err)
{
    (void)class, (void)folder, (void)written;
    ll_strings_addf(remarks,
                    "'%s' is not written: this leaklab was built without libarchive",
                    zips[zip].file);
    return ll_strings_ok(remarks, err);
}

#endif

int ll_feedback_zip_write(const struct ll_class *class, const char *folder,
                          struct ll_strings *written, struct ll_strings *remarks,
                          struct ll_error *err)
{
    int result = 0;
    for (size_t zip = 0; zip < sizeof zips / sizeof *zips && result == 0; zip++) {
        bool any = false;
        for (size_t i = 0; i < class->count; i++)
            any |= is_wanted(&class->all[i], zip);
        if (any)
            result = write_zip(class, zip, folder, written, remarks, err);
    }
    return result;
}
