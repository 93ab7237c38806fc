/* SPDX-License-Identifier: MIT
 *
 * follow: a library for LD_PRELOAD that starts the user's own programs under a tool
 * (see follow.h).
 *
 * It takes the place of the C library's functions that execute a program. They may be
 * called between vfork() and exec, by any thread: so this code allocates nothing, takes
 * no lock, and changes nothing but the memory of its caller's frame. What it passes on
 * was copied when it was loaded, because a program may give its children another
 * environment.
 */
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "follow/follow.h"

enum { LEAKLAB, FOLDER, ALSO, PRELOAD, KEPT };

static const char *const names[KEPT] = {LL_FOLLOW_LEAKLAB "=", LL_FOLLOW_FOLDER "=",
                                        LL_FOLLOW_ALSO "=", "LD_PRELOAD="};

/* "NAME=value"; empty: this process is not followed. */
static char kept[KEPT][PATH_MAX + 64];

typedef int spawn_function(pid_t *, const char *, const posix_spawn_file_actions_t *,
                           const posix_spawnattr_t *, char *const *, char *const *);
static spawn_function *real_spawn, *real_spawnp;

/* Where to say that this process becomes another program; empty: it is not watched, or
 * is still Valgrind's launcher. */
static char program_dir[PATH_MAX];

static const char *value_of(int which)
{
    return kept[which] + strlen(names[which]);
}

__attribute__((constructor)) static void load(void)
{
    Dl_info own;
    *(void **)&real_spawn = dlsym(RTLD_NEXT, "posix_spawn");
    *(void **)&real_spawnp = dlsym(RTLD_NEXT, "posix_spawnp");
    const char *dir = getenv(LL_FOLLOW_PROGRAM);
    const char *preload = getenv("LD_PRELOAD");
    bool under_tool = (preload != NULL && strstr(preload, "/vgpreload_") != NULL) ||
                      dlsym(RTLD_DEFAULT, "__asan_init") != NULL;
    if (under_tool && dir != NULL && strlen(dir) < sizeof program_dir - 64)
        strcpy(program_dir, dir);
    for (int i = LEAKLAB; i < PRELOAD; i++) {
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)strlen(names[i]) - 1, names[i]);
        const char *value = getenv(name);
        if (value == NULL || strlen(value) >= PATH_MAX) {
            kept[LEAKLAB][0] = '\0';
            return;
        }
        snprintf(kept[i], sizeof kept[i], "%s%s", names[i], value);
    }
    if (dladdr((void *)(size_t)load, &own) == 0 || strlen(own.dli_fname) >= PATH_MAX)
        kept[LEAKLAB][0] = '\0';
    else
        snprintf(kept[PRELOAD], sizeof kept[PRELOAD], "LD_PRELOAD=%s", own.dli_fname);
}

