/* SPDX-License-Identifier: MIT
 *
 * Landlock: which files may be read, written and executed: only those named here or in
 * the job. /usr/share is not among them, as lessons and solutions may be there.
 *
 * A confined process also cannot trace, nor read the memory of, a process that is not
 * confined in the same way. On newer kernels (scopes) it cannot signal it either. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/landlock.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "jail/jail.h"
#include "jail/layers.h"

/* Constants that the installed kernel headers may not have yet. */
#define ACCESS_REFER (1ULL << 13)     /* since version 2 */
#define ACCESS_TRUNCATE (1ULL << 14)  /* since version 3 */
#define ACCESS_IOCTL_DEV (1ULL << 15) /* since version 5 */
#define SCOPE_ABSTRACT_UNIX_SOCKET (1ULL << 0)
#define SCOPE_SIGNAL (1ULL << 1) /* both since version 6 */

struct ruleset {
    uint64_t files;
    uint64_t network; /* since version 4 */
    uint64_t scoped;  /* since version 6 */
};

enum {
    READ = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
    EXECUTE = READ | LANDLOCK_ACCESS_FS_EXECUTE,
    ANY_WRITE = READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                LANDLOCK_ACCESS_FS_MAKE_SYM | (int)ACCESS_REFER | (int)ACCESS_TRUNCATE,
    OF_A_FILE = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                LANDLOCK_ACCESS_FS_EXECUTE | (int)ACCESS_TRUNCATE,
};

/* What compilers, tools and programs need. Folders that are links are skipped: the
 * folders that they point to are in the list. */
static const struct {
    const char *path;
    int access;
} always[] = {
    {"/bin", EXECUTE},
    {"/lib", EXECUTE},
    {"/lib32", EXECUTE},
    {"/lib64", EXECUTE},
    {"/usr/bin", EXECUTE},
    {"/usr/lib", EXECUTE},
    {"/usr/lib32", EXECUTE},
    {"/usr/lib64", EXECUTE},
    {"/usr/libexec", EXECUTE},
    {"/usr/include", READ},
    {"/usr/local/bin", EXECUTE},
    {"/usr/local/lib", EXECUTE},
    {"/usr/local/libexec", EXECUTE},
    {"/usr/local/include", READ},
    {"/etc/ld.so.cache", READ},
    {"/etc/localtime", READ},
    {"/dev/null", READ | LANDLOCK_ACCESS_FS_WRITE_FILE},
    {"/dev/full", READ | LANDLOCK_ACCESS_FS_WRITE_FILE},
    {"/dev/random", READ},
    {"/dev/urandom", READ},
    {"/proc/cpuinfo", READ},
    {"/proc/meminfo", READ},
    {"/proc/version", READ},
    {"/proc/sys/vm/overcommit_memory", READ},
    {"/sys/devices/system/cpu", READ},
};

static int version(void)
{
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0,
                        LANDLOCK_CREATE_RULESET_VERSION);
}

static uint64_t known_access(int version)
{
    uint64_t known = ACCESS_REFER - 1;
    if (version >= 2)
        known |= ACCESS_REFER;
    if (version >= 3)
        known |= ACCESS_TRUNCATE;
    if (version >= 5)
        known |= ACCESS_IOCTL_DEV;
    return known;
}

static int make_ruleset(const struct ruleset *ruleset, int version)
{
    size_t size = version >= 6   ? sizeof *ruleset
                  : version >= 4 ? 2 * sizeof(uint64_t)
                                 : sizeof(uint64_t);
    return (int)syscall(SYS_landlock_create_ruleset, ruleset, size, 0);
}

/* An errno, or 0. */
static int allow(int ruleset, const char *path, uint64_t access)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return errno;
    struct stat st;
    int failed = fstat(fd, &st) != 0 ? errno : 0;
    if (failed == 0 && !S_ISDIR(st.st_mode))
        access &= OF_A_FILE;
    struct landlock_path_beneath_attr rule = {.allowed_access = access,
                                              .parent_fd = fd};
    if (failed == 0 && syscall(SYS_landlock_add_rule, ruleset,
                               LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        failed = errno;
    close(fd);
    return failed;
}

/* A file that does not exist needs no rule. */
static int allow_if_there(int ruleset, const char *path, uint64_t access)
{
    int failed = path == NULL ? 0 : allow(ruleset, path, access);
    return failed == ENOENT || failed == EACCES || failed == ENOTDIR ? 0 : failed;
}

static int allow_all(int ruleset, const char *const *paths, uint64_t access)
{
    int failed = 0;
    for (; paths != NULL && *paths != NULL && failed == 0; paths++)
        failed = allow(ruleset, *paths, access);
    return failed;
}

/* ---- all files but the hidden ones ------------------------------------------- */

static bool is_hidden(const struct ll_hidden *hidden, const char *path)
{
    for (const char *const *file = hidden->files; *file != NULL; file++)
        if (strcmp(*file, path) == 0)
            return true;
    return false;
}

static bool holds_hidden(const struct ll_hidden *hidden, const char *folder)
{
    size_t length = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
    for (const char *const *file = hidden->files; *file != NULL; file++)
        if (strncmp(*file, folder, length) == 0 && (*file)[length] == '/')
            return true;
    return false;
}

static int allow_but(int ruleset, char path[PATH_MAX], const struct ll_hidden *hidden,
                     uint64_t access);

/* Allow each entry of the folder `path`, which is restored before the return. */
static int allow_each(int ruleset, char path[PATH_MAX], const struct ll_hidden *hidden,
                      uint64_t access)
{
    _Alignas(struct dirent64) char entries[2048];
    size_t length = strcmp(path, "/") == 0 ? 0 : strlen(path);
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int failed = fd < 0 ? errno : 0;
    ssize_t got = 0;
    while (failed == 0 && (got = getdents64(fd, entries, sizeof entries)) > 0) {
        for (ssize_t at = 0; at < got && failed == 0;) {
            const struct dirent64 *entry = (const struct dirent64 *)&entries[at];
            size_t more = strlen(entry->d_name);
            at += entry->d_reclen;
            if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
                length + more + 2 > PATH_MAX)
                continue;
            path[length] = '/';
            memcpy(path + length + 1, entry->d_name, more + 1);
            failed = allow_but(ruleset, path, hidden, access);
            path[length] = '\0';
        }
    }
    if (got < 0)
        failed = errno;
    if (length == 0)
        strcpy(path, "/");
    if (fd >= 0)
        close(fd);
    return failed;
}

