/* SPDX-License-Identifier: MIT
 *
 * The table of layers, which of them this machine can enforce, and the minimum. */
#include "jail/layers.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jail/jail.h"

static int give_up_privileges(const struct ll_cell *cell)
{
    (void)cell;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ? errno : 0;
}

const struct ll_layer_row ll_layer_rows[LL_LAYER_COUNT] = {
    [LL_LAYER_LIMITS] = {"limits", "endless loops, huge files, core dumps", NULL, NULL},
    [LL_LAYER_CLOCK] = {"clock", "waiting forever, endless output", NULL, NULL},
    [LL_LAYER_GROUP] = {"group", "processes that are left behind", NULL, NULL},
    [LL_LAYER_DESCRIPTORS] = {"descriptors", "writing into our files and pipes", NULL,
                              NULL},
    [LL_LAYER_PRIVILEGES] = {"privileges", "setuid programs", give_up_privileges, NULL},
    [LL_LAYER_NAMESPACES] = {"namespaces", "seeing and signalling other processes",
                             NULL, ll_spaces_probe},
    [LL_LAYER_NETWORK] = {"network", "the network, where seccomp cannot", NULL,
                          ll_network_probe},
    [LL_LAYER_LANDLOCK] = {"landlock", "reading and writing files that are not its own",
                           ll_landlock_apply, ll_landlock_probe},
    [LL_LAYER_SIGNALS] = {"signals", "signals to processes that are not its own",
                          ll_signals_apply, ll_signals_probe},
    [LL_LAYER_USER] = {"user", "root's powers, daemons, fork bombs", ll_user_apply,
                       ll_user_probe},
    [LL_LAYER_SECCOMP] = {"seccomp", "the network, attacks on the kernel",
                          ll_seccomp_apply, ll_seccomp_probe},
    [LL_LAYER_MEMORY] = {"memory", "eating memory and disk", NULL, ll_watch_probe},
};

/* ---- what can be enforced ---------------------------------------------------- */

/* Reasons that are clearer than the text of the errno. */
static const struct {
    enum ll_layer layer;
    int errnum;
    const char *words;
} reasons[] = {
    {LL_LAYER_NAMESPACES, EPERM,
     "not permitted here, as in most containers and where user namespaces are off"},
    {LL_LAYER_NETWORK, EPERM,
     "not permitted here, as in most containers and where user namespaces are off"},
    {LL_LAYER_NAMESPACES, ENOSPC, "user namespaces are turned off"},
    {LL_LAYER_NETWORK, ENOSPC, "user namespaces are turned off"},
    {LL_LAYER_LANDLOCK, ENOSYS, "this kernel has no Landlock"},
    {LL_LAYER_LANDLOCK, EOPNOTSUPP, "Landlock is turned off in this kernel"},
    {LL_LAYER_LANDLOCK, EPERM, "a filter of system calls refuses Landlock"},
    {LL_LAYER_SIGNALS, EPERM, "a filter of system calls refuses Landlock"},
    {LL_LAYER_SIGNALS, ENOSYS, "needs Landlock of Linux 6.12 or newer"},
    {LL_LAYER_SIGNALS, EOPNOTSUPP, "Landlock is turned off in this kernel"},
    {LL_LAYER_USER, EPERM,
     "only root, with CAP_SETUID and CAP_SETGID, can run it as another user"},
    {LL_LAYER_USER, EINVAL, "this container has no user 60600"},
    {LL_LAYER_USER, EROFS, "cannot write '/run/leaklab.users': it is read-only"},
    {LL_LAYER_USER, EEXIST, "user 60600 belongs to somebody"},
    {LL_LAYER_MEMORY, ENOENT, "/proc does not tell the children of a process"},
};

static int found[LL_LAYER_COUNT]; /* an errno each, or 0 */
static const struct ll_isolation plain = LL_ISOLATION_INIT;

/* Apply the layer in a process that does nothing else. */
static int try_to_apply(const struct ll_layer_row *row, const struct ll_cell *cell)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        int failed = give_up_privileges(cell);
        _exit(failed != 0 ? failed : row->apply(cell));
    }
    if (pid < 0)
        return errno;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : EIO;
}

