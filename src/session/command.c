/* SPDX-License-Identifier: MIT */
#include "session/command.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "config.h"
#include "runtime/link.h"
#include "runtime/references.h"
#include "session/cython.h"
#include "session/modules.h"
#include "tools/symbols.h"

static void add_words(struct ll_strings *list, const char *words)
{
    for (;;) {
        words += strspn(words, " ");
        size_t length = strcspn(words, " ");
        if (length == 0)
            return;
        ll_strings_addf(list, "%.*s", (int)length, words);
        words += length;
    }
}

static int add_part(const char *folder, const char *name, struct ll_strings *argv,
                    struct ll_error *err)
{
    char *part = ll_path_join(folder, name);
    if (part == NULL)
        return ll_fail_memory(err);
    int result = ll_path_exists(part)
                     ? 0
                     : ll_fail(err, LL_FAULT_HARNESS, "'%s' is missing", part);
    ll_strings_add(argv, part);
    free(part);
    return result;
}

/* Make the program a shared object as well. Its calls reach its own functions, whatever
 * else has their names. */
static int add_loadable(const struct ll_subject *subject, const char *folder,
                        struct ll_strings *argv, struct ll_error *err)
{
    ll_strings_add_all(
        argv, (const char *const[]){"-shared", "-Wl,-Bsymbolic,-z,defs", NULL});
    ll_strings_add(argv, subject->start);
    return add_part(folder, "loadable.o", argv, err);
}

static int add_sweep(const struct ll_subject *subject, const struct ll_tool *tool,
                     const char *folder, struct ll_strings *argv, struct ll_error *err)
{
    int result = add_part(folder, "fail.o", argv, err);
    if (result == 0 && subject->start != NULL && !tool->is_built_in)
        result = add_loadable(subject, folder, argv, err);
    if (result == 0)
        result = add_part(folder, "swept.o", argv, err);
    ll_strings_add_all(argv, (const char *const[]){LL_LINK_SWEEP, NULL});
    if (result != 0 || !subject->is_suite)
        return result;
    result = add_part(folder, "tests.o", argv, err);
    ll_strings_add_all(argv,
                       (const char *const[]){LL_LINK_TESTS, LL_CHECK_FLAGS, NULL});
    return result;
}

/* A suite of which only some tests run, by Check's runner. */
static int add_only(const char *folder, struct ll_strings *argv, struct ll_error *err)
{
    int result = add_part(folder, "only.o", argv, err);
    ll_strings_add_all(argv, (const char *const[]){LL_LINK_ONLY, LL_CHECK_FLAGS, NULL});
    return result;
}

/* libpython and the families; an interpreter for sources that are modules. */
static int add_python(const struct ll_subject *subject, const char *folder,
                      const char *dir, struct ll_strings *argv, struct ll_error *err)
{
    struct ll_buf modules = LL_BUF_INIT;
    int result = ll_modules_text(subject, NULL, &modules, err);
    if (result == 0 && modules.len > 0) {
        ll_strings_addf(argv, "%s/" LL_MODULES_FILE, dir);
        result = add_part(folder, "script.o", argv, err);
    }
    if (result == 0)
        result = add_part(folder, "python.o", argv, err);
    add_words(argv, LL_PYTHON_LIBS);
    /* For modules in C++. Loading it takes memcheck 0.1 s. */
    ll_strings_add(argv, "-Wl,--push-state,--as-needed,-lstdc++,--pop-state");
    ll_strings_add(argv, "-lm"); /* libpython has it; so setup.py need not name it */
    ll_buf_release(&modules);
    return result;
}

/* The folder of the runtime's objects; `own` is to be freed. NULL with an error. */
static const char *find_runtime(const struct ll_subject *subject, char **own,
                                struct ll_error *err)
{
    *own = subject->runtime == NULL ? ll_home_runtime(err) : NULL;
    return subject->runtime != NULL ? subject->runtime : *own;
}

int ll_build_runtime(const struct ll_subject *subject, const struct ll_tool *tool,
                     const char *dir, struct ll_strings *argv, struct ll_error *err)
{
    char *own;
    const char *folder = find_runtime(subject, &own, err);
    if (folder == NULL)
        return -1;
    int result = add_part(folder, "finish.o", argv, err);
    ll_strings_add_all(argv, (const char *const[]){LL_LINK_FINISH, NULL});
    if (result == 0 && tool->is_built_in)
        result = add_part(folder, "snapshot.o", argv, err);
    if (result == 0 && tool->checks_calls) {
        result = add_part(folder, "calls.o", argv, err);
        ll_strings_add_all(argv, (const char *const[]){LL_LINK_CALLS, NULL});
    }
    if (result == 0 && tool->checks_writes) {
        result = add_part(folder, "writes.o", argv, err);
        ll_strings_add_all(argv, (const char *const[]){LL_LINK_WRITES, NULL});
    }
    if (result == 0 && tool->links_operations) {
        result = add_part(folder, "operations.o", argv, err);
        ll_strings_addf(argv, "-L%s", folder); /* its libubsan.a is empty */
    }
    if (result == 0 && subject->sweep != NULL) {
        result = add_sweep(subject, tool, folder, argv, err);
    } else if (result == 0 && subject->fail != NULL) {
        result = add_part(folder, "fail.o", argv, err);
        ll_strings_add_all(argv, (const char *const[]){LL_LINK_FAIL, NULL});
    } else if (result == 0 && tool->checks_sizes) {
        result = add_part(folder, "sizes.o", argv, err);
        ll_strings_add_all(argv, (const char *const[]){LL_LINK_SIZES, NULL});
    }
    if (result == 0 && subject->only != NULL)
        result = add_only(folder, argv, err);
    if (result == 0 && tool->follows_references)
        result = add_part(folder, "references.o", argv, err);
    if (result == 0 && subject->python)
        result = add_python(subject, folder, dir, argv, err);
    free(own);
    return result;
}

