/* SPDX-License-Identifier: MIT */
#include "project/project.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/grow.h"
#include "base/home.h"
#include "base/path.h"
#include "follow/follow.h"
#include "project/collect.h"
#include "project/variant.h"
#include "project/watched.h"

#define LIBRARY "follow.so"

/* ---- one run of the command --------------------------------------------------- */

/* What the environment of the command says. */
struct follow {
    char *folder;  /* of this run */
    char *leaklab; /* this program */
    char *library; /* what is loaded into the command */
    struct ll_buf also;
};

static void release_follow(struct follow *follow)
{
    free(follow->folder);
    free(follow->leaklab);
    free(follow->library);
    ll_buf_release(&follow->also);
}

static int fill_follow(struct follow *follow, const struct ll_project *project,
                       const char *folder, struct ll_error *err)
{
    char *home = ll_home_built("follow", err);
    if (home == NULL)
        return -1;
    ll_buf_putc(&follow->also, ':');
    for (size_t i = 0; project->also != NULL && project->also[i] != NULL; i++)
        ll_buf_addf(&follow->also, "%s:", project->also[i]);
    follow->folder = strdup(folder);
    follow->library = ll_path_join(home, LIBRARY);
    free(home);
    follow->leaklab = ll_path_real("/proc/self/exe", err);
    if (follow->leaklab == NULL)
        return -1;
    return follow->folder == NULL || follow->library == NULL || follow->also.full
               ? ll_fail_memory(err)
               : 0;
}

/* Add our library to those that are loaded already. */
static bool set_preload(const char *library)
{
    char *both = NULL;
    const char *others = getenv("LD_PRELOAD");
    if (others == NULL || others[0] == '\0')
        return setenv("LD_PRELOAD", library, 1) == 0;
    if (asprintf(&both, "%s:%s", others, library) < 0)
        return false;
    bool good = setenv("LD_PRELOAD", both, 1) == 0;
    free(both);
    return good;
}

/* In the child: become the command. It is started by env, into which the library is
 * loaded: what env executes is followed as all that comes after it. */
static void become(const struct follow *follow, const char *const *argv, bool again)
{
    struct ll_strings command = LL_STRINGS_INIT;
    ll_strings_add_all(&command, (const char *const[]){"env", "--", NULL});
    ll_strings_add_all(&command, argv);
    /* leaklab stops at these; the command decides for itself. */
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    if (again && freopen("/dev/null", "w", stdout) != NULL)
        dup2(STDOUT_FILENO, STDERR_FILENO);
    if (again && lseek(STDIN_FILENO, 0, SEEK_CUR) < 0 &&
        freopen("/dev/null", "r", stdin) == NULL)
        _exit(127);
    if (!command.full && setenv(LL_FOLLOW_LEAKLAB, follow->leaklab, 1) == 0 &&
        setenv(LL_FOLLOW_FOLDER, follow->folder, 1) == 0 &&
        setenv(LL_FOLLOW_ALSO, follow->also.data, 1) == 0 &&
        set_preload(follow->library))
        execvp(command.items[0], command.items);
    _exit(127);
}

/* Run the command to its end. The terminal is the command's: no jail, no limits. */
static int run_command(const struct follow *follow, const struct ll_project *project,
                       bool again, int *status, double *seconds, struct ll_error *err)
{
    struct timespec start, end;
    int ended = 0;
    fflush(NULL);
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = fork();
    if (child == 0)
        become(follow, project->argv, again);
    if (child < 0)
        return ll_fail(err, LL_FAULT_HARNESS, "cannot start '%s': %s", project->argv[0],
                       strerror(errno));
    while (waitpid(child, &ended, 0) < 0)
        if (errno != EINTR)
            return ll_fail(err, LL_FAULT_HARNESS, "cannot wait for '%s': %s",
                           project->argv[0], strerror(errno));
    clock_gettime(CLOCK_MONOTONIC, &end);
    *status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
    *seconds = (double)(end.tv_sec - start.tv_sec) +
               (double)(end.tv_nsec - start.tv_nsec) * 1e-9;
    return 0;
}

