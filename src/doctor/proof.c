/* SPDX-License-Identifier: MIT */
#include "doctor/proof.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "base/strings.h"
#include "base/text.h"
#include "jail/reach.h"
#include "session/build.h"
#include "session/run.h"
#include "tools/symbols.h"

#define ONLY(layer) .any = LL_LAYER(layer)
#define MIB ((size_t)1 << 20)
#define LIMITS(...)                                                                    \
    .limits = {                                                                        \
        .wall_seconds = 10, .output_bytes = MIB, .file_bytes = 4 * MIB, __VA_ARGS__}

/* Attacks that the jail's own limits stop need no other layer. */
const struct ll_proof ll_proofs[] = {
    {.attack = "read",
     .title = "reading a file outside of its folder",
     .target = LL_TARGET_OUTSIDE,
     ONLY(LANDLOCK),
     .gets_through = true,
     LIMITS()},
    {.attack = "write",
     .title = "writing a file outside of its folder",
     .target = LL_TARGET_BESIDE,
     .any = LL_LAYER(LANDLOCK) | LL_LAYER(USER),
     .gets_through = true,
     LIMITS()},
    {.attack = "read",
     .title = "reading a private file of ours",
     .target = LL_TARGET_OURS,
     ONLY(USER),
     .gets_through = true,
     LIMITS()},
    {.attack = "environment",
     .title = "reading our environment",
     .target = LL_TARGET_PID,
     .no_fork = true, /* else all of /proc is visible, and other layers protect it */
     .any = LL_LAYER(LANDLOCK) | LL_LAYER(USER) | LL_LAYER(NAMESPACES),
     .gets_through = true,
     LIMITS()},
    {.attack = "trace",
     .title = "tracing our process",
     .target = LL_TARGET_PID,
     .any = LL_LAYER(LANDLOCK) | LL_LAYER(USER) | LL_LAYER(NAMESPACES),
     LIMITS()},
    {.attack = "signal",
     .title = "a signal to our process",
     .target = LL_TARGET_PID,
     .any = LL_LAYER(SIGNALS) | LL_LAYER(USER) | LL_LAYER(NAMESPACES),
     .gets_through = true,
     LIMITS()},
    /* kill(-1) succeeds even if it could signal no process. */
    {.attack = "signal-all",
     .title = "a signal to all processes",
     .any = LL_LAYER(SECCOMP) | LL_LAYER(NAMESPACES),
     .gets_through = true,
     LIMITS()},
    {.attack = "socket",
     .title = "a socket",
     ONLY(SECCOMP),
     .gets_through = true,
     LIMITS()},
    {.attack = "network",
     .title = "finding a network",
     .any = LL_LAYER(SECCOMP) | LL_LAYER(NETWORK),
     LIMITS()},
    {.attack = "root", .title = "being root", .as_root = true, ONLY(USER), LIMITS()},
    {.attack = "privileges",
     .title = "a setuid program",
     ONLY(PRIVILEGES),
     .gets_through = true,
     LIMITS()},
    {.attack = "kernel",
     .title = "rare system calls",
     ONLY(SECCOMP),
     .gets_through = true,
     LIMITS()},
    {.attack = "32-bit",
     .title = "system calls in the 32-bit way",
     ONLY(SECCOMP),
     LIMITS()},
    {.attack = "fork",
     .title = "a process, where it must not",
     ONLY(SECCOMP),
     .no_fork = true,
     .gets_through = true,
     LIMITS()},
    {.attack = "shell",
     .title = "a shell, where it must not",
     ONLY(SECCOMP),
     .no_fork = true,
     .gets_through = true,
     LIMITS()},
    {.attack = "exec",
     .title = "another program, where it must not",
     ONLY(SECCOMP),
     .no_exec = true,
     .gets_through = true,
     LIMITS()},
    {.attack = "fork-many",
     .title = "more processes than allowed",
     ONLY(USER),
     .gets_through = true,
     LIMITS(.processes = 20)},
    {.attack = "bomb",
     .title = "a fork bomb outlives its run",
     .target = LL_TARGET_LOCK,
     ONLY(GROUP),
     LIMITS(.processes = 100)},
    {.attack = "chase",
     .title = "processes that run away from being ended",
     .target = LL_TARGET_LOCK,
     ONLY(GROUP),
     LIMITS(.processes = 100)},
    {.attack = "daemon",
     .title = "a daemon outlives its run",
     .target = LL_TARGET_LOCK,
     ONLY(GROUP),
     LIMITS()},
    {.attack = "memory",
     .title = "eating memory",
     ONLY(MEMORY),
     .end = LL_END_MEMORY,
     .gets_through = true,
     LIMITS(.memory_bytes = 64 * MIB)},
    {.attack = "disk",
     .title = "filling the disk",
     ONLY(MEMORY),
     .end = LL_END_DISK,
     .gets_through = true,
     LIMITS(.disk_bytes = 8 * MIB)},
    {.attack = "print",
     .title = "endless output",
     ONLY(CLOCK),
     .end = LL_END_OUTPUT,
     LIMITS()},
    {.attack = "loop",
     .title = "an endless loop",
     ONLY(LIMITS),
     .end = LL_END_CPU,
     .limits = {.wall_seconds = 50, .cpu_seconds = 1}}, /* also on a busy machine */
    {.attack = "sleep",
     .title = "sleeping on, deaf to signals",
     ONLY(CLOCK),
     .end = LL_END_TIMEOUT,
     .limits = {.wall_seconds = 0.3}},
    {.title = NULL},
};