static void probe_all(void)
{
    struct ll_cell cell = {.wanted = &plain, .user_lock = -1};
    for (int i = 0; i < LL_LAYER_COUNT; i++) {
        const struct ll_layer_row *row = &ll_layer_rows[i];
        found[i] = row->probe == NULL ? 0 : row->probe();
        if (found[i] == 0 && i == LL_LAYER_USER)
            found[i] = ll_user_take(&cell);
        if (found[i] == 0 && i == LL_LAYER_SECCOMP)
            cell.filter = ll_seccomp_filter(true, false, &cell.exec_word, &found[i]);
        if (found[i] == 0 && row->apply != NULL)
            found[i] = try_to_apply(row, &cell);
    }
    ll_cell_close(&cell);
}

static bool can(enum ll_layer layer)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, probe_all);
    return found[layer] == 0;
}

const char *ll_layer_name(enum ll_layer layer)
{
    return ll_layer_rows[layer].name;
}

const char *ll_layer_stops(enum ll_layer layer)
{
    return ll_layer_rows[layer].stops;
}

const char *ll_layer_missing(enum ll_layer layer)
{
    if (can(layer))
        return NULL;
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (reasons[i].layer == layer && reasons[i].errnum == found[layer])
            return reasons[i].words;
    const char *words = strerrordesc_np(found[layer]);
    return words != NULL ? words : "for a reason that has no name";
}

int ll_layer_errno(enum ll_layer layer)
{
    return can(layer) ? 0 : found[layer];
}

unsigned ll_isolation_layers(const struct ll_isolation *isolation)
{
    unsigned layers =
        LL_LAYER(LIMITS) | LL_LAYER(CLOCK) | LL_LAYER(GROUP) | LL_LAYER(DESCRIPTORS);
    if (isolation == NULL)
        return layers;
    for (int i = 0; i < LL_LAYER_COUNT; i++)
        if (isolation->layers & 1U << i && can((enum ll_layer)i))
            layers |= 1U << i;
    if (layers & LL_LAYER(SECCOMP)) /* no sockets at all, for nothing */
        layers &= ~LL_LAYER(NETWORK);
    /* The kernel requires this before a program may be confined. */
    if (layers & (LL_LAYER(LANDLOCK) | LL_LAYER(SIGNALS) | LL_LAYER(SECCOMP)))
        layers |= LL_LAYER(PRIVILEGES);
    return layers;
}

static bool left_to_host;

void ll_isolation_leave_to_host(void)
{
    left_to_host = true;
}

/* ---- the minimum ------------------------------------------------------------- */

static const struct {
    const char *threat;
    unsigned any; /* of these layers meets it */
    bool as_root; /* is one only there */
    bool no_fork; /* meets it too, with seccomp; so does the host, if it is said to */
} needs[] = {
    {"root's own powers", LL_LAYER(USER), true, false},
    {"reading and writing others' files", LL_LAYER(LANDLOCK), false, false},
    {"harming other processes",
     LL_LAYER(USER) | LL_LAYER(SIGNALS) | LL_LAYER(NAMESPACES), false, false},
    {"processes that outlive the run", LL_LAYER(USER) | LL_LAYER(NAMESPACES), false,
     true},
    {"the network", LL_LAYER(SECCOMP) | LL_LAYER(NETWORK), false, false},
    {"gaining privileges", LL_LAYER(PRIVILEGES), false, false},
    {"attacks on the kernel", LL_LAYER(SECCOMP), false, false},
    {"eating memory and disk", LL_LAYER(MEMORY), false, false},
};

/* "landlock: this kernel has no Landlock", for each layer that would do. */
static void say_layers(const struct ll_isolation *isolation, unsigned layers,
                       struct ll_buf *out)
{
    const char *between = "";
    for (int i = 0; i < LL_LAYER_COUNT; i++) {
        if (!(layers & 1U << i))
            continue;
        const char *why = ll_layer_missing((enum ll_layer)i);
        if (!(isolation->layers & 1U << i))
            why = "not asked for";
        ll_buf_addf(out, "%s%s: %s", between, ll_layer_name((enum ll_layer)i),
                    why != NULL ? why : "?");
        between = "; ";
    }
}

/* Whether the layers meet threat number `i`. */
static bool is_met(const struct ll_isolation *isolation, unsigned layers, size_t i)
{
    return layers & needs[i].any || (needs[i].as_root && geteuid() != 0) ||
           (needs[i].no_fork &&
            (left_to_host || (isolation->no_fork && layers & LL_LAYER(SECCOMP))));
}