static int write_text(const char *folder, const char *name, const char *text,
                      struct ll_error *err)
{
    char *path = ll_path_join(folder, name);
    int result = path == NULL ? ll_fail_memory(err)
                              : ll_file_write(path, text, strlen(text), err);
    free(path);
    return result;
}

/* Run the command under `tool` and add what the tool saw to the result. */
static int run_under(const struct ll_tool *tool, const struct ll_project *project,
                     const char *folder, bool again, struct ll_project_report *report,
                     struct ll_error *err)
{
    struct follow follow = {.also = LL_BUF_INIT};
    int status = 0;
    double seconds = 0;
    int result = write_text(folder, LL_WATCHED_TOOL, tool->name, err);
    if (result == 0)
        result =
            write_text(folder, LL_WATCHED_OWN, report->subject.roots.items[0], err);
    if (result == 0)
        result = fill_follow(&follow, project, folder, err);
    if (result == 0)
        result = run_command(&follow, project, again, &status, &seconds, err);
    if (result == 0 && !again) {
        char *mark = ll_path_join(folder, LL_FOLLOW_VALGRIND);
        report->has_valgrind = mark != NULL && ll_path_exists(mark);
        report->status = status;
        free(mark);
    }
    if (result == 0)
        result = ll_project_collect(folder, tool, seconds, report, err);
    release_follow(&follow);
    return result;
}

/* ---- all runs ----------------------------------------------------------------- */

/* Whether memory was lost of which a line is known: without one, nothing can be told of
 * where it was lost. */
static bool has_lost(const struct ll_result *result)
{
    const char *const *roots = ll_strings_argv(&result->subject->roots);
    for (size_t i = 0; i < result->diags.count; i++) {
        const struct ll_diag *diag = &result->diags.items[i];
        if (ll_kind_is_leak(diag->kind) && ll_kind_is_fault(diag->kind) &&
            ll_stack_own(&diag->allocated, roots) != NULL)
            return true;
    }
    return false;
}

/* Where stdin was when the command began; -1: it cannot be read a second time. */
static off_t input_offset(void)
{
    return lseek(STDIN_FILENO, 0, SEEK_CUR);
}

/* Run the command again, with only some programs under the tool. */
static int run_again(const struct ll_tool *tool, const struct ll_project *project,
                     const char *folder, off_t input, struct ll_project_report *report,
                     struct ll_error *err)
{
    struct ll_buf only = LL_BUF_INIT;
    for (size_t i = 0; i < report->program_count; i++)
        if (tool->is_built_in ? report->programs[i].has_variant
                              : report->programs[i].has_faults)
            ll_buf_addf(&only, "%s\n", report->programs[i].path);
    int result = only.full
                     ? ll_fail_memory(err)
                     : write_text(folder, LL_WATCHED_ONLY, ll_buf_text(&only), err);
    ll_buf_release(&only);
    if (result != 0)
        return -1;
    if (project->tell_again != NULL)
        project->tell_again(tool);
    report->lacks_input = input < 0 && !isatty(STDIN_FILENO);
    if (input >= 0)
        lseek(STDIN_FILENO, input, SEEK_SET);
    return run_under(tool, project, folder, true, report, err);
}

/* A folder below `folder`, made. New string. */
static char *make_folder(const char *folder, const char *name, struct ll_error *err)
{
    char *path = ll_path_join(folder, name);
    if (path == NULL)
        ll_fail_memory(err);
    else if (ll_path_make_dirs(path, err) == 0)
        return path;
    free(path);
    return NULL;
}

/* Find the variants of the programs. */
static int find_variants(struct ll_project_report *report, bool *any,
                         struct ll_error *err)
{
    int result = 0;
    for (size_t i = 0; i < report->program_count && result == 0; i++) {
        struct ll_project_program *program = &report->programs[i];
        struct ll_buf why = LL_BUF_INIT;
        char hex[LL_DIGEST_HEX];
        if (!ll_variant_digest(program->path, hex))
            continue;
        char *variant = ll_variant_find(hex);
        program->has_variant = variant != NULL;
        *any = *any || program->has_variant;
        free(variant);
        ll_variant_why(hex, &why);
        if (why.len > 0 && (program->unchecked = ll_buf_take(&why)) == NULL)
            result = ll_fail_memory(err);
        ll_buf_release(&why);
    }
    return result;
}