/* ---- the bench ----------------------------------------------------------------- */

static int make_folder(const char *path, mode_t mode, struct ll_error *err)
{
    if ((mkdir(path, 0700) != 0 && errno != EEXIST) || chmod(path, mode) != 0)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot make '%s': %s", path,
                       strerror(errno));
    return 0;
}

static int open_to_others(const char *path, struct ll_error *err)
{
    return chmod(path, 0644) == 0
               ? 0
               : ll_fail(err, LL_FAULT_HARNESS, "cannot open '%s' to others: %s", path,
                         strerror(errno));
}

static int make_file(const char *path, mode_t mode, struct ll_error *err)
{
    if (ll_file_write(path, "secret\n", 7, err) != 0)
        return -1;
    if (chmod(path, mode) != 0)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot write '%s': %s", path,
                       strerror(errno));
    return 0;
}

static int link_attacks(const struct ll_bench *bench, struct ll_error *err)
{
    struct ll_ended ended;
    struct ll_buf said = LL_BUF_INIT;
    char *runtime = ll_home_runtime(err);
    char *object = runtime == NULL ? NULL : ll_path_join(runtime, "attacks.o");
    const char *const argv[] = {"gcc", "-o", bench->program, object, NULL};
    const struct ll_job job = {
        .argv = argv, .limits = ll_build_limits, .out = &said, .err = &said};
    int result = -1;
    if (runtime != NULL && object == NULL)
        ll_fail_memory(err);
    else if (object != NULL)
        result = ll_jail_run(&job, &ended, err);
    if (result == 0 && (ended.how != LL_END_EXITED || ended.status != 0))
        result = ll_fail(err, LL_FAULT_HARNESS, "cannot link '%s': %s", object,
                         ended.how == LL_END_NOT_STARTED ? "gcc is missing"
                                                         : ll_buf_text(&said));
    free(object);
    free(runtime);
    ll_buf_release(&said);
    return result;
}

