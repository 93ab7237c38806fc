/* SPDX-License-Identifier: MIT
 *
 * trusted: runs a command on the lesson's own files, without isolation.
 */
#ifndef LL_SUBMISSION_TRUSTED_H
#define LL_SUBMISSION_TRUSTED_H

#include "base/buf.h"
#include "base/error.h"
#include "base/strings.h"

/* Run it to its end; `words` gets what it prints. 0; 1 when it fails; -1 when it could
 * not be run. */
int ll_trusted_run(const struct ll_strings *argv, struct ll_buf *words,
                   struct ll_error *err) LL_MUST_CHECK;

/* The same for a command that must not fail: then the result is -1, too. */
int ll_trusted_must(const struct ll_strings *argv, struct ll_error *err) LL_MUST_CHECK;

/* Give main another name in the object. */
int ll_trusted_rename_main(const char *object, const char *name,
                           struct ll_error *err) LL_MUST_CHECK;

#endif
