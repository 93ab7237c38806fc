/* SPDX-License-Identifier: MIT
 *
 * debug: what a program's debug information says of its own code, for the page: types,
 * functions with their variables, and variables of files (picture.h has the form). It
 * is read in a process apart, because the program's source shapes it (jail/apart.h).
 */
#ifndef LL_PICTURE_DEBUG_H
#define LL_PICTURE_DEBUG_H

#include <jansson.h>

#include "base/error.h"

/* Return a new {"types": [], "functions": [], "globals": []}, in which a "file" is a
 * path. `roots` are the folders of the reader's own code, NULL-terminated. A program
 * whose debug information cannot be read has empty lists. NULL on error. */
json_t *ll_debug_read(const char *program, const char *const *roots,
                      struct ll_error *err) LL_MUST_CHECK;

#endif
