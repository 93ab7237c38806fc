/* SPDX-License-Identifier: MIT
 *
 * isolate: runs a command that reads or executes what a submission brought: the
 * compilers that read its source, the linkers that read its object, and the program
 * itself. Nothing of a submission is started in any other way.
 */
#ifndef LL_SUBMISSION_ISOLATE_H
#define LL_SUBMISSION_ISOLATE_H

#include <sys/types.h>

#include "base/strings.h"
#include "jail/jail.h"

struct ll_isolate {
    const char *const *argv;
    const char *const *env;      /* "NAME=value": all of the environment but PATH, HOME,
                                    TMPDIR and the locale; NULL: only those */
    const char *folder;          /* where it runs; it may read it */
    const char *scratch;         /* the folder that it may write: its HOME and TMPDIR */
    const char *const *readable; /* other folders that it may read, absolute;
                                    NULL-terminated; NULL: none */
    struct ll_limits limits;
    bool may_fork;               /* false for programs that are judged */
    bool is_build;               /* a compiler: it may start other programs */
    bool allow_weak;             /* run even where isolation is too weak */
    struct ll_buf *output;       /* stdout and stderr, interleaved; NULL: thrown away */
    const struct ll_line *lines; /* the first of `line_count` */
    size_t line_count;
    int stop; /* see ll_job */
};

/* Run it to its end. -1 when we failed, or cannot isolate it as it has to be. */
int ll_isolate_run(const struct ll_isolate *isolated, struct ll_ended *ended,
                   struct ll_error *err) LL_MUST_CHECK;

/* A new folder below $TMPDIR for a submission, with the folders "in", which it may
 * read, and "out", which it may write. Remove it with ll_path_remove_tree(). */
char *ll_isolate_folder(struct ll_error *err);

/* Write the file `name` there, readable to the grading user, whatever the umask is. */
int ll_isolate_put(const char *folder, const char *name, const void *bytes,
                   size_t count, mode_t mode, struct ll_error *err) LL_MUST_CHECK;

/* Read the file `folder`/`name`, which an isolated command wrote. 1 when it is missing,
 * is no plain file, or has more than `max` bytes; -1. */
int ll_isolate_fetch(const char *folder, const char *name, size_t max,
                     struct ll_buf *to, struct ll_error *err) LL_MUST_CHECK;

#endif
