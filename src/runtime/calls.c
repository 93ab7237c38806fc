/* SPDX-License-Identifier: MIT
 *
 * calls: linked into programs that memcheck or MemorySanitizer watches. It tells them
 * of calls of the C library what they cannot see by themselves.
 *
 * fclose(stdin): stdin, stdout and stderr are no blocks. Nothing is freed, and a later
 * use is no use of freed memory. memcheck is told that the memory of the stream must
 * not be used any more.
 *
 * posix_spawn(...): what it is given is read in a new process, on a stack of its own
 * that has none of the program's frames. It is looked at before the call.
 *
 * Other calls go on by a jump (see CMakeLists.txt), so that the stacks of blocks have
 * no frame of ours. Outside of Valgrind a request to it does nothing. */
#include <spawn.h>
#include <stdio.h>

#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#else
#define VALGRIND_MAKE_MEM_NOACCESS(address, size) ((void)(address), (void)(size))
#define VALGRIND_CREATE_BLOCK(address, size, name) ((void)(name))
#define VALGRIND_CHECK_MEM_IS_DEFINED(address, size) ((void)(address), (void)(size))
#endif

typedef posix_spawn_file_actions_t ll_actions;
typedef posix_spawnattr_t ll_attributes;
typedef char *const *ll_texts;

int __real_fclose(FILE *file);
int __wrap_fclose(FILE *file);
int __real_posix_spawn(pid_t *child, const char *path, const ll_actions *actions,
                       const ll_attributes *attributes, ll_texts argv, ll_texts envp);
int __wrap_posix_spawn(pid_t *child, const char *path, const ll_actions *actions,
                       const ll_attributes *attributes, ll_texts argv, ll_texts envp);
int __real_posix_spawnp(pid_t *child, const char *path, const ll_actions *actions,
                        const ll_attributes *attributes, ll_texts argv, ll_texts envp);
int __wrap_posix_spawnp(pid_t *child, const char *path, const ll_actions *actions,
                        const ll_attributes *attributes, ll_texts argv, ll_texts envp);

/* MemorySanitizer's. */
void __msan_check_mem_is_initialized(const volatile void *start, size_t size)
    __attribute__((weak));

/* The name under which memcheck reports the memory (tools/valgrind_error.c reads it).
 */
static const char *name_of(const FILE *file)
{
    return file == stdin    ? "stream stdin, closed"
           : file == stdout ? "stream stdout, closed"
           : file == stderr ? "stream stderr, closed"
                            : NULL;
}

static int close_standard(FILE *file, const char *name)
{
    int result = __real_fclose(file);
    VALGRIND_MAKE_MEM_NOACCESS(file, sizeof *file);
    VALGRIND_CREATE_BLOCK(file, sizeof *file, name);
    return result;
}

int __wrap_fclose(FILE *file)
{
    const char *name = name_of(file);
    return name != NULL ? close_standard(file, name) : __real_fclose(file);
}

static void look_at(const void *start, size_t size)
{
    if (start == NULL)
        return;
    VALGRIND_CHECK_MEM_IS_DEFINED(start, size);
    if (__msan_check_mem_is_initialized != NULL)
        __msan_check_mem_is_initialized(start, size);
}

int __wrap_posix_spawn(pid_t *child, const char *path, const ll_actions *actions,
                       const ll_attributes *attributes, ll_texts argv, ll_texts envp)
{
    look_at(actions, sizeof *actions);
    look_at(attributes, sizeof *attributes);
    return __real_posix_spawn(child, path, actions, attributes, argv, envp);
}

int __wrap_posix_spawnp(pid_t *child, const char *path, const ll_actions *actions,
                        const ll_attributes *attributes, ll_texts argv, ll_texts envp)
{
    look_at(actions, sizeof *actions);
    look_at(attributes, sizeof *attributes);
    return __real_posix_spawnp(child, path, actions, attributes, argv, envp);
}
