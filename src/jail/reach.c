/* SPDX-License-Identifier: MIT */
#include "jail/reach.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "jail/jail.h"

/* One copied folder. `in` is the private folder that holds the copy. */
struct copy {
    char *folder;
    char *in;
    char *path;
    pid_t maker; /* who removes it: a child of ours inherits the list */
    struct copy *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct copy *copies;

bool ll_reach_lets_pass(const char *path)
{
    struct stat st;
    char *at = strdup(path);
    bool open = at != NULL;
    while (open && strcmp(at, "/") != 0) {
        char *up = ll_path_dir(at);
        open = up != NULL && stat(up, &st) == 0 && (st.st_mode & S_IXOTH) != 0;
        free(at);
        at = up;
    }
    free(at);
    return open;
}

/* Whether others can enter the folder `path`, and read it. */
static bool is_open_to_others(const char *path)
{
    struct stat st;
    const mode_t both = S_IROTH | S_IXOTH;
    return stat(path, &st) == 0 && (st.st_mode & both) == both &&
           ll_reach_lets_pass(path);
}

static void free_copy(struct copy *copy)
{
    if (copy->in != NULL && copy->maker == getpid())
        ll_path_remove_tree(copy->in);
    free(copy->folder);
    free(copy->in);
    free(copy->path);
    free(copy);
}

static void remove_copies(void)
{
    while (copies != NULL) {
        struct copy *copy = copies;
        copies = copy->next;
        free_copy(copy);
    }
}

static int run(const char *const *argv, struct ll_error *err)
{
    struct ll_buf said = {.max = 4096};
    struct ll_ended ended;
    const struct ll_job job = {.argv = argv, .out = &said, .err = &said};
    int result = ll_jail_run(&job, &ended, err);
    if (result == 0 && (ended.how != LL_END_EXITED || ended.status != 0)) {
        struct ll_buf how = LL_BUF_INIT;
        ll_ended_say(&ended, &job.limits, &how);
        result =
            ll_fail(err, LL_FAULT_HARNESS, "'%s' %s: %.*s", argv[0], ll_buf_text(&how),
                    (int)strcspn(ll_buf_text(&said), "\n"), ll_buf_text(&said));
        ll_buf_release(&how);
    }
    ll_buf_release(&said);
    return result;
}

int ll_reach_copy(const char *from, const char *to, struct ll_error *err)
{
    const char *const copy[] = {"cp", "-RP", "--", from, to, NULL};
    const char *const open[] = {"chmod", "-R", "a+rX", "--", to, NULL};
    return run(copy, err) != 0 ? -1 : run(open, err);
}

/* A new copy; NULL with an error. */
static struct copy *make_copy(const char *folder, struct ll_error *err)
{
    struct copy *copy = calloc(1, sizeof *copy);
    if (copy == NULL) {
        ll_fail_memory(err);
        return NULL;
    }
    copy->maker = getpid();
    copy->folder = strdup(folder);
    copy->in = ll_path_temp_dir(err);
    copy->path = copy->in == NULL ? NULL : ll_path_join(copy->in, ll_path_base(folder));
    int result = copy->in == NULL ? -1
                 : copy->folder == NULL || copy->path == NULL
                     ? ll_fail_memory(err)
                     : ll_reach_copy(folder, copy->path, err);
    /* Others pass through, and see nothing else of it. */
    if (result == 0 && chmod(copy->in, 0711) != 0)
        result = ll_fail(err, LL_FAULT_HARNESS, "cannot open '%s' to others", copy->in);
    if (result == 0)
        return copy;
    free_copy(copy);
    return NULL;
}

/* The copy of `folder`, made now if there is none. With the lock held. */
static struct copy *find_copy(const char *folder, struct ll_error *err)
{
    static bool registered;
    for (struct copy *copy = copies; copy != NULL; copy = copy->next)
        if (strcmp(copy->folder, folder) == 0)
            return copy;
    if (!registered && atexit(remove_copies) != 0) {
        ll_fail(err, LL_FAULT_HARNESS,
                "cannot remove copies at the end: too many "
                "functions are called there");
        return NULL;
    }
    registered = true;
    struct copy *copy = make_copy(folder, err);
    if (copy != NULL) {
        copy->next = copies;
        copies = copy;
    }
    return copy;
}

char *ll_reach(const char *folder, struct ll_error *err)
{
    bool copied = geteuid() == 0 && !is_open_to_others(folder);
    const char *path = folder;
    if (copied) {
        pthread_mutex_lock(&lock);
        const struct copy *copy = find_copy(folder, err);
        path = copy == NULL ? NULL : copy->path;
        pthread_mutex_unlock(&lock);
    }
    char *reached = path == NULL ? NULL : strdup(path);
    if (path != NULL && reached == NULL)
        ll_fail_memory(err);
    return reached;
}