int ll_bench_open(struct ll_bench *bench, struct ll_error *err)
{
    *bench = (struct ll_bench){.folder = ll_path_temp_dir(err)};
    if (bench->folder == NULL)
        return -1;
    bench->program = ll_path_join(bench->folder, "attacks");
    bench->work = ll_path_join(bench->folder, "work");
    bench->lock = ll_path_join(bench->folder, "work/lock");
    bench->outside = ll_path_join(bench->folder, "outside");
    bench->beside = ll_path_join(bench->folder, "beside");
    bench->readable = ll_path_join(bench->folder, "readable");
    bench->ours = ll_path_join(bench->folder, "readable/ours");
    bench->closed = ll_path_join(bench->folder, "closed");
    snprintf(bench->pid, sizeof bench->pid, "%d", (int)getpid());
    if (bench->program == NULL || bench->work == NULL || bench->lock == NULL ||
        bench->outside == NULL || bench->beside == NULL || bench->readable == NULL ||
        bench->ours == NULL || bench->closed == NULL)
        return ll_fail_memory(err);

    /* The grading user can pass through the folder, but cannot list it. */
    if (make_folder(bench->folder, 0711, err) != 0 ||
        make_folder(bench->work, 0700, err) != 0 ||
        make_folder(bench->readable, 0755, err) != 0 ||
        make_folder(bench->closed, 0700, err) != 0 ||
        make_file(bench->outside, 0644, err) != 0 ||
        make_file(bench->ours, 0600, err) != 0 || link_attacks(bench, err) != 0)
        return -1;
    return chmod(bench->program, 0755) != 0
               ? ll_fail(err, LL_FAULT_HARNESS, "cannot change '%s': %s",
                         bench->program, strerror(errno))
               : 0;
}

void ll_bench_close(struct ll_bench *bench)
{
    if (bench->folder != NULL)
        ll_path_remove_tree(bench->folder);
    free(bench->folder);
    free(bench->program);
    free(bench->work);
    free(bench->lock);
    free(bench->outside);
    free(bench->beside);
    free(bench->readable);
    free(bench->ours);
    free(bench->closed);
    *bench = (struct ll_bench){0};
}

/* ---- attacks ------------------------------------------------------------------- */

static const char *find_target(const struct ll_bench *bench, enum ll_target target)
{
    switch (target) {
    case LL_TARGET_OUTSIDE:
        return bench->outside;
    case LL_TARGET_BESIDE:
        return bench->beside;
    case LL_TARGET_OURS:
        return bench->ours;
    case LL_TARGET_PID:
        return bench->pid;
    case LL_TARGET_LOCK:
        return bench->lock;
    case LL_TARGET_NONE:
        break;
    }
    return NULL;
}

/* Whether a process holds the lock. One that was killed may need a moment. */
static bool is_locked(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool locked = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
    if (fd >= 0)
        close(fd);
    return locked;
}

int ll_proof_run(const struct ll_bench *bench, const struct ll_proof *proof,
                 unsigned layers, struct ll_error *err)
{
    const char *target = find_target(bench, proof->target);
    const char *const argv[] = {bench->program, proof->attack, target, NULL};
    const char *const readable[] = {bench->readable, NULL};
    const char *const writable[] = {bench->work, NULL};
    struct ll_buf out = LL_BUF_INIT;
    const struct ll_isolation isolation = {.layers = layers,
                                           .readable = readable,
                                           .writable = writable,
                                           .no_fork = proof->no_fork,
                                           .no_exec = proof->no_exec,
                                           .allow_less = true};
    const struct ll_job job = {.argv = argv,
                               .folder = bench->work,
                               .limits = proof->limits,
                               .out = &out,
                               .err = &out,
                               .isolation = &isolation};
    struct ll_ended ended;
    int result = ll_jail_run(&job, &ended, err);
    if (result == 0 && (ended.how == LL_END_NOT_STARTED ||
                        (ended.how == LL_END_EXITED && ended.status == 2)))
        result = ll_fail(err, LL_FAULT_HARNESS, "the attack '%s' could not be run: %s",
                         proof->attack,
                         ended.how == LL_END_NOT_STARTED ? strerror(ended.status)
                                                         : "something is in its way");
    if (result == 0)
        result = proof->end != LL_END_EXITED
                     ? ended.how == proof->end
                     : ended.how != LL_END_EXITED || ended.status == 0;
    if (result == 1 && proof->target == LL_TARGET_LOCK)
        result = ended.wall_seconds < 6 && !is_locked(bench->lock);
    unlink(bench->beside);
    unlink(bench->lock);
    ll_buf_release(&out);
    return result;
}

