/* SPDX-License-Identifier: MIT
 *
 * packed: archives that a test makes with libarchive, good and hostile ones. */
#ifndef LL_TESTS_PACKED_H
#define LL_TESTS_PACKED_H

#include <stdbool.h>
#include <stddef.h>

/* What is in an archive. */
struct packed {
    const char *path;
    const char *text; /* NULL: `size` bytes of value 0 */
    size_t size;      /* of `text` (0: its length) */
    const char *link; /* it is a symbolic link to this */
    const char *hard; /* it is a hard link to this */
    bool device;
};

/* Whether leaklab was built with libarchive. */
bool can_pack(void);

/* Write the archive `path`, whose ending says its kind: .zip, .tar, .tar.gz, .tar.xz or
 * .7z; `password` (NULL: none) encrypts a zip. The entries end with one without a path.
 */
void pack_files(const char *path, const char *password, const struct packed *entries);

/* Call `each` for every file in the archive. */
void unpack_files(const char *path,
                  void (*each)(const char *name, const char *text, size_t size,
                               void *data),
                  void *data);

#endif
