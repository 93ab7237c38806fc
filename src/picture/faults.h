/* SPDX-License-Identifier: MIT
 *
 * faults: a fault as data of a picture (picture.h has the form).
 */
#ifndef LL_PICTURE_FAULTS_H
#define LL_PICTURE_FAULTS_H

#include "picture/files.h"
#include "picture/moments.h"

/* Return a new object; NULL when memory ran out. `why`: the words of a lesson for it;
 * NULL: the general ones. */
json_t *ll_fault_new(const struct ll_diag *diag, const struct ll_moment *moment,
                     const char *why, struct ll_files *files);

#endif
