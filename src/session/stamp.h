/* SPDX-License-Identifier: MIT
 *
 * stamp: adds to a digest what a job depends on: texts, its environment, files.
 */
#ifndef LL_SESSION_STAMP_H
#define LL_SESSION_STAMP_H

#include <stdbool.h>

#include "base/digest.h"
#include "base/strings.h"
#include "session/session.h"

void ll_stamp_texts(struct ll_digest *digest, const struct ll_strings *list);

/* The environment that the subject's jobs have. False: out of memory. */
bool ll_stamp_env(struct ll_digest *digest, const struct ll_subject *subject);

/* Which file `path` is, by its name, size and time, without reading it. */
void ll_stamp_file(struct ll_digest *digest, const char *path);

/* The content of a file. False: it cannot be read. */
bool ll_stamp_content(struct ll_digest *digest, const char *path);

/* The file that PATH gives for the program `name`. New string, or NULL. */
char *ll_stamp_program(const char *name);

#endif