static int run_variants(const struct ll_project *project, const char *folder,
                        off_t input, struct ll_project_report *report,
                        struct ll_error *err)
{
    bool any = false;
    int result = find_variants(report, &any, err);
    char *own = result != 0 || !any || project->once
                    ? NULL
                    : make_folder(folder, "variants", err);
    if (own != NULL)
        result =
            run_again(ll_tool_for(LL_TOOL_BUILT_IN), project, own, input, report, err);
    free(own);
    return result;
}

static int run_all(const struct ll_project *project, const char *folder,
                   struct ll_project_report *report, struct ll_error *err)
{
    const struct ll_tool *watcher = ll_tool_for(LL_TOOL_WATCHER);
    const struct ll_tool *explainer = ll_tool_for(LL_TOOL_EXPLAINER);
    off_t input = input_offset();
    char *first = make_folder(folder, "first", err);
    char *second = first == NULL ? NULL : make_folder(folder, "second", err);
    char *version = NULL;
    int result = -1;
    if (second == NULL)
        goto out;
    version = watcher->version(err);
    if (version == NULL)
        goto out;
    free(version);
    result = run_under(watcher, project, first, false, report, err);
    if (result == 0)
        result = run_variants(project, folder, input, report, err);
    version = explainer->version(NULL);
    if (result == 0 && version != NULL && !project->once && has_lost(&report->result))
        result = run_again(explainer, project, second, input, report, err);

out:
    free(version);
    free(second);
    free(first);
    return result;
}

/* ---- the whole ---------------------------------------------------------------- */

static int check_command(const char *name, struct ll_error *err)
{
    char *found = strchr(name, '/') == NULL ? ll_path_find_program(name) : strdup(name);
    bool exists = found != NULL && ll_path_exists(found);
    free(found);
    if (!exists)
        return ll_fail(err, LL_FAULT_USAGE, "there is no command '%s'", name);
    if (strchr(name, '/') == NULL)
        return 0;
    if (ll_path_is_dir(name) || access(name, X_OK) != 0)
        return ll_fail(err, LL_FAULT_USAGE, "'%s' cannot be executed", name);
    return 0;
}

static int fill_subject(const struct ll_project *project, struct ll_subject *subject,
                        struct ll_error *err)
{
    struct ll_buf name = LL_BUF_INIT;
    char *here = ll_path_real(".", err);
    if (here == NULL)
        return -1;
    ll_strings_add(&subject->roots, here);
    ll_strings_add_all(&subject->roots, project->roots);
    ll_strings_add_all(&subject->pairs, project->pairs);
    free(here);
    for (size_t i = 0; project->argv[i] != NULL; i++)
        ll_buf_addf(&name, "%s%s", i > 0 ? " " : "", project->argv[i]);
    subject->name = ll_buf_take(&name);
    ll_buf_release(&name);
    return subject->name == NULL || ll_strings_ok(&subject->pairs, err) != 0
               ? ll_fail_memory(err)
               : ll_strings_ok(&subject->roots, err);
}

int ll_project_run(const struct ll_project *project, struct ll_project_report *report,
                   struct ll_error *err)
{
    *report = (struct ll_project_report){.once = project->once};
    report->result.subject = &report->subject;
    report->subject.reported = ll_project_add_libraries;
    report->subject.reported_data = report;
    if (check_command(project->argv[0], err) != 0)
        return -1;
    char *folder = ll_path_temp_dir(err);
    int result = folder == NULL ? -1 : fill_subject(project, &report->subject, err);
    if (result == 0)
        result = run_all(project, folder, report, err);
    if (folder != NULL)
        ll_path_remove_tree(folder);
    free(folder);
    return result;
}

void ll_project_report_release(struct ll_project_report *report)
{
    for (size_t i = 0; i < report->program_count; i++) {
        free(report->programs[i].path);
        free(report->programs[i].note);
        free(report->programs[i].unchecked);
    }
    free(report->programs);
    ll_result_release(&report->result);
    ll_subject_release(&report->subject);
    ll_strings_release(&report->libraries);
    *report = (struct ll_project_report){0};
}