/* Debug information, which holds what is hidden. Isolated jobs, the only ones that have
 * rules to execute files, do not read the rest of it either: there can be some hundred
 * folders in it, and each would need a rule. */
static bool is_left_out(const char *path, uint64_t access)
{
    return (access & LANDLOCK_ACCESS_FS_EXECUTE) != 0 &&
           strcmp(path, "/usr/lib/debug") == 0;
}

/* Allow `path` and what is below it. Links are skipped: their targets have rules. */
static int allow_but(int ruleset, char path[PATH_MAX], const struct ll_hidden *hidden,
                     uint64_t access)
{
    struct stat st;
    if (is_hidden(hidden, path) || lstat(path, &st) != 0 || S_ISLNK(st.st_mode))
        return 0;
    if (!holds_hidden(hidden, path))
        return allow_if_there(ruleset, path, access);
    uint64_t listed = access & LANDLOCK_ACCESS_FS_READ_DIR;
    int failed = listed != 0 ? allow(ruleset, path, listed) : 0;
    return failed != 0 || is_left_out(path, access)
               ? failed
               : allow_each(ruleset, path, hidden, access);
}

static int restrict_self(int ruleset)
{
    int failed = syscall(SYS_landlock_restrict_self, ruleset, 0) != 0 ? errno : 0;
    close(ruleset);
    return failed;
}

/* One entry of the list. */
static int allow_always(int ruleset, const struct ll_cell *cell, const char *path,
                        uint64_t access)
{
    char folder[PATH_MAX];
    if (cell->hidden == NULL || !(access & LANDLOCK_ACCESS_FS_EXECUTE))
        return allow_if_there(ruleset, path, access);
    strcpy(folder, path);
    return allow_but(ruleset, folder, cell->hidden, access);
}

int ll_landlock_apply(const struct ll_cell *cell)
{
    int newest = version();
    uint64_t known = known_access(newest);
    int ruleset = make_ruleset(&(struct ruleset){.files = known}, newest);
    if (ruleset < 0)
        return errno;
    int failed = 0;
    for (size_t i = 0; i < sizeof always / sizeof always[0] && failed == 0; i++)
        failed = allow_always(ruleset, cell, always[i].path,
                              (uint64_t)always[i].access & known);
    /* A job that may fork also reads the folders in /proc of its own processes. */
    const char *proc = cell->wanted->no_fork ? "/proc/self" : "/proc";
    if (failed == 0)
        failed = allow_if_there(ruleset, proc, READ);
    if (failed == 0)
        failed = allow_if_there(ruleset, cell->program, EXECUTE);
    if (failed == 0 && cell->hidden != NULL)
        failed = allow_if_there(ruleset, cell->hidden->folder, READ);
    if (failed == 0)
        failed = allow_if_there(ruleset, cell->folder, READ);
    if (failed == 0)
        failed = allow_all(ruleset, cell->wanted->readable, EXECUTE);
    if (failed == 0)
        failed = allow_all(ruleset, cell->wanted->writable, ANY_WRITE & known);
    if (failed != 0) {
        close(ruleset);
        return failed;
    }
    return restrict_self(ruleset);
}

bool ll_landlock_hides(void)
{
    return version() >= 2;
}

/* Only reading is restricted. Landlock also forbids moving files between folders unless
 * a rule allows it, so one does. */
void ll_landlock_hide(const struct ll_cell *cell)
{
    char path[PATH_MAX] = "/";
    const struct ruleset handled = {.files =
                                        LANDLOCK_ACCESS_FS_READ_FILE | ACCESS_REFER};
    int ruleset = make_ruleset(&handled, 2);
    if (ruleset < 0)
        return;
    if (allow(ruleset, path, ACCESS_REFER) != 0 ||
        allow_but(ruleset, path, cell->hidden, LANDLOCK_ACCESS_FS_READ_FILE) != 0 ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        close(ruleset);
    else
        (void)restrict_self(ruleset);
}

int ll_landlock_probe(void)
{
    return version() < 0 ? errno : 0;
}

int ll_signals_apply(const struct ll_cell *cell)
{
    (void)cell;
    int ruleset = make_ruleset(
        &(struct ruleset){.scoped = SCOPE_SIGNAL | SCOPE_ABSTRACT_UNIX_SOCKET}, 6);
    return ruleset < 0 ? errno : restrict_self(ruleset);
}

int ll_signals_probe(void)
{
    int newest = version();
    return newest < 0 ? errno : newest < 6 ? ENOSYS : 0;
}
