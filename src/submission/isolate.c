/* SPDX-License-Identifier: MIT */
#include "submission/isolate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "jail/reach.h"
#include "tools/symbols.h"

/* Of our own environment only PATH is passed on. */
static int make_env(const struct ll_isolate *isolated, struct ll_strings *env,
                    struct ll_error *err)
{
    for (char **var = environ; *var != NULL; var++)
        if (strncmp(*var, "PATH=", 5) != 0)
            ll_strings_addf(env, "%.*s", (int)strcspn(*var, "="), *var);
    ll_strings_addf(env, "HOME=%s", isolated->scratch);
    ll_strings_addf(env, "TMPDIR=%s", isolated->scratch);
    ll_strings_add(env, "LC_ALL=C.UTF-8");
    ll_strings_add_all(env, isolated->env);
    return ll_strings_ok(env, err);
}

int ll_isolate_run(const struct ll_isolate *isolated, struct ll_ended *ended,
                   struct ll_error *err)
{
    struct ll_strings env = LL_STRINGS_INIT;
    const char *writable[] = {isolated->scratch, NULL};
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    isolation.readable = isolated->readable;
    isolation.writable = writable;
    isolation.no_exec = !isolated->is_build;
    isolation.no_fork = isolation.no_exec && !isolated->may_fork;
    isolation.allow_less = isolated->allow_weak;
    struct ll_job job = {
        .argv = isolated->argv,
        .folder = isolated->folder,
        .limits = isolated->limits,
        .out = isolated->output,
        .err = isolated->output,
        .lines = isolated->lines,
        .line_count = isolated->line_count,
        .isolation = &isolation,
        .hidden = ll_symbols(true),
        .stop = isolated->stop,
    };
    int result = make_env(isolated, &env, err);
    job.env = ll_strings_argv(&env);
    if (result == 0)
        result = ll_jail_run(&job, ended, err);
    ll_strings_release(&env);
    return result;
}

/* The grading user is another user, and has to reach what is in the folder. */
static int make_folder(const char *path, mode_t mode, struct ll_error *err)
{
    if ((mkdir(path, mode) != 0 && errno != EEXIST) || chmod(path, mode) != 0)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot make '%s': %s", path,
                       strerror(errno));
    return 0;
}

char *ll_isolate_folder(struct ll_error *err)
{
    char *folder = ll_path_temp_dir(err);
    if (folder == NULL)
        return NULL;
    if (geteuid() == 0 && !ll_reach_lets_pass(folder)) {
        ll_fail(err, LL_FAULT_HARNESS,
                "TMPDIR is closed to others, and isolated jobs of root run as another "
                "user: set it to an open folder, such as /tmp");
        ll_path_remove_tree(folder);
        free(folder);
        return NULL;
    }
    char *in = ll_path_join(folder, "in"), *out = ll_path_join(folder, "out");
    int result = in == NULL || out == NULL ? ll_fail_memory(err)
                                           : make_folder(folder, 0711, err);
    if (result == 0)
        result = make_folder(in, 0755, err);
    if (result == 0)
        result = make_folder(out, 0700, err);
    if (result != 0) {
        ll_path_remove_tree(folder);
        free(folder);
        folder = NULL;
    }
    free(in);
    free(out);
    return folder;
}

int ll_isolate_put(const char *folder, const char *name, const void *bytes,
                   size_t count, mode_t mode, struct ll_error *err)
{
    char *path = ll_path_join(folder, name);
    int result =
        path == NULL ? ll_fail_memory(err) : ll_file_write(path, bytes, count, err);
    if (result == 0 && chmod(path, mode) != 0)
        result = ll_fail(err, LL_FAULT_HARNESS, "cannot open '%s' to others", path);
    free(path);
    return result;
}

int ll_isolate_fetch(const char *folder, const char *name, size_t max,
                     struct ll_buf *to, struct ll_error *err)
{
    struct stat st;
    char *path = ll_path_join(folder, name);
    if (path == NULL)
        return ll_fail_memory(err);
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    free(path);
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
        (size_t)st.st_size > max) {
        if (fd >= 0)
            close(fd);
        return 1;
    }
    char chunk[65536];
    ssize_t got;
    ll_buf_init(to, max);
    while ((got = read(fd, chunk, sizeof chunk)) > 0 &&
           ll_buf_add(to, chunk, (size_t)got))
        continue;
    close(fd);
    return to->full ? ll_fail_memory(err) : got < 0;
}
