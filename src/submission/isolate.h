/* SPDX-License-Identifier: MIT
 *
 * isolated: the one way in which anything that a submission made is started: compilers
 * that read its source, linkers that read its object, and itself.
 */
#ifndef LL_SUBMISSION_ISOLATE_H
#define LL_SUBMISSION_ISOLATE_H

#include <sys/types.h>

#include "base/strings.h"
#include "jail/jail.h"

struct ll_isolate {
    const char *const *argv;
    const char *const *env;      /* "NAME=value": all of the environment but PATH, HOME,
                                    TMPDIR and the locale; NULL: no more */
    const char *folder;          /* it runs in, and may read */
    const char *scratch;         /* it may write; also its HOME and TMPDIR */
    const char *const *readable; /* absolute, besides; NULL-terminated; NULL: none */
    struct ll_limits limits;
    bool may_fork; /* what is judged may not */
    bool is_build; /* compilers start other programs; what is judged may not */
    bool allow_weak;
    struct ll_buf *output; /* stdout and stderr, interleaved; NULL: nobody cares */
    const struct ll_line *lines; /* the first of `line_count` */
    size_t line_count;
    int stop; /* see ll_job */
};

/* Run it to its end. -1 when we failed, or cannot isolate it as it must. */
int ll_isolate_run(const struct ll_isolate *isolated, struct ll_ended *ended,
                   struct ll_error *err) LL_MUST_CHECK;

/* A new folder below $TMPDIR for a submission, with the folders "in", which it may
 * read, and "out", which it may write. Remove it with ll_path_remove_tree(). */
char *ll_isolate_folder(struct ll_error *err);

/* Write the file `name` there, readable to the grading user, whatever the umask is. */
int ll_isolate_put(const char *folder, const char *name, const void *bytes,
                   size_t count, mode_t mode, struct ll_error *err) LL_MUST_CHECK;

#endif