/* ---- tools --------------------------------------------------------------------- */

static const char clean_program[] = "#include <stdlib.h>\n"
                                    "int main(void)\n"
                                    "{\n"
                                    "    free(malloc(7));\n"
                                    "    return 0;\n"
                                    "}\n";
static const char leaky_program[] = "#include <stdlib.h>\n"
                                    "static void lose(void)\n"
                                    "{\n"
                                    "    char *volatile block = malloc(7);\n"
                                    "    block = NULL;\n"
                                    "    (void)block;\n"
                                    "}\n"
                                    "int main(void)\n"
                                    "{\n"
                                    "    lose();\n"
                                    "    return 0;\n"
                                    "}\n";

/* leaklab's folders, within reach of those who build and run the program. Owned. */
struct own {
    char *runtime;
    char *tool; /* its folder; NULL: it is the system's */
};

/* Copy `from` into the closed folder, unless it is there. */
static int close_in(const struct ll_bench *bench, const char *from,
                    struct ll_error *err)
{
    char *to = ll_path_join(bench->closed, ll_path_base(from));
    int result = to == NULL           ? ll_fail_memory(err)
                 : ll_path_exists(to) ? 0
                                      : ll_reach_copy(from, to, err);
    free(to);
    return result;
}

static int find_own(struct own *own, const struct ll_tool *tool, struct ll_error *err)
{
    char *runtime = ll_home_runtime(err);
    if (runtime != NULL)
        own->runtime = ll_reach(runtime, err);
    free(runtime);
    if (own->runtime != NULL && tool->folder != NULL)
        own->tool = tool->folder(err);
    return own->runtime == NULL || (tool->folder != NULL && own->tool == NULL) ? -1 : 0;
}

/* The same, but for leaklab as it would be in the closed folder. */
static int find_closed(const struct ll_bench *bench, struct own *own,
                       const struct ll_tool *tool, struct ll_error *err)
{
    struct own open = {0};
    int result = find_own(&open, tool, err);
    if (result == 0)
        result = close_in(bench, open.runtime, err);
    if (result == 0 && open.tool != NULL)
        result = close_in(bench, open.tool, err);
    if (result == 0) {
        setenv("LEAKLAB_HOME", bench->closed, 1);
        result = find_own(own, tool, err);
    }
    free(open.runtime);
    free(open.tool);
    return result;
}

/* The program of `tool_run` in full isolation. */
static int execute(const struct ll_bench *bench, const struct ll_subject *subject,
                   struct ll_tool_run *tool_run, struct ll_run *run,
                   struct ll_error *err)
{
    int result = -1;
    struct ll_strings argv = LL_STRINGS_INIT;
    struct ll_strings env = LL_STRINGS_INIT;
    struct ll_buf out = LL_BUF_INIT;
    const char *const writable[] = {bench->work, NULL};
    struct ll_isolation isolation = *subject->isolation;
    isolation.writable = writable;
    isolation.no_fork = true;
    if (ll_build_env(subject, tool_run->dir, &env, err) != 0 ||
        run->tool->prepare(tool_run, &argv, &env, err) != 0)
        goto out;
    const struct ll_job job = {.argv = ll_strings_argv(&argv),
                               .env = ll_strings_argv(&env),
                               .folder = bench->work,
                               .limits = ll_limits_isolated,
                               .out = &out,
                               .err = &out,
                               .isolation = &isolation,
                               .hidden = ll_symbols(true)};
    if (ll_jail_run(&job, &run->ended, err) != 0)
        goto out;
    tool_run->ended = run->ended;
    tool_run->output = ll_buf_text(&out);
    result = ll_run_read(subject, tool_run, run, err);
    tool_run->output = NULL;

out:
    ll_buf_release(&out);
    ll_strings_release(&env);
    ll_strings_release(&argv);
    return result;
}