/* ---- which programs ----------------------------------------------------------- */

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool is_systems(const char *path)
{
    static const char *const folders[] = {"/usr/", "/bin/",  "/sbin/",
                                          "/lib",  "/snap/", "/nix/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (begins(path, folders[i]))
            return true;
    return false;
}

static bool is_asked_for(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    size_t length = strlen(name);
    for (const char *at = value_of(ALSO); (at = strstr(at, name)) != NULL; at++)
        if (at[-1] == ':' && at[length] == ':' && length > 0)
            return true;
    return false;
}

/* Whether the file is a program in machine code that a tool can start. A tool cannot
 * start one that gains privileges. */
static bool is_binary(const char *path)
{
    char magic[SELFMAG];
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool is = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
              (st.st_mode & (S_ISUID | S_ISGID)) == 0 &&
              read(fd, magic, sizeof magic) == (ssize_t)sizeof magic &&
              memcmp(magic, ELFMAG, SELFMAG) == 0;
    close(fd);
    return is;
}

/* Valgrind's launcher sets this variable for its tool, which is no program of the
 * user's. A program that runs under the tool does not have it. */
static bool is_launcher(char *const *envp)
{
    for (; envp != NULL && *envp != NULL; envp++)
        if (begins(*envp, "VALGRIND_LAUNCHER="))
            return true;
    return false;
}

static bool is_watched(const char *path, char *const *envp)
{
    if (kept[LEAKLAB][0] == '\0' || strcmp(path, value_of(LEAKLAB)) == 0 ||
        is_launcher(envp))
        return false;
    return (!is_systems(path) || is_asked_for(path)) && access(path, X_OK) == 0 &&
           is_binary(path);
}

/* ---- what is executed --------------------------------------------------------- */

static size_t count_of(char *const *list)
{
    size_t count = 0;
    while (list != NULL && list[count] != NULL)
        count++;
    return count;
}

/* What goes into `to` at most. */
static size_t args_needed(char *const *argv)
{
    return count_of(argv) + 5;
}
static size_t env_needed(char *const *envp)
{
    return count_of(envp) + KEPT + 1;
}

/* Whether a test runs its program under Valgrind by itself. */
static bool is_valgrind(const char *path, char *const *envp)
{
    const char *slash = strrchr(path, '/');
    return kept[LEAKLAB][0] != '\0' && !is_launcher(envp) && is_systems(path) &&
           slash != NULL && strcmp(slash + 1, "valgrind") == 0;
}

static void tell_valgrind(void)
{
    char name[PATH_MAX];
    if (snprintf(name, sizeof name, "%s/" LL_FOLLOW_VALGRIND, value_of(FOLDER)) <
        (int)sizeof name)
        close(open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

/* Write to `to` the argv that starts `path`; return the file to execute. */
static const char *make_argv(const char *path, char *const *argv, char *const *envp,
                             char **to)
{
    bool watched = is_watched(path, envp);
    if (is_valgrind(path, envp))
        tell_valgrind();
    if (watched) {
        *to++ = (char *)value_of(LEAKLAB);
        *to++ = (char *)LL_FOLLOW_COMMAND;
        *to++ = (char *)"--";
        *to++ = (char *)path;
    }
    for (; argv != NULL && *argv != NULL; argv++)
        *to++ = *argv;
    *to = NULL;
    return watched ? value_of(LEAKLAB) : path;
}

/* Whether the variable is ours. The folder of a program is its own; what starts the
 * program passes it on. */
static bool is_kept(const char *variable)
{
    if (program_dir[0] != '\0' && begins(variable, LL_FOLLOW_PROGRAM "="))
        return true;
    for (int i = 0; i < KEPT; i++)
        if (begins(variable, names[i]))
            return true;
    return false;
}

/* Write to `to` the environment with our own variables. LD_PRELOAD stays as it is where
 * this library is in it. */
static void make_env(char *const *envp, char **to)
{
    const char *preload = NULL;
    bool followed = kept[LEAKLAB][0] != '\0';
    for (; envp != NULL && *envp != NULL; envp++) {
        if (begins(*envp, names[PRELOAD]))
            preload = *envp;
        if (!followed || !is_kept(*envp))
            *to++ = *envp;
    }
    for (int i = 0; followed && i < PRELOAD; i++)
        *to++ = kept[i];
    if (followed)
        *to++ = preload != NULL && strstr(preload, value_of(PRELOAD)) != NULL
                    ? (char *)preload
                    : kept[PRELOAD];
    *to = NULL;
}

/* The name of the file that says so; `name` has the size of program_dir. */
static bool name_replaced(char *name)
{
    return program_dir[0] != '\0' &&
           snprintf(name, sizeof program_dir, "%s/" LL_FOLLOW_REPLACED "%ld",
                    program_dir, (long)getpid()) < (int)sizeof program_dir;
}

static int execute(const char *path, char *const *argv, char *const *envp)
{
    char *args[args_needed(argv)];
    char *env[env_needed(envp)];
    char name[sizeof program_dir];
    const char *file = make_argv(path, argv, envp, args);
    make_env(envp, env);
    bool told = name_replaced(name);
    if (told)
        close(open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    int result = (int)syscall(SYS_execve, file, args, env);
    int reason = errno;
    if (told)
        unlink(name);
    errno = reason;
    return result;
}

/* Find `file` as a shell does, in a buffer of PATH_MAX bytes. False: it is not there.
 */
static bool find(const char *file, char *path)
{
    if (strchr(file, '/') != NULL || *file == '\0')
        return snprintf(path, PATH_MAX, "%s", file) < PATH_MAX;
    const char *folders = getenv("PATH");
    if (folders == NULL)
        folders = "/bin:/usr/bin";
    for (;;) {
        int length = (int)strcspn(folders, ":");
        if (snprintf(path, PATH_MAX, "%.*s%s%s", length, folders, length > 0 ? "/" : "",
                     file) < PATH_MAX &&
            access(path, X_OK) == 0)
            return true;
        if (folders[length] == '\0')
            return false;
        folders += length + 1;
    }
}

/* A file without "#!" is the shell's. */
static int execute_found(const char *file, char *const *argv, char *const *envp)
{
    char path[PATH_MAX];
    if (!find(file, path)) {
        errno = ENOENT;
        return -1;
    }
    execute(path, argv, envp);
    if (errno != ENOEXEC)
        return -1;
    size_t count = count_of(argv);
    char *args[count + 3];
    args[0] = (char *)"sh";
    args[1] = path;
    for (size_t i = 1; i <= count; i++)
        args[i + 1] = argv[i];
    args[count + (count == 0) + 1] = NULL;
    return execute("/bin/sh", args, envp);
}

/* ---- the functions whose place it takes --------------------------------------- */

int execve(const char *path, char *const *argv, char *const *envp)
{
    return execute(path, argv, envp);
}

int execv(const char *path, char *const *argv)
{
    return execute(path, argv, environ);
}

int execvp(const char *file, char *const *argv)
{
    return execute_found(file, argv, environ);
}

int execvpe(const char *file, char *const *argv, char *const *envp)
{
    return execute_found(file, argv, envp);
}

static size_t count_args(va_list args)
{
    size_t count = 1;
    while (va_arg(args, char *) != NULL)
        count++;
    return count;
}

static void take_args(va_list args, const char *first, char **to, size_t count)
{
    to[0] = (char *)first;
    for (size_t i = 1; i <= count; i++)
        to[i] = va_arg(args, char *);
}

#define WITH_ARGS(first)                                                               \
    va_list args;                                                                      \
    va_start(args, first);                                                             \
    size_t count = count_args(args);                                                   \
    va_end(args);                                                                      \
    char *argv[count + 1];                                                             \
    va_start(args, first);                                                             \
    take_args(args, first, argv, count)

int execl(const char *path, const char *arg, ...)
{
    WITH_ARGS(arg);
    va_end(args);
    return execute(path, argv, environ);
}

int execlp(const char *file, const char *arg, ...)
{
    WITH_ARGS(arg);
    va_end(args);
    return execute_found(file, argv, environ);
}

int execle(const char *path, const char *arg, ...)
{
    WITH_ARGS(arg);
    char *const *envp = va_arg(args, char *const *);
    va_end(args);
    return execute(path, argv, envp);
}

int posix_spawn(pid_t *restrict pid, const char *restrict path,
                const posix_spawn_file_actions_t *restrict actions,
                const posix_spawnattr_t *restrict attributes,
                char *const argv[restrict], char *const envp[restrict])
{
    char *args[args_needed(argv)];
    char *env[env_needed(envp)];
    const char *file = make_argv(path, argv, envp, args);
    make_env(envp, env);
    return real_spawn(pid, file, actions, attributes, args, env);
}

int posix_spawnp(pid_t *restrict pid, const char *restrict file,
                 const posix_spawn_file_actions_t *restrict actions,
                 const posix_spawnattr_t *restrict attributes,
                 char *const argv[restrict], char *const envp[restrict])
{
    char path[PATH_MAX];
    if (find(file, path) && is_watched(path, envp))
        return posix_spawn(pid, path, actions, attributes, argv, envp);
    char *env[env_needed(envp)];
    make_env(envp, env);
    return real_spawnp(pid, file, actions, attributes, argv, env);
}
