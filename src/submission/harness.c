/* SPDX-License-Identifier: MIT */
#include "submission/harness.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/home.h"
#include "base/path.h"
#include "base/text.h"
#include "runtime/stops.h"
#include "session/command.h"
#include "submission/harness_module.h"
#include "submission/trusted.h"
#include "submission/valgrind_request.h"

#define OBJECT_MAX ((size_t)64 << 20)

const char *const ll_way_names[] = {"bare", "built-in", "telling"};

/* Set `*source` to the path of what the compiler reads: the lesson's `file`, or the C
 * that it becomes. 0, 1 or -1. */
static int find_source(const struct ll_harness *harness, const char *file,
                       char **source, struct ll_buf *words, struct ll_error *err)
{
    *source = NULL;
    if (ll_path_ends(file, ".pyx"))
        return ll_harness_module_translate(harness, file, source, words, err);
    *source = ll_path_join(harness->lesson->folder, file);
    return *source == NULL ? ll_fail_memory(err) : 0;
}

/* Compile the lesson's `file`, with `flags` on top of the tool's (NULL: none). */
static int compile(const struct ll_harness *harness, enum ll_way way, const char *file,
                   const struct ll_strings *flags, const char *object,
                   struct ll_buf *words, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    struct ll_subject subject = {.python = harness->lesson->manifest->python};
    char *source;
    subject.name = (char *)file;
    ll_strings_add(&subject.sources, file); /* Cython has flags of its own */
    int result = find_source(harness, file, &source, words, err);
    if (result == 0)
        result = ll_build_flags(&subject, harness->tools[way], &argv, err);
    ll_strings_add(&argv, "-w");
    if (way == LL_WAY_PLAIN)
        ll_strings_add(&argv, "-fPIC"); /* also for a shared object */
    if (flags != NULL)
        ll_strings_add_all(&argv, ll_strings_argv(flags));
    ll_strings_addf(&argv, "-I%s", harness->lesson->folder);
    ll_strings_add(&argv, "-c");
    ll_strings_add(&argv, source == NULL ? "" : source);
    ll_strings_add(&argv, "-o");
    ll_strings_add(&argv, object);
    if (result == 0)
        result = ll_trusted_run(&argv, words, err);
    if (ll_path_ends(file, ".pyx") && source != NULL)
        unlink(source); /* compilers that run isolated could read the solution's */
    ll_strings_release(&subject.sources);
    ll_strings_release(&argv);
    free(source);
    return result;
}

/* The same, and name its main `main_name`. */
static int compile_own(const struct ll_harness *harness, enum ll_way way,
                       const char *file, const char *main_name,
                       const struct ll_strings *flags, const char *object,
                       struct ll_buf *words, struct ll_error *err)
{
    int result = compile(harness, way, file, flags, object, words, err);
    return result == 0 ? ll_trusted_rename_main(object, main_name, err) : result;
}

/* Join objects into one. */
static int join(const struct ll_strings *objects, const char *to, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    ll_strings_add(&argv, "ld");
    ll_strings_add(&argv, "-r");
    ll_strings_add_all(&argv, ll_strings_argv(objects));
    ll_strings_add(&argv, "-o");
    ll_strings_add(&argv, to);
    int result = ll_trusted_must(&argv, err);
    ll_strings_release(&argv);
    return result;
}

static void add_runtime(const struct ll_harness *harness, enum ll_way way,
                        const char *runtime, struct ll_strings *objects)
{
    ll_strings_addf(objects, "%s/observe.o", runtime);
    ll_strings_addf(objects, "%s/finish.o", runtime);
    if (harness->tools[way]->is_built_in)
        ll_strings_addf(objects, "%s/snapshot.o", runtime);
    if (harness->tools[way]->links_operations)
        ll_strings_addf(objects, "%s/operations.o", runtime);
    if (harness->tools[way]->checks_writes)
        ll_strings_addf(objects, "%s/writes.o", runtime);
    if (harness->lesson->manifest->fail != NULL)
        ll_strings_addf(objects, "%s/fail.o", runtime);
    else if (harness->tools[way]->checks_sizes)
        ll_strings_addf(objects, "%s/sizes.o", runtime);
    if (harness->lesson->manifest->python)
        ll_strings_addf(objects, "%s/python.o", runtime);
    if (harness->has_interpreter)
        ll_harness_module_add(harness, objects);
    if (ll_harness_is_loadable(harness, way))
        ll_strings_addf(objects, "%s/loadable.o", runtime);
}

