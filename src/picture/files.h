/* SPDX-License-Identifier: MIT
 *
 * files: the sources of a picture. Other parts of its data name them by their index.
 */
#ifndef LL_PICTURE_FILES_H
#define LL_PICTURE_FILES_H

#include <jansson.h>

#include "base/strings.h"

struct ll_files {
    json_t *list;              /* borrowed: what has been read */
    const char *const *roots;  /* borrowed: the folders of the reader's own code */
    const char *from;          /* borrowed: paths below are shown as seen from there */
    bool is_hostile;           /* who names the files is not to be trusted */
    struct ll_strings paths;   /* in the order of `list` */
    struct ll_strings missing; /* what could not be read */
    size_t bytes;
};

/* The index of a source, which is read if it was not yet; as JSON: null if it is not
 * the reader's own, or cannot be read. New reference; NULL when memory ran out. */
json_t *ll_files_index(struct ll_files *files, const char *path);

/* Where in its line, of a text as it is in the data, a byte is: in UTF-16. */
size_t ll_files_column(const char *line, size_t byte);

void ll_files_release(struct ll_files *files);

#endif
