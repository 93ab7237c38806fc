/* SPDX-License-Identifier: MIT */
#include "project/sweepable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "base/text.h"
#include "jail/jail.h"
#include "project/built.h"

void ll_sweepable_release(struct ll_sweepable *sweepable)
{
    free(sweepable->refusal);
    ll_strings_release(&sweepable->remarks);
    *sweepable = (struct ll_sweepable){0};
}

/* The first reason counts. */
static int refuse(struct ll_sweepable *out, struct ll_error *err, const char *file,
                  const char *why)
{
    if (out->refusal != NULL)
        return 0;
    return asprintf(&out->refusal, "'%s' %s", file, why) < 0
               ? (out->refusal = NULL, ll_fail_memory(err))
               : 0;
}

static int refuse_what_cannot_be(const char *file, const struct ll_built *built,
                                 struct ll_sweepable *out, struct ll_error *err)
{
    struct stat st;
    const char *why = NULL;
    if (!built->is_program)
        why = "is no program that is linked: name the finished one";
    else if (built->is_sanitized)
        why = "was built with a sanitizer, which cannot run under Valgrind: build it "
              "without, or by `leaklab cc`";
    else if (built->is_static)
        why = "is linked statically, or is a library, and nothing can be loaded into "
              "it: name a program that is linked with the shared C library (without "
              "-static), or its sources";
    else if (built->has_malloc)
        why = "has a malloc of its own, which no tool knows: build it with that of the "
              "C library";
    else if (stat(file, &st) == 0 && (st.st_mode & (S_ISUID | S_ISGID)) != 0)
        why = "gains privileges (setuid), and nothing can be loaded into it: sweep a "
              "copy without that bit (chmod ug-s)";
    return why == NULL ? 0 : refuse(out, err, file, why);
}

/* ---- its libraries ------------------------------------------------------------ */

static bool serves_libc(const char *path)
{
    return ll_starts_with(ll_path_base(path), "libc.so") ||
           ll_starts_with(ll_path_base(path), "ld-linux");
}

static int remark_lines(const char *file, const struct ll_built *built,
                        struct ll_sweepable *out, struct ll_error *err)
{
    if (!built->has_lines && !built->has_names)
        ll_strings_addf(&out->remarks,
                        "'%s' was stripped: neither lines nor functions of it are "
                        "known, and two faults in it may be told as one; build it with "
                        "-g, and do not strip it",
                        file);
    else if (!built->has_lines)
        ll_strings_addf(&out->remarks,
                        "'%s' has no debug information: its functions are named, but "
                        "no lines, and two faults in one function may be told as one; "
                        "build it with -g -O0",
                        file);
    else if (built->is_optimised)
        ll_strings_addf(&out->remarks,
                        "'%s' was optimised: lines may be wrong, and functions "
                        "missing; build it with -g -O0 to be sure",
                        file);
    return ll_strings_ok(&out->remarks, err);
}

static int look_at_library(const char *path, struct ll_strings *roots,
                           struct ll_sweepable *out, struct ll_error *err)
{
    struct ll_built built;
    if (serves_libc(path))
        return 0;
    if (ll_built_look(path, &built, ll_built_is_systems(path) ? NULL : roots, err) != 0)
        return -1;
    if (built.has_malloc)
        return refuse(out, err, path,
                      "has a malloc of its own, and the program uses it: link the "
                      "program without that library");
    if (ll_built_is_systems(path))
        return 0;
    if (built.is_sanitized)
        return refuse(out, err, path,
                      "was built with a sanitizer, which cannot run under Valgrind");
    return remark_lines(path, &built, out, err);
}

/* "	libx.so => /home/ada/libx.so (0x7f...)", of which the dynamic linker writes one
 * for each library; or "	./libx.so (0x7f...)". */
static int look_at_line(const char *line, size_t length, const char *file,
                        struct ll_strings *roots, struct ll_sweepable *out,
                        struct ll_error *err)
{
    const char *arrow = memmem(line, length, " => ", 4);
    const char *path = arrow != NULL ? arrow + 4 : line + 1;
    const char *end = memmem(line, length, " (0x", 4);
    if (memmem(line, length, "=> not found", 12) != NULL)
        return refuse(out, err, file,
                      "needs a library that is not found (ldd shows which): set "
                      "LD_LIBRARY_PATH, as for the program itself");
    if (end == NULL || path > end)
        return 0;
    char *copy = strndup(path, (size_t)(end - path));
    int result = copy == NULL                ? ll_fail_memory(err)
                 : strchr(copy, '/') == NULL ? 0 /* the kernel's */
                                             : look_at_library(copy, roots, out, err);
    free(copy);
    return result;
}

/* Have the dynamic linker list the libraries; the program itself is not started. */
static int look_at_libraries(const char *file, struct ll_strings *roots,
                             struct ll_sweepable *out, struct ll_error *err)
{
    struct ll_buf list = LL_BUF_INIT;
    struct ll_ended ended;
    char *path = ll_path_real(file, err);
    const struct ll_job job = {
        .argv = (const char *const[]){path, NULL},
        .env = (const char *const[]){"LD_TRACE_LOADED_OBJECTS=1", "LD_PRELOAD", NULL},
        .limits = ll_limits_default,
        .out = &list};
    int result = path == NULL ? -1 : ll_jail_run(&job, &ended, err);
    if (result == 0 && ended.how != LL_END_EXITED)
        result =
            refuse(out, err, file, "cannot be started on this machine: build it here");
    for (const char *line = ll_buf_text(&list); result == 0 && *line != '\0';
         line = ll_next_line(line))
        result = look_at_line(line, strcspn(line, "\n"), file, roots, out, err);
    ll_buf_release(&list);
    free(path);
    return result;
}

/* ---- all of it ---------------------------------------------------------------- */

int ll_sweepable_look(const char *file, bool is_suite, struct ll_strings *roots,
                      struct ll_sweepable *out, struct ll_error *err)
{
    struct ll_built built;
    *out = (struct ll_sweepable){0};
    if (ll_built_look(file, &built, roots, err) != 0 ||
        refuse_what_cannot_be(file, &built, out, err) != 0)
        return -1;
    out->is_suite = built.is_suite;
    if (is_suite && !built.is_suite &&
        refuse(out, err, file,
               "has no Check suite in it, or was stripped: then nothing tells where "
               "its tests are; build it anew, and do not strip it") != 0)
        return -1;
    if (out->refusal != NULL)
        return 0;
    return remark_lines(file, &built, out, err) != 0
               ? -1
               : look_at_libraries(file, roots, out, err);
}