/* Compile the exercise's driver; a script is none of it. */
static int compile_driver(const struct ll_harness *harness, enum ll_way way,
                          struct ll_strings *objects, struct ll_error *err)
{
    const struct ll_exercise *exercise = harness->exercise;
    struct ll_buf words = LL_BUF_INIT;
    int result = 0;
    for (unsigned i = 0; i < exercise->files_count && result == 0; i++) {
        if (harness->has_interpreter && ll_path_ends(exercise->files[i], ".py"))
            continue;
        ll_strings_addf(objects, "%s/%s%u.o", harness->folder, ll_way_names[way], i);
        result = ll_strings_ok(objects, err);
        if (result == 0)
            result = compile_own(harness, way, exercise->files[i], "ll_driver_main",
                                 NULL, objects->items[objects->count - 1], &words, err);
        if (result > 0)
            result = ll_fail(err, LL_FAULT_HARNESS, "cannot compile '%s': %.300s",
                             exercise->files[i], ll_buf_text(&words));
    }
    ll_buf_release(&words);
    return result;
}

/* Compile the exercise's suite. 0, 1 or -1. */
static int compile_suite(const struct ll_harness *harness, enum ll_way way,
                         const char *runtime, struct ll_strings *objects,
                         struct ll_buf *why, struct ll_error *err)
{
    const char *tests = harness->exercise->tests;
    struct ll_strings observing = LL_STRINGS_INIT;
    struct ll_buf words = LL_BUF_INIT;
    ll_strings_addf(&observing, "-I%s/observe", runtime);
    if (way == LL_WAY_TELLING)
        ll_strings_add(&observing, "-DLL_OBSERVE_ALL");
    ll_strings_addf(objects, "%s/%s.suite.o", harness->folder, ll_way_names[way]);
    int result = ll_strings_ok(objects, err);
    if (result == 0)
        result = ll_strings_ok(&observing, err);
    if (result == 0)
        result = compile_own(harness, way, tests, "ll_suite_main", &observing,
                             objects->items[objects->count - 1], &words, err);
    if (result > 0)
        ll_buf_addf(why, "'%s' cannot be compiled to observe: %.*s", tests,
                    (int)strcspn(ll_buf_text(&words), "\n"), ll_buf_text(&words));
    ll_buf_release(&words);
    ll_strings_release(&observing);
    return result;
}

/* Make harness.o for one way of compiling. 0, 1 or -1. */
static int make_harness(struct ll_harness *harness, enum ll_way way,
                        const char *runtime, struct ll_buf *why, struct ll_error *err)
{
    struct ll_strings objects = LL_STRINGS_INIT;
    if (asprintf(&harness->objects[way], "%s/%s.o", harness->folder,
                 ll_way_names[way]) < 0) {
        harness->objects[way] = NULL;
        return ll_fail_memory(err);
    }
    int result = compile_driver(harness, way, &objects, err);
    if (result == 0 && harness->exercise->tests != NULL)
        result = compile_suite(harness, way, runtime, &objects, why, err);
    if (result == 0) {
        add_runtime(harness, way, runtime, &objects);
        result = join(&objects, harness->objects[way], err);
    }
    ll_strings_release(&objects);
    return result;
}

/* Whether a function is called from outside of the harness: the compiler puts calls of
 * it into a submission's code, the linker turns calls into ones of it, or a sanitizer's
 * library calls it when it reports. */
