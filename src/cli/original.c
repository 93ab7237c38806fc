/* SPDX-License-Identifier: MIT */
#include "cli/original.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "config.h"
#include "jail/jail.h"

enum { FILE_MAX = 1 << 20 };

/* FOLDER/NAME/SLUG if there is such a folder, which is not the lesson's own. New
 * string; NULL: there is none. */
static char *find_beside(const char *folder, const char *name,
                         const struct ll_lesson *lesson)
{
    char *path = NULL, *real = NULL;
    if (folder == NULL ||
        asprintf(&path, "%s/%s/%s", folder, name, ll_path_base(lesson->folder)) < 0)
        return NULL;
    if (ll_path_is_dir(path))
        real = ll_path_real(path, NULL);
    free(path);
    if (real != NULL && strcmp(real, lesson->folder) != 0)
        return real;
    free(real);
    return NULL;
}

char *ll_original_folder(const struct ll_lesson *lesson)
{
    char *parent = ll_path_dir(lesson->folder);
    char *program = ll_path_real("/proc/self/exe", NULL);
    char *bin = program == NULL ? NULL : ll_path_dir(program);
    char *found = find_beside(parent, LL_ORIGINALS, lesson);
    if (found == NULL)
        found = find_beside(bin, "../share/leaklab/lessons", lesson);
    free(bin);
    free(program);
    free(parent);
    return found;
}

static bool read_original(const struct ll_lesson *lesson, const char *name,
                          struct ll_buf *out)
{
    char *folder = ll_original_folder(lesson);
    char *path = folder == NULL ? NULL : ll_path_join(folder, name);
    bool read = path != NULL && ll_path_exists(path) &&
                ll_file_read(path, FILE_MAX, out, NULL) == 0;
    free(path);
    free(folder);
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
    if (read_original(lesson, name, out) ||
        read_revision(lesson, name, "origin/HEAD", out) ||
        read_revision(lesson, name, "HEAD", out))
        return 0;
    return ll_fail(
        err, LL_FAULT_INPUT,
        "there is no copy of %s as it was handed out: take it from where you "
        "got these lessons",
        name);
}
