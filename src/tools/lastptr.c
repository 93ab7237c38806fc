/* SPDX-License-Identifier: MIT
 *
 * lastptr, leaklab's own Valgrind tool (src/lastptr/): it reports where the last
 * pointer to a lost block went, and which variable held it. It is built only where
 * Valgrind's tool headers and static libraries are installed; leaklab works without it.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/home.h"
#include "base/machine.h"
#include "base/path.h"
#include "jail/reach.h"
#include "tools/valgrind.h"

enum { VERSION_MOST = 100 };

static char *find_home(struct ll_error *err)
{
    char *found = ll_home_built("lastptr", NULL);
    if (found == NULL)
        ll_fail(err, LL_FAULT_HARNESS,
                "lastptr was not built: it needs Valgrind 3.19 or newer with its tool "
                "headers (as a package, it is leaklab-lastptr)");
    return found;
}

static char *folder(struct ll_error *err)
{
    char *home = find_home(err);
    char *reached = home == NULL ? NULL : ll_reach(home, err);
    free(home);
    return reached;
}

static char *valgrind_here;

static void ask_valgrind(void)
{
    valgrind_here = ll_valgrind_version(NULL);
}

/* The binary has its own copy of Valgrind's core, and takes the rest from the Valgrind
 * of this machine: both have to be of one version. */
static int check_valgrind(const char *home, struct ll_error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT; /* it starts a program */
    struct ll_buf built = LL_BUF_INIT;
    char *path = ll_path_join(home, "valgrind-version");
    pthread_once(&once, ask_valgrind);
    const char *here = valgrind_here;
    int result = here == NULL   ? ll_fail(err, LL_FAULT_HARNESS,
                                          "'valgrind' is missing: install the package "
                                            "'valgrind'")
                 : path == NULL ? ll_fail_memory(err)
                                : ll_file_read(path, VERSION_MOST, &built, err);
    if (result == 0 && strcmp(ll_buf_text(&built), here) != 0)
        result = ll_fail(err, LL_FAULT_HARNESS,
                         "lastptr was built with %s, and this machine has %s: build "
                         "leaklab anew (make clean; make), or install the package "
                         "leaklab-lastptr anew",
                         ll_buf_text(&built), here);
    free(path);
    ll_buf_release(&built);
    return result;
}

/* Size and time of the binary. */
static char *version(struct ll_error *err)
{
    char *line = NULL;
    struct stat st;
    char *home = find_home(err);
    char name[64];
    snprintf(name, sizeof name, "lastptr-%s", ll_machine()->valgrind);
    char *binary = home == NULL ? NULL : ll_path_join(home, name);
    if (home == NULL)
        return NULL;
    if (binary == NULL)
        ll_fail_memory(err);
    else if (stat(binary, &st) != 0)
        ll_fail(err, LL_FAULT_HARNESS, "'%s' is missing: build leaklab again", binary);
    else if (check_valgrind(home, err) == 0 &&
             asprintf(&line, "%lld %lld", (long long)st.st_size,
                      (long long)st.st_mtime) < 0)
        ll_fail_memory(err);
    free(binary);
    free(home);
    return line;
}

static int prepare(const struct ll_tool_run *run, struct ll_strings *argv,
                   struct ll_strings *env, struct ll_error *err)
{
    struct ll_strings options = {0};
    char *home = run->isolated ? folder(err) : find_home(err);
    if (home == NULL)
        return -1;
    ll_strings_addf(env, "VALGRIND_LIB=%s", home);
    free(home);
    ll_valgrind_add_file(&options, "--snapshots", run->dir,
                         run->report_fd > 0 ? "snapshot.%p"
                                            : "lastptr.%p." LL_VALGRIND_SNAPSHOTS);
    if (run->events != NULL)
        ll_valgrind_add_file(&options, "--events", run->dir, run->events);
    int result = ll_strings_ok(&options, err);
    if (result == 0)
        result = ll_valgrind_prepare("lastptr", &ll_valgrind_xml,
                                     ll_strings_argv(&options), run, argv, env, err);
    ll_strings_release(&options);
    return result;
}

static int parse(const struct ll_tool_run *run, struct ll_findings *out,
                 struct ll_error *err)
{
    return ll_valgrind_parse("lastptr", &ll_valgrind_xml, run, out, err);
}

static int read(const struct ll_ended *ended, struct ll_buf *report, struct ll_buf *log,
                struct ll_findings *out, struct ll_error *err)
{
    return ll_valgrind_read_process("lastptr", &ll_valgrind_xml, ended, report, log,
                                    out, err);
}

static const char *blind(enum ll_kind kind)
{
    switch (kind) {
    case LL_DEFINITELY_LOST:
    case LL_INDIRECTLY_LOST:
    case LL_POSSIBLY_LOST:
    case LL_STILL_REACHABLE:
    case LL_KEPT_TOO_LONG:
    case LL_THREAD_LEAK:
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
    .role = LL_TOOL_EXPLAINER,
    .keeps_status = true,
    .blind = blind,
    .version = version,
    .prepare = prepare,
    .parse = parse,
    .read = read,
    .folder = folder,
};