static bool is_called_unseen(const char *name)
{
    return ll_starts_with(name, "__wrap_") || ll_starts_with(name, "__ubsan_handle_") ||
           strcmp(name, "__asan_on_error") == 0 ||
           strcmp(name, "__ubsan_on_report") == 0;
}

/* Hide all names of a harness but main, those above, and `wanted`: what the lesson's
 * own solution takes from its driver. */
static int close_harness(const struct ll_harness *harness, enum ll_way way,
                         const struct ll_strings *wanted, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    struct ll_elf_object object;
    ll_strings_add(&argv, "objcopy");
    ll_strings_add(&argv, "--keep-global-symbol=main");
    int result = ll_elf_object_read(harness->objects[way], ll_machine(), &object, err);
    for (size_t i = 0; result == 0 && i < object.symbol_count; i++) {
        const struct ll_symbol *symbol = &object.symbols[i];
        if (ll_symbol_is_given(symbol) &&
            (is_called_unseen(symbol->name) || ll_strings_has(wanted, symbol->name)))
            ll_strings_addf(&argv, "--keep-global-symbol=%s", symbol->name);
    }
    ll_strings_add(&argv, harness->objects[way]);
    if (result == 0)
        result = ll_trusted_must(&argv, err);
    ll_elf_object_release(&object);
    ll_strings_release(&argv);
    return result;
}

/* Compile one of the lesson's modules, and read its object. */
static int read_module(struct ll_harness *harness, const char *file,
                       struct ll_elf_object *object, struct ll_error *err)
{
    struct ll_buf words = LL_BUF_INIT;
    char *path = ll_path_join(harness->folder, "module.o");
    int result = path == NULL ? ll_fail_memory(err)
                              : compile_own(harness, LL_WAY_PLAIN, file, "main", NULL,
                                            path, &words, err);
    if (result == 0)
        result = ll_elf_object_read(path, ll_machine(), object, err);
    else if (result > 0)
        result = ll_fail(err, LL_FAULT_INPUT, "cannot compile '%s': %.300s", file,
                         ll_buf_text(&words));
    ll_buf_release(&words);
    free(path);
    return result;
}

static void note_taken(const struct ll_elf_object *object, struct ll_strings *taken)
{
    for (size_t i = 0; i < object->symbol_count; i++)
        if (ll_symbol_is_taken(&object->symbols[i]) &&
            !ll_strings_has(taken, object->symbols[i].name))
            ll_strings_add(taken, object->symbols[i].name);
}

/* Compare what the joined harness and the solution define and use: what the harness
 * takes from the solution is what the lesson asks for; `callbacks` is the reverse. */
static void match_names(const struct ll_elf_object *joined,
                        const struct ll_elf_object *solution,
                        struct ll_strings *functions, struct ll_strings *callbacks)
{
    for (size_t i = 0; i < solution->symbol_count; i++) {
        const struct ll_symbol *symbol = &solution->symbols[i];
        const struct ll_symbol *other = ll_elf_object_find(joined, symbol->name);
        if (other == NULL)
            continue;
        if (ll_symbol_is_given(symbol) && ll_symbol_is_taken(other))
            ll_strings_add(functions, symbol->name);
        if (ll_symbol_is_taken(symbol) && ll_symbol_is_given(other))
            ll_strings_add(callbacks, symbol->name);
    }
}

/* A submission may take what one of the lesson's own modules takes: note that. */
static int note_module(struct ll_harness *harness, const char *file,
                       struct ll_error *err)
{
    struct ll_elf_object module = {.file = LL_BUF_INIT};
    int result = read_module(harness, file, &module, err);
    if (result == 0)
        note_taken(&module, &harness->taken);
    ll_elf_object_release(&module);
    return result;
}

/* Whether driver or tests have calls that end the program: our runtime has none. */
static bool may_end(const struct ll_elf_object *joined)
{
    static const char *const ends[] = {"exit",  "_exit",      "_Exit",
                                       "abort", "quick_exit", "__assert_fail"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const struct ll_symbol *symbol = ll_elf_object_find(joined, ends[i]);
        if (symbol != NULL && ll_symbol_is_taken(symbol))
            return true;
    }
    return false;
}