/* Whether the tool reported the leak, if there is one, and its report is complete. */
static bool is_true(const struct ll_run *run, bool leaky)
{
    bool seen = false;
    for (size_t i = 0; i < run->diags.count; i++)
        seen = seen ||
               (ll_kind_is_leak(run->diags.items[i].kind) &&
                (!run->tool->explains_leaks || run->diags.items[i].lost.count > 0));
    return ll_run_is_whole(run) && seen == leaky && run->diags.count == (leaky ? 1 : 0);
}

static void say_run(const struct ll_run *run, struct ll_buf *said)
{
    if (run->compiler != NULL && run->status != LL_RUN_JUDGED)
        ll_buf_addf(said, "%s: ", run->compiler);
    ll_buf_addf(said, "%zu fault%s; the program ", run->diags.count,
                ll_plural(run->diags.count));
    ll_ended_say(&run->ended, &ll_limits_isolated, said);
    if (run->note != NULL)
        ll_buf_addf(said, "; %s", run->note);
}

int ll_proof_tool(const struct ll_bench *bench, const struct ll_tool *tool, bool leaky,
                  bool closed, struct ll_buf *said, struct ll_error *err)
{
    struct ll_subject subject = {0};
    struct ll_isolation isolation = LL_ISOLATION_INIT;
    struct own own = {0};
    const char *home = getenv("LEAKLAB_HOME");
    char *kept_home = home == NULL ? NULL : strdup(home);
    struct ll_run run = {.tool = tool};
    const char *text = leaky ? leaky_program : clean_program;
    int result = -1;
    char *source = ll_path_join(bench->folder, "program.c");
    char *program = ll_path_join(bench->work, LL_BUILD_PROGRAM);
    char *headers = ll_path_join(bench->work, LL_BUILD_HEADERS);
    if (source == NULL || program == NULL || headers == NULL ||
        (home != NULL && kept_home == NULL)) {
        ll_fail_memory(err);
        goto out;
    }
    if ((closed ? find_closed(bench, &own, tool, err) : find_own(&own, tool, err)) != 0)
        goto out;
    const char *const readable[] = {bench->folder, own.runtime, own.tool, NULL};
    isolation.readable = readable;
    isolation.allow_less = true;
    subject.isolation = &isolation;
    subject.runtime = own.runtime;
    if (ll_file_write(source, text, strlen(text), err) != 0 ||
        open_to_others(source, err) != 0 ||
        ll_subject_add_source(&subject, source, err) != 0 ||
        ll_build(&subject, tool, bench->work, NULL, &run, err) != 0)
        goto out;
    struct ll_tool_run tool_run = {.dir = bench->work,
                                   .program = program,
                                   .isolated = true,
                                   .args = ll_strings_argv(&subject.args),
                                   .compile = ll_strings_argv(&subject.cflags),
                                   .sources = ll_strings_argv(&subject.sources),
                                   .headers = headers};
    if (run.status == LL_RUN_JUDGED &&
        execute(bench, &subject, &tool_run, &run, err) != 0)
        goto out;
    result = is_true(&run, leaky);
    if (result == 0)
        say_run(&run, said);

out:
    if (closed && kept_home != NULL)
        setenv("LEAKLAB_HOME", kept_home, 1);
    else if (closed)
        unsetenv("LEAKLAB_HOME");
    /* The next run needs an empty folder for its reports. */
    ll_path_remove_tree(bench->work);
    if (result >= 0 && make_folder(bench->work, 0700, err) != 0)
        result = -1;
    ll_run_release(&run);
    ll_subject_release(&subject);
    free(headers);
    free(program);
    free(source);
    free(kept_home);
    free(own.runtime);
    free(own.tool);
    return result;
}
