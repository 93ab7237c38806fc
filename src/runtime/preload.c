/* SPDX-License-Identifier: MIT
 *
 * Each __real_NAME is the function that the program would have called: the next one of
 * that name. */
#include "runtime/preload.h"

#include <dlfcn.h>

#include "runtime/hooks.h"
#include "runtime/private.h"

/* ---- the next functions ---------------------------------------------------------- */

static void *find_next(void **kept, const char *name)
{
    if (*kept == NULL)
        *kept = dlsym(RTLD_NEXT, name);
    return *kept;
}

#define NEXT(type, name, parameters, arguments)                                        \
    type __real_##name parameters;                                                     \
    type __real_##name parameters                                                      \
    {                                                                                  \
        static void *kept;                                                             \
        return ((type(*) parameters)find_next(&kept, #name))arguments;                 \
    }

#define NEXT_END(name, parameters, arguments)                                          \
    _Noreturn void __real_##name parameters;                                           \
    _Noreturn void __real_##name parameters                                            \
    {                                                                                  \
        static void *kept;                                                             \
        ((void(*) parameters)find_next(&kept, #name)) arguments;                       \
        __builtin_unreachable();                                                       \
    }

NEXT(void *, realloc, (void *block, size_t size), (block, size)) /* fail.o names it */
NEXT(void *, reallocarray, (void *block, size_t count, size_t size),
     (block, count, size))
NEXT(void *, aligned_alloc, (size_t alignment, size_t size), (alignment, size))
NEXT(int, posix_memalign, (void **block, size_t alignment, size_t size),
     (block, alignment, size))
NEXT(char *, strdup, (const char *text), (text))
NEXT(char *, strndup, (const char *text, size_t size), (text, size))

NEXT_END(exit, (int status), (status))
NEXT_END(_exit, (int status), (status))
NEXT_END(quick_exit, (int status), (status))
NEXT_END(abort, (void), ())
NEXT_END(__assert_fail,
         (const char *what, const char *file, unsigned line, const char *function),
         (what, file, line, function))

/* ---- main ------------------------------------------------------------------------ */

typedef int main_function(int, char **, char **);

int __wrap_main(int argc, char **argv, char **envp); /* finish.o's */

static main_function *real_main;

int __real_main(int argc, char **argv, char **envp);
int __real_main(int argc, char **argv, char **envp)
{
    return real_main(argc, argv, envp);
}

int __libc_start_main(main_function *program, int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end);
int __libc_start_main(main_function *program, int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
    static void *kept;
    int (*start)(main_function *, int, char **, void (*)(void), void (*)(void),
                 void (*)(void), void *) = find_next(&kept, "__libc_start_main");
    real_main = program;
    return start(__wrap_main, argc, argv, init, fini, rtld_fini, stack_end);
}

/* ---- which process, and which code ----------------------------------------------- */

/* Take this library out of the list, so that what the program starts is not changed. */
static void leave_list(char *list)
{
    char *to = list;
    for (const char *at = list; *at != '\0';) {
        size_t length = ll_until(at, ':');
        const char *name = at;
        for (size_t i = 0; i < length; i++)
            if (at[i] == '/')
                name = at + i + 1;
        if (!ll_starts(name, LL_PRELOAD_NAME)) {
            if (to != list)
                *to++ = ':';
            ll_copy(to, at, length);
            to += length;
        }
        at += length + (at[length] == ':');
    }
    *to = '\0';
}

/* Valgrind puts libraries of its own into the list, for the program alone. */
bool ll_preload_begin(void)
{
    char *list = (char *)ll_getenv("LD_PRELOAD");
    bool is_watched = false;
    for (const char *at = list; at != NULL && *at != '\0'; at++)
        is_watched = is_watched || ll_starts(at, "/vgpreload_");
    if (is_watched)
        leave_list(list);
    return is_watched;
}

bool ll_preload_is_own(const char *path)
{
    static const char *const systems[] = {LL_PRELOAD_SYSTEMS};
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++)
        if (ll_starts(path, systems[i]))
            return false;
    return path[ll_until(path, '/')] == '/';
}
