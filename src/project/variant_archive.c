/* SPDX-License-Identifier: MIT */
#include "project/variant_archive.h"

#include <fcntl.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/strings.h"
#include "jail/jail.h"
#include "project/variant.h"

#define NAME "variants.a"

enum { LIST_MAX = 16 << 20 };

static const char thin_magic[] = "!<thin>\n";

/* An archive as it is taken apart. */
struct members {
    const char *folder;
    struct ll_strings files; /* variants, and objects that have none */
    size_t variants;
    struct ll_buf *why;
};

/* ---- its objects -------------------------------------------------------------- */

/* Add the variant of that digest. False: there is none. */
static bool add_variant(struct members *members, const char hex[LL_DIGEST_HEX])
{
    char *variant = ll_variant_find(hex);
    ll_variant_why(hex, members->why);
    if (variant == NULL)
        return false;
    ll_strings_add(&members->files, variant);
    members->variants++;
    free(variant);
    return true;
}

/* An object in the archive: without a variant, it is copied out. */
static int add_member(struct members *members, Elf *object, struct ll_error *err)
{
    size_t size = 0;
    char hex[LL_DIGEST_HEX];
    const Elf_Arhdr *header = elf_getarhdr(object);
    const char *bytes = elf_rawfile(object, &size);
    if (bytes == NULL || header == NULL || elf_kind(object) != ELF_K_ELF)
        return 0; /* its table of symbols, say */
    ll_digest_of(bytes, size, hex);
    if (add_variant(members, hex))
        return 0;
    if (!ll_strings_addf(&members->files, "%s/%zu.o", members->folder,
                         members->files.count))
        return ll_fail_memory(err);
    return ll_file_write(members->files.items[members->files.count - 1], bytes, size,
                         err);
}

static int read_members(const char *archive, struct members *members,
                        struct ll_error *err)
{
    int result = 0;
    int fd = open(archive, O_RDONLY | O_CLOEXEC);
    Elf *elf = fd < 0 || elf_version(EV_CURRENT) == EV_NONE
                   ? NULL
                   : elf_begin(fd, ELF_C_READ_MMAP, NULL);
    if (elf_kind(elf) == ELF_K_AR) {
        Elf_Cmd command = ELF_C_READ_MMAP;
        for (Elf *object; result == 0 && command != ELF_C_NULL &&
                          (object = elf_begin(fd, command, elf)) != NULL;
             elf_end(object)) {
            result = add_member(members, object, err);
            command = elf_next(object);
        }
    }
    elf_end(elf);
    if (fd >= 0)
        close(fd);
    return result;
}

/* ---- a thin archive, which names its objects ---------------------------------- */

static bool is_thin(const char *archive)
{
    char magic[sizeof thin_magic - 1];
    int fd = open(archive, O_RDONLY | O_CLOEXEC);
    bool is = fd >= 0 && read(fd, magic, sizeof magic) == (ssize_t)sizeof magic &&
              memcmp(magic, thin_magic, sizeof magic) == 0;
    if (fd >= 0)
        close(fd);
    return is;
}

static int run_ar(const struct ll_strings *argv, struct ll_buf *out,
                  struct ll_error *err)
{
    struct ll_ended ended;
    const struct ll_job job = {.argv = ll_strings_argv(argv), .out = out};
    if (ll_strings_ok(argv, err) != 0 || ll_jail_run(&job, &ended, err) != 0)
        return -1;
    return ended.how == LL_END_EXITED && ended.status == 0
               ? 0
               : ll_fail(err, LL_FAULT_HARNESS, "'%s %s' failed", argv->items[0],
                         argv->items[1]);
}

/* ar prints the objects' paths, one a line. */
static int read_thin(const char *archive, struct members *members, struct ll_error *err)
{
    struct ll_buf list = {.max = LIST_MAX};
    struct ll_strings argv = LL_STRINGS_INIT;
    char *rest = NULL, hex[LL_DIGEST_HEX];
    ll_strings_add_all(&argv, (const char *const[]){"ar", "t", archive, NULL});
    int result = run_ar(&argv, &list, err);
    for (char *file =
             result != 0 || list.data == NULL ? NULL : strtok_r(list.data, "\n", &rest);
         file != NULL; file = strtok_r(NULL, "\n", &rest)) {
        if (!ll_variant_digest(file, hex) || !add_variant(members, hex)) {
            char *real = ll_path_real(file, NULL);
            if (real != NULL)
                ll_strings_add(&members->files, real);
            free(real);
        }
    }
    ll_strings_release(&argv);
    ll_buf_release(&list);
    return result;
}

/* ---- the new one -------------------------------------------------------------- */

int ll_variant_archive(const char *archive, const char *folder, char **made,
                       struct ll_buf *why, struct ll_error *err)
{
    struct members members = {.folder = folder, .why = why};
    struct ll_strings argv = LL_STRINGS_INIT;
    char *path = NULL;
    *made = NULL;
    int result = is_thin(archive) ? read_thin(archive, &members, err)
                                  : read_members(archive, &members, err);
    if (result != 0 || members.variants == 0)
        goto out;
    path = ll_path_join(folder, NAME);
    if (path == NULL) {
        result = ll_fail_memory(err);
        goto out;
    }
    ll_strings_add_all(&argv, (const char *const[]){"ar", "--thin", "qcs", path, NULL});
    ll_strings_add_all(&argv, ll_strings_argv(&members.files));
    result = members.files.full ? ll_fail_memory(err) : run_ar(&argv, NULL, err);
    if (result == 0) {
        *made = path;
        path = NULL;
    }

out:
    free(path);
    ll_strings_release(&argv);
    ll_strings_release(&members.files);
    return result;
}