/* Headers are beside the .pyx. Without the macro, Cython makes objects of its own when
 * an exception is raised. */
static void add_cython(const struct ll_subject *subject, struct ll_strings *argv)
{
    ll_strings_add(argv, "-DCYTHON_CLINE_IN_TRACEBACK=0");
    for (size_t i = 0; i < subject->roots.count; i++) {
        ll_strings_add(argv, "-iquote");
        ll_strings_add(argv, subject->roots.items[i]);
    }
}

/* Let the program find our header before Python's. */
static int add_references(const struct ll_subject *subject, struct ll_strings *argv,
                          struct ll_error *err)
{
    char *own;
    const char *folder = find_runtime(subject, &own, err);
    if (folder == NULL)
        return -1;
    ll_strings_addf(argv, "-I%s/" LL_REFERENCES_FOLDER, folder);
    free(own);
    return ll_strings_ok(argv, err);
}

int ll_build_flags(const struct ll_subject *subject, const struct ll_tool *tool,
                   struct ll_strings *argv, struct ll_error *err)
{
    if (subject->python && LL_PYTHON_LIBS[0] == '\0')
        return ll_fail(
            err, LL_FAULT_HARNESS,
            "'%s' needs libpython: install libpython3-dev%s and build leaklab "
            "again",
            subject->name, ll_home_advise("python").text);
    ll_strings_add(argv, tool->compiler);
    if (!ll_cython_any_plus(subject)) /* the compiler's own is right for C++ */
        ll_strings_add(argv, "-std=gnu17");
    ll_strings_add_all(
        argv, (const char *const[]){"-Wall", "-Wextra", "-Wno-unused-parameter", NULL});
    ll_strings_add_all(argv, tool->cflags);
    if (tool->follows_references && add_references(subject, argv, err) != 0)
        return -1;
    if (subject->python)
        add_words(argv, LL_PYTHON_CFLAGS);
    if (ll_cython_any(subject))
        add_cython(subject, argv);
    ll_strings_add_all(argv, ll_strings_argv(&subject->cflags));
    return ll_strings_ok(argv, err);
}

/* clang's runtime for AddressSanitizer is an archive, which lld links in a third of the
 * time: 0.13 s and not 0.40 s (Debian 12, clang 14). MemorySanitizer's is not linked
 * so: it looks for a function one byte before its start, and lld leaves no gap there.
 */
static void add_linker(const struct ll_subject *subject, const struct ll_tool *tool,
                       struct ll_strings *argv)
{
    if (tool->links_by_lld && access("/usr/bin/ld.lld", X_OK) == 0)
        ll_strings_add(argv, "-fuse-ld=lld");
    ll_symbols_link(tool, subject->isolation != NULL, argv);
}

/* The sources; where a source was compiled already, its object. */
static int add_sources(const struct ll_subject *subject, const struct ll_tool *tool,
                       const char *dir, struct ll_strings *argv, struct ll_error *err)
{
    struct ll_strings sources = LL_STRINGS_INIT;
    int result = ll_cython_sources(subject, dir, &sources, err);
    for (size_t i = 0; i < sources.count && result == 0; i++) {
        const char *source = sources.items[i];
        struct ll_buf object = LL_BUF_INIT;
        if (subject->objects != NULL)
            ll_buf_addf(&object, "%s/%s.%s.o", subject->objects, tool->name,
                        ll_path_base(source));
        bool compiled = object.len > 0 && ll_path_exists(ll_buf_text(&object));
        ll_strings_add(argv, compiled ? ll_buf_text(&object) : source);
        ll_buf_release(&object);
    }
    ll_strings_release(&sources);
    return result;
}

int ll_build_command(const struct ll_subject *subject, const struct ll_tool *tool,
                     const char *dir, const struct ll_strings *parts,
                     struct ll_strings *argv, struct ll_error *err)
{
    if (ll_build_flags(subject, tool, argv, err) != 0)
        return -1;
    if (tool->reads_sources)
        ll_strings_add(argv, "-fsyntax-only");
    if (parts != NULL)
        ll_strings_add_all(argv, ll_strings_argv(parts));
    else if (add_sources(subject, tool, dir, argv, err) != 0)
        return -1;
    if (tool->reads_sources)
        return ll_strings_ok(argv, err);
    if (ll_build_runtime(subject, tool, dir, argv, err) != 0)
        return -1;
    add_linker(subject, tool, argv);
    ll_strings_add_all(argv, tool->ldflags);
    ll_strings_add_all(argv, ll_strings_argv(&subject->libs));
    ll_strings_addf(argv, "-Wl,--dependency-file=%s/" LL_BUILD_INPUTS, dir);
    ll_strings_add(argv, "-o");
    ll_strings_addf(argv, "%s/" LL_BUILD_PROGRAM, dir);
    return ll_strings_ok(argv, err);
}
