/* SPDX-License-Identifier: MIT */
#include "cli/original.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "config.h"
#include "jail/jail.h"

enum { FILE_MAX = 1 << 20 };

/* Read FOLDER/SLUG/NAME, the lesson's own folder being another one. */
static bool read_beside(const char *folder, const struct ll_lesson *lesson,
                        const char *name, struct ll_buf *out)
{
    char *path = NULL, *real = NULL;
    const char *slug = ll_path_base(lesson->folder);
    if (asprintf(&path, "%s/%s/%s", folder, slug, name) < 0)
        return false;
    real = ll_path_real(path, NULL);
    bool read = real != NULL && !ll_path_below(real, lesson->folder) &&
                ll_file_read(real, FILE_MAX, out, NULL) == 0;
    free(real);
    free(path);
    return read;
}

static bool read_originals(const struct ll_lesson *lesson, const char *name,
                           struct ll_buf *out)
{
    char *parent = ll_path_dir(lesson->folder);
    char *folder = parent == NULL ? NULL : ll_path_join(parent, LL_ORIGINALS);
    bool read = folder != NULL && read_beside(folder, lesson, name, out);
    free(folder);
    free(parent);
    return read;
}

static bool read_installed(const struct ll_lesson *lesson, const char *name,
                           struct ll_buf *out)
{
    char *program = ll_path_real("/proc/self/exe", NULL);
    char *bin = program == NULL ? NULL : ll_path_dir(program);
    char *folder = bin == NULL ? NULL : ll_path_join(bin, "../share/leaklab/lessons");
    bool read = folder != NULL && read_beside(folder, lesson, name, out);
    free(folder);
    free(bin);
    free(program);
    return read;
}

/* The file in a revision of git. */
static bool read_revision(const struct ll_lesson *lesson, const char *name,
                          const char *revision, struct ll_buf *out)
{
    struct ll_ended ended;
    char *what = NULL;
    if (asprintf(&what, "%s:./%s", revision, name) < 0)
        return false;
    const char *const argv[] = {"git", "-C", lesson->folder, "show", what, NULL};
    const struct ll_job job = {.argv = argv, .limits = ll_limits_default, .out = out};
    bool read = ll_jail_run(&job, &ended, NULL) == 0 && ended.how == LL_END_EXITED &&
                ended.status == 0;
    free(what);
    return read;
}

int ll_original_read(const struct ll_lesson *lesson, const char *name,
                     struct ll_buf *out, struct ll_error *err)
{
    if (read_originals(lesson, name, out) || read_installed(lesson, name, out) ||
        read_revision(lesson, name, "origin/HEAD", out) ||
        read_revision(lesson, name, "HEAD", out))
        return 0;
    return ll_fail(
        err, LL_FAULT_INPUT,
        "there is no copy of %s as it was handed out: take it from where you "
        "got these lessons",
        name);
}
