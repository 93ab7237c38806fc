/* SPDX-License-Identifier: MIT
 *
 * Valgrind's helgrind, which judges whether two uses of memory by two threads could
 * have happened at the same time, by what puts one before the other (locks,
 * pthread_create, pthread_join), and not by when they happened in this run. It is slow,
 * so it runs only where a lesson lists it, or it is asked for. */
#include <stdlib.h>
#include <string.h>

#include "base/home.h"
#include "base/path.h"
#include "jail/reach.h"
#include "tools/valgrind.h"

/* Our own suppressions stand there (helgrind.supp). Valgrind's go by the names of
 * functions, which a program can give to its own. */
static char *folder(struct ll_error *err)
{
    char *runtime = ll_home_runtime(err);
    char *found = runtime == NULL ? NULL : ll_path_join(runtime, "helgrind");
    char *reached = found == NULL ? NULL : ll_reach(found, err);
    free(found);
    free(runtime);
    return reached;
}

/* --fullpath-after=: whole paths of the sources. --read-var-info: the names of
 * variables and members, which costs little, as of the C library only the symbols are
 * read. */
static int prepare(const struct ll_tool_run *run, struct ll_strings *argv,
                   struct ll_strings *env, struct ll_error *err)
{
    static const char *const fixed[] = {"--fullpath-after=", "--read-var-info=yes",
                                        "--history-level=full",
                                        "--default-suppressions=no", NULL};
    struct ll_strings options = {0};
    char *reached = folder(err);
    if (reached == NULL)
        return -1;
    ll_strings_add_all(&options, fixed);
    ll_strings_addf(&options, "--suppressions=%s/helgrind.supp", reached);
    free(reached);
    int result = ll_strings_ok(&options, err);
    if (result == 0)
        result = ll_valgrind_prepare("helgrind", &ll_valgrind_text,
                                     ll_strings_argv(&options), run, argv, env, err);
    ll_strings_release(&options);
    return result;
}

static int parse(const struct ll_tool_run *run, struct ll_findings *out,
                 struct ll_error *err)
{
    return ll_valgrind_parse("helgrind", &ll_valgrind_text, run, out, err);
}

static int read(const struct ll_ended *ended, struct ll_buf *report, struct ll_buf *log,
                struct ll_findings *out, struct ll_error *err)
{
    return ll_valgrind_read_process("helgrind", &ll_valgrind_text, ended, report, log,
                                    out, err);
}

static const char *blind(enum ll_kind kind)
{
    switch (kind) {
    case LL_DATA_RACE:
    case LL_LOCK_MISUSE:
    case LL_CRASH:
        return NULL;
    case LL_THREAD_LEAK:
        return "helgrind looks at what threads do, not at whether they are joined";
    default:
        return "helgrind looks only at what threads do with memory that they share, "
               "and with locks";
    }
}

/* The names of locks may stand above the headline. */
static void term(const char *raw, struct ll_buf *out)
{
    static const char *const terms[] = {"Possible data race", "lock order",
                                        "unlocked a not-locked lock"};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
        if (strstr(raw, terms[i]) != NULL) {
            ll_buf_puts(out, terms[i]);
            return;
        }
}

extern const struct ll_tool ll_tool_helgrind;
const struct ll_tool ll_tool_helgrind = {
    .name = "helgrind",
    .title = "helgrind",
    .compiler = "gcc",
    .cflags = (const char *const[]){"-g", "-O0", NULL},
    .ldflags = (const char *const[]){NULL},
    .package = "valgrind",
    .programs = (const char *const[]){"valgrind", "gcc", NULL},
    .role = LL_TOOL_RACES,
    .keeps_status = true,
    .no_python =
        "Python keeps its threads apart with a lock of its own, which helgrind "
        "does not know",
    .blind = blind,
    .version = ll_valgrind_version,
    .prepare = prepare,
    .parse = parse,
    .read = read,
    .term = term,
    .folder = folder,
};