unsigned ll_isolation_lacks(const struct ll_isolation *isolation)
{
    unsigned layers = ll_isolation_layers(isolation), lacks = 0;
    for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++)
        if (!is_met(isolation, layers, i))
            lacks |= needs[i].any;
    return lacks;
}

int ll_isolation_check(const struct ll_isolation *isolation, struct ll_error *err)
{
    unsigned layers = ll_isolation_layers(isolation);
    if (isolation->allow_less)
        return 0;
    for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++) {
        if (is_met(isolation, layers, i))
            continue;
        struct ll_buf text = LL_BUF_INIT;
        say_layers(isolation, needs[i].any, &text);
        int result = ll_fail(err, LL_FAULT_HARNESS,
                             "cannot hold hostile code here: nothing stops %s (%s); "
                             "'leaklab doctor' tells more",
                             needs[i].threat, ll_buf_text(&text));
        ll_buf_release(&text);
        return result;
    }
    return 0;
}

/* ---- one job ----------------------------------------------------------------- */

static bool is_program(const char *path)
{
    return access(path, X_OK) == 0;
}

/* The file that execvp() would execute. Returns a new string, or NULL and an errno. */
static char *find_program(const char *name, const char *folder, int *errnum)
{
    char *path = NULL;
    *errnum = ENOENT;
    if (strchr(name, '/') != NULL) {
        if (name[0] == '/' || folder == NULL)
            path = strdup(name);
        else if (asprintf(&path, "%s/%s", folder, name) < 0)
            path = NULL;
        *errnum = path == NULL ? ENOMEM : 0; /* execve() will fail with its errno */
        return path;
    }
    const char *dirs = getenv("PATH");
    if (dirs == NULL)
        dirs = "/usr/local/bin:/usr/bin:/bin";
    while (*dirs != '\0') {
        size_t length = strcspn(dirs, ":");
        if (length > 0 && asprintf(&path, "%.*s/%s", (int)length, dirs, name) < 0) {
            *errnum = ENOMEM;
            return NULL;
        }
        if (length > 0 && is_program(path)) {
            *errnum = 0;
            return path;
        }
        free(path);
        path = NULL;
        dirs += length + (dirs[length] == ':');
    }
    return NULL;
}

static int cannot(enum ll_layer layer, int errnum, struct ll_error *err)
{
    return ll_fail(err, LL_FAULT_HARNESS, "cannot isolate by '%s': %s",
                   ll_layer_name(layer), strerror(errnum));
}

int ll_cell_open(const struct ll_job *job, struct ll_cell *cell, int *errnum,
                 struct ll_error *err)
{
    const struct ll_isolation *wanted = job->isolation;
    *cell = (struct ll_cell)LL_CELL_INIT;
    *errnum = 0;
    cell->layers = ll_isolation_layers(wanted);
    cell->hidden = wanted != NULL || ll_landlock_hides() ? job->hidden : NULL;
    if (wanted == NULL)
        return 0;
    if (ll_isolation_check(wanted, err) != 0)
        return -1;
    cell->wanted = wanted;
    cell->folder = job->folder;
    cell->caller = geteuid();
    cell->caller_group = getegid();
    cell->program = find_program(job->argv[0], job->folder, errnum);
    if (cell->program == NULL)
        return *errnum == ENOMEM ? ll_fail_memory(err) : 0;

    int failed = 0;
    if (cell->layers & LL_LAYER(USER) && (failed = ll_user_take(cell)) != 0)
        return cannot(LL_LAYER_USER, failed, err);
    if (cell->layers & LL_LAYER(SECCOMP))
        cell->filter = ll_seccomp_filter(wanted->no_fork, wanted->no_exec,
                                         &cell->exec_word, &failed);
    return failed != 0 ? cannot(LL_LAYER_SECCOMP, failed, err) : 0;
}

void ll_cell_close(struct ll_cell *cell)
{
    free(cell->program);
    if (cell->user_lock >= 0)
        close(cell->user_lock);
    *cell = (struct ll_cell)LL_CELL_INIT;
}

int ll_layers_apply(const struct ll_cell *cell, int *layer)
{
    for (int i = 0; i < LL_LAYER_COUNT; i++) {
        const struct ll_layer_row *row = &ll_layer_rows[i];
        if (row->apply == NULL || !(cell->layers & 1U << i))
            continue;
        int failed = row->apply(cell);
        if (failed != 0) {
            *layer = i;
            return failed;
        }
    }
    return 0;
}