static int learn_functions(struct ll_harness *harness, struct ll_strings *callbacks,
                           struct ll_error *err)
{
    const char *file = harness->exercise->solution;
    struct ll_elf_object joined = {.file = LL_BUF_INIT};
    struct ll_elf_object solution = {.file = LL_BUF_INIT};
    int result =
        ll_elf_object_read(harness->objects[LL_WAY_PLAIN], ll_machine(), &joined, err);
    if (result == 0)
        result = read_module(harness, file, &solution, err);
    if (result == 0) {
        harness->may_end = may_end(&joined);
        match_names(&joined, &solution, &harness->functions, callbacks);
        note_taken(&solution, &harness->taken);
    }
    if (result == 0 && harness->functions.count == 0)
        result = ll_fail(err, LL_FAULT_INPUT,
                         "'%s' defines nothing that its driver or tests use", file);
    ll_elf_object_release(&joined);
    ll_elf_object_release(&solution);
    return result;
}

/* Find out which functions the lesson asks for and which names a submission may take,
 * and hide all else of the harnesses. */
static int learn_names(struct ll_harness *harness, struct ll_error *err)
{
    struct ll_strings callbacks = LL_STRINGS_INIT;
    int result = learn_functions(harness, &callbacks, err);
    if (result == 0)
        result = note_module(harness, harness->lesson->manifest->pair->correct, err);
    if (result == 0)
        result = note_module(harness, harness->exercise->module.file, err);
    for (int way = 0; way < LL_WAY_COUNT && result == 0; way++)
        result = close_harness(harness, (enum ll_way)way, &callbacks, err);
    if (result == 0 && (ll_strings_ok(&harness->functions, err) != 0 ||
                        ll_strings_ok(&harness->taken, err) != 0))
        result = -1;
    ll_strings_release(&callbacks);
    return result;
}

static int compile_swept(const struct ll_harness *harness, enum ll_way way,
                         const char *file, struct ll_error *err)
{
    struct ll_strings flags = LL_STRINGS_INIT;
    struct ll_buf words = LL_BUF_INIT, object = LL_BUF_INIT;
    ll_strings_addf(&flags, "-fdebug-prefix-map=%s=" LL_SUBMISSION_ROOT,
                    harness->lesson->folder);
    ll_buf_addf(&object, "%s/%s.%s.o", harness->swept, harness->tools[way]->name, file);
    int result = object.full ? ll_fail_memory(err) : ll_strings_ok(&flags, err);
    if (result == 0)
        result = compile(harness, way, file, &flags, ll_buf_text(&object), &words, err);
    if (result > 0)
        result = ll_fail(err, LL_FAULT_INPUT, "cannot compile '%s': %.300s", file,
                         ll_buf_text(&words));
    ll_buf_release(&object);
    ll_buf_release(&words);
    ll_strings_release(&flags);
    return result;
}

/* Compile driver and tests as a sweep links them. */
static int make_swept(struct ll_harness *harness, struct ll_error *err)
{
    const struct ll_exercise *exercise = harness->exercise;
    harness->swept = ll_path_join(harness->folder, "swept");
    int result = harness->swept == NULL ? ll_fail_memory(err)
                                        : ll_path_make_dirs(harness->swept, err);
    for (int way = LL_WAY_PLAIN; way <= LL_WAY_ASAN; way++) {
        for (unsigned i = 0; i < exercise->files_count && result == 0; i++)
            if (!ll_path_ends(exercise->files[i], ".py"))
                result =
                    compile_swept(harness, (enum ll_way)way, exercise->files[i], err);
        if (result == 0 && exercise->tests != NULL)
            result = compile_swept(harness, (enum ll_way)way, exercise->tests, err);
    }
    return result;
}

