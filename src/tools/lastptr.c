/* SPDX-License-Identifier: MIT
 *
 * lastptr, leaklab's own tool for Valgrind (src/lastptr/): where the last pointer to a
 * lost block went, and which variable held it. It is built only where Valgrind's tool
 * headers and static libraries are; elsewhere leaklab works without it. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/home.h"
#include "base/path.h"
#include "tools/valgrind.h"

#define BINARY "lastptr-amd64-linux"

/* The tool as it was built: it holds its own copy of Valgrind's core. */
static char *version(struct ll_error *err)
{
    char *line = NULL;
    struct stat st;
    char *folder = ll_home_lastptr(err);
    char *binary = folder == NULL ? NULL : ll_path_join(folder, BINARY);
    if (folder == NULL)
        return NULL;
    if (binary == NULL)
        ll_fail_memory(err);
    else if (stat(binary, &st) != 0)
        ll_fail(err, LL_FAULT_HARNESS, "'%s' is missing: build leaklab again", binary);
    else if (asprintf(&line, "%lld %lld", (long long)st.st_size,
                      (long long)st.st_mtime) < 0)
        ll_fail_memory(err);
    free(binary);
    free(folder);
    return line;
}

static int prepare(const struct ll_tool_run *run, struct ll_strings *argv,
                   struct ll_strings *env, struct ll_error *err)
{
    static const char *const options[] = {NULL};
    char *folder = ll_home_lastptr(err);
    if (folder == NULL)
        return -1;
    ll_strings_addf(env, "VALGRIND_LIB=%s", folder);
    free(folder);
    return ll_valgrind_prepare("lastptr", options, run, argv, env, err);
}

static int parse(const struct ll_tool_run *run, struct ll_findings *out,
                 struct ll_error *err)
{
    return ll_valgrind_parse("lastptr", run, out, err);
}

static const char *blind(enum ll_kind kind)
{
    switch (kind) {
    case LL_DEFINITELY_LOST:
    case LL_INDIRECTLY_LOST:
    case LL_POSSIBLY_LOST:
    case LL_STILL_REACHABLE:
        return NULL;
    default:
        return "lastptr follows the pointers to each block until the last is gone, and "
               "looks for leaks only";
    }
}

extern const struct ll_tool ll_tool_lastptr;
const struct ll_tool ll_tool_lastptr = {
    .name = "lastptr",
    .title = "lastptr",
    .compiler = "gcc",
    .cflags = (const char *const[]){"-g", "-O0", NULL},
    .ldflags = (const char *const[]){NULL},
    .package = "valgrind",
    .explains_leaks = true,
    .blind = blind,
    .version = version,
    .prepare = prepare,
    .parse = parse,
};
