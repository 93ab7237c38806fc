/* SPDX-License-Identifier: MIT
 *
 * Landlock: which files may be read, written and executed. Nothing but what is named
 * here or in the job: /usr/share is not, where lessons and their solutions may lie.
 *
 * Its processes may also not trace, nor read the memory of, one that is not confined
 * like them; with the scopes of newer kernels they cannot signal it either. */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "jail/layers.h"

/* Of kernels newer than the headers that we may be built with. */
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

/* What compilers, tools and programs need. Links lead to what they name. */
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

/* What is not there needs no rule. */
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

static int restrict_self(int ruleset)
{
    int failed = syscall(SYS_landlock_restrict_self, ruleset, 0) != 0 ? errno : 0;
    close(ruleset);
    return failed;
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
        failed =
            allow_if_there(ruleset, always[i].path, (uint64_t)always[i].access & known);
    /* Of a process of its own making, it has to read the folder in /proc too. */
    const char *proc = cell->wanted->no_fork ? "/proc/self" : "/proc";
    if (failed == 0)
        failed = allow_if_there(ruleset, proc, READ);
    if (failed == 0)
        failed = allow_if_there(ruleset, cell->program, EXECUTE);
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