bool ll_harness_is_loadable(const struct ll_harness *harness, enum ll_way way)
{
    return way == LL_WAY_PLAIN && !harness->lesson->manifest->python;
}

/* Find where execution of a program begins, which a shared object does not have. */
static int find_start(struct ll_harness *harness, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    struct ll_buf words = LL_BUF_INIT;
    if (!ll_harness_is_loadable(harness, LL_WAY_PLAIN))
        return 0;
    ll_strings_add(&argv, harness->tools[LL_WAY_PLAIN]->compiler);
    ll_strings_add(&argv, "-print-file-name=Scrt1.o");
    int result = ll_trusted_run(&argv, &words, err);
    if (result > 0)
        result = ll_fail(err, LL_FAULT_HARNESS, "%.300s", ll_buf_text(&words));
    if (result == 0) {
        const char *path = ll_buf_text(&words);
        harness->start = strndup(path, strcspn(path, "\n"));
        if (harness->start == NULL)
            result = ll_fail_memory(err);
    }
    ll_buf_release(&words);
    ll_strings_release(&argv);
    return result;
}

/* Link a host's program, `name`: with malloc, if it `sweeps`. */
static int make_host(const struct ll_harness *harness, const char *runtime,
                     const char *name, bool sweeps, char **path, struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    ll_strings_add(&argv, "gcc");
    ll_strings_addf(&argv, "%s/host.o", runtime);
    if (sweeps) {
        ll_strings_addf(&argv, "%s/lend.o", runtime);
        ll_strings_add(&argv, "-rdynamic");
    }
    ll_strings_add(&argv, "-o");
    ll_strings_addf(&argv, "%s/%s", harness->folder, name);
    int result = ll_trusted_must(&argv, err);
    if (result == 0 && (*path = strdup(argv.items[argv.count - 1])) == NULL)
        result = ll_fail_memory(err);
    ll_strings_release(&argv);
    return result;
}

/* Link the hosts' programs, where there is something that they can load. */
static int make_hosts(struct ll_harness *harness, const char *runtime,
                      struct ll_error *err)
{
    if (!ll_harness_is_loadable(harness, LL_WAY_PLAIN))
        return 0;
    int result = make_host(harness, runtime, "host", false, &harness->host, err);
    if (result == 0 && harness->exercise->sweep)
        result =
            make_host(harness, runtime, "swept-host", true, &harness->swept_host, err);
    return result;
}

/* Link what a program without a tool is run with, in place of the C library's malloc.
 */
static int make_fence(struct ll_harness *harness, const char *runtime,
                      struct ll_error *err)
{
    struct ll_strings argv = LL_STRINGS_INIT;
    char *path = ll_path_join(harness->folder, "fence.so");
    if (path == NULL)
        return ll_fail_memory(err);
    ll_strings_add_all(&argv,
                       (const char *const[]){"gcc", "-shared", "-nostdlib",
                                             "-Wl,-Bsymbolic", "-o", path, NULL});
    ll_strings_addf(&argv, "%s/fence.o", runtime);
    int result = ll_trusted_must(&argv, err);
    if (result == 0)
        result = ll_file_read(path, OBJECT_MAX, &harness->fence, err);
    ll_strings_release(&argv);
    free(path);
    return result;
}

static int read_stops(struct ll_harness *harness, const char *runtime,
                      struct ll_error *err)
{
    char *path = ll_path_join(runtime, LL_STOPS_LIBRARY);
    int result = path == NULL ? ll_fail_memory(err)
                              : ll_file_read(path, OBJECT_MAX, &harness->stops, err);
    free(path);
    return result;
}

/* Add the files of the lesson's folder whose names end so, such as "*.h". */
static void add_files(struct ll_harness *harness, const char *names)
{
    glob_t found;
    struct ll_buf pattern = LL_BUF_INIT;
    for (const char *c = harness->lesson->folder; *c != '\0'; c++)
        ll_buf_addf(&pattern, strchr("*?[\\", *c) != NULL ? "\\%c" : "%c", *c);
    ll_buf_addf(&pattern, "/%s", names);
    if (glob(ll_buf_text(&pattern), 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            ll_strings_add(&harness->headers, found.gl_pathv[i]);
        globfree(&found);
    }
    ll_buf_release(&pattern);
}

static int list_headers(struct ll_harness *harness, struct ll_error *err)
{
    add_files(harness, "*.h");
    if (harness->in_cython)
        add_files(harness, "*.pxd");
    return ll_strings_ok(&harness->headers, err);
}

/* Count the requests to Valgrind in the harness's own code. */
static int count_requests(struct ll_harness *harness, struct ll_error *err)
{
    for (int way = 0; way < LL_WAY_COUNT; way++) {
        struct ll_buf object = LL_BUF_INIT;
        int result = ll_file_read(harness->objects[way], OBJECT_MAX, &object, err);
        if (result == 0)
            harness->requests[way] =
                ll_valgrind_requests(ll_machine(), object.data, object.len);
        ll_buf_release(&object);
        if (result != 0)
            return result;
    }
    return 0;
}

int ll_harness_make(const struct ll_lesson *lesson, const struct ll_exercise *exercise,
                    bool allow_weak, struct ll_harness *harness, struct ll_buf *why,
                    struct ll_error *err)
{
    *harness = (struct ll_harness){.fence = LL_BUF_INIT,
                                   .stops = LL_BUF_INIT,
                                   .lesson = lesson,
                                   .exercise = exercise,
                                   .allow_weak = allow_weak,
                                   .tools = {ll_tool_for(LL_TOOL_WATCHER),
                                             ll_tool_for(LL_TOOL_BUILT_IN),
                                             ll_tool_for(LL_TOOL_WATCHER)}};
    char *runtime = NULL;
    int result = ll_harness_module_is(lesson, exercise, err);
    harness->has_interpreter = result > 0;
    harness->in_cython =
        harness->has_interpreter && ll_path_ends(exercise->module.file, ".pyx");
    result = result < 0 ? -1 : 0;
    if (result == 0 && (runtime = ll_home_runtime(err)) == NULL)
        result = -1;
    if (result == 0 && (harness->folder = ll_path_temp_dir(err)) == NULL)
        result = -1;
    if (result == 0 && chmod(harness->folder, 0755) != 0)
        result = ll_fail(err, LL_FAULT_HARNESS, "cannot open '%s' to others",
                         harness->folder);
    if (result == 0 && harness->has_interpreter)
        result = ll_harness_module_make(harness, runtime, err);
    for (int way = 0; way < LL_WAY_COUNT && result == 0; way++)
        result = make_harness(harness, (enum ll_way)way, runtime, why, err);
    if (result == 0)
        result = count_requests(harness, err);
    if (result == 0)
        result = list_headers(harness, err);
    if (result == 0)
        result = learn_names(harness, err);
    if (result == 0 && exercise->sweep)
        result = make_swept(harness, err);
    if (result == 0)
        result = find_start(harness, err);
    if (result == 0)
        result = make_hosts(harness, runtime, err);
    if (result == 0)
        result = make_fence(harness, runtime, err);
    if (result == 0)
        result = read_stops(harness, runtime, err);
    free(runtime);
    return result;
}

void ll_harness_release(struct ll_harness *harness)
{
    if (harness->folder != NULL)
        ll_path_remove_tree(harness->folder);
    free(harness->folder);
    free(harness->scripts);
    free(harness->swept);
    free(harness->start);
    free(harness->host);
    free(harness->swept_host);
    ll_buf_release(&harness->fence);
    ll_buf_release(&harness->stops);
    for (int way = 0; way < LL_WAY_COUNT; way++)
        free(harness->objects[way]);
    ll_strings_release(&harness->functions);
    ll_strings_release(&harness->taken);
    ll_strings_release(&harness->headers);
    *harness = (struct ll_harness){0};
}
