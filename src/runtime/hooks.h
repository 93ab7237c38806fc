/* SPDX-License-Identifier: MIT
 *
 * hooks: the functions that one part of the runtime calls in another.
 *
 * Not every program is linked with every part, so a part that calls a hook tests first
 * whether it is there:
 *
 *     if (ll_sweep_end != NULL)
 *         ll_sweep_end();
 *
 * The calls go in one direction:
 *
 *               operations, sizes ──► snapshot
 *                             ┌──► snapshot, script
 *     tests ──► finish ──► observe ──► fail ──► swept
 *       │          ├────────────────────────────► ▲
 *       │          └─► references                 │
 *       └─────────────────────────────────────────┘
 *                                             swept ──► preload
 *
 * Each function is weak for all parts but the one that defines it: CMake compiles the
 * sources of a part NAME with -DLL_PART_NAME.
 */
#ifndef LL_RUNTIME_HOOKS_H
#define LL_RUNTIME_HOOKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/observe.h"

#define LL_WEAK __attribute__((weak))

/* A variable of each thread, whose memory is there as soon as the thread is. In a
 * shared object, that of others is allocated at the first use: by malloc, which is
 * ours. */
#define LL_THREAD __thread __attribute__((tls_model("initial-exec")))

#ifdef LL_PART_fail
#define LL_OF_FAIL
#else
#define LL_OF_FAIL LL_WEAK
#endif

#ifdef LL_PART_finish
#define LL_OF_FINISH
#else
#define LL_OF_FINISH LL_WEAK
#endif

#ifdef LL_PART_swept
#define LL_OF_SWEPT
#else
#define LL_OF_SWEPT LL_WEAK
#endif

#ifdef LL_PART_snapshot
#define LL_OF_SNAPSHOT
#else
#define LL_OF_SNAPSHOT LL_WEAK
#endif

#ifdef LL_PART_references
#define LL_OF_REFERENCES
#else
#define LL_OF_REFERENCES LL_WEAK
#endif

#ifdef LL_PART_script
#define LL_OF_SCRIPT
#else
#define LL_OF_SCRIPT LL_WEAK
#endif

#ifdef LL_PART_lend
#define LL_OF_LEND
#else
#define LL_OF_LEND LL_WEAK
#endif

#ifdef LL_PART_observe
#define LL_OF_OBSERVE
#else
#define LL_OF_OBSERVE LL_WEAK
#endif

#ifdef LL_PART_preload
#define LL_OF_PRELOAD
#else
#define LL_OF_PRELOAD LL_WEAK
#endif

/* ---- fail.o ---------------------------------------------------------------------- */

/* From here on no allocation fails. Called by observe.o, when the driver has ended. */
void ll_fail_stop(void) LL_OF_FAIL;

/* Begin to count calls anew: those that failed fail once more. Called by observe.o,
 * before the driver is run again. */
void ll_fail_again(void) LL_OF_FAIL;

/* ---- finish.o -------------------------------------------------------------------- */

/* Called by tests.o, and by a host of sweeps when main has returned. End the program as
 * exit() does, with the frames that are on the stack still live for the leak check.
 * Functions registered with on_exit() do not run. */
_Noreturn void ll_finish_exit(int status) LL_OF_FINISH;

/* ---- swept.o --------------------------------------------------------------------- */

/* Called by fail.o. An allocation begins: `name` asks for `size` bytes and returns to
 * `caller`. True: it fails, and errno is set. False: ll_sweep_leave() must be called
 * when it is done. */
bool ll_sweep_enter(const char *name, size_t size, const void *caller) LL_OF_SWEPT;
void ll_sweep_leave(void) LL_OF_SWEPT;

/* Called by finish.o. main begins: count allocations, unless ll_sweep_wait() was
 * called. The program ends: count no more, and write the total to the log. */
void ll_sweep_begin(void) LL_OF_SWEPT;
void ll_sweep_end(void) LL_OF_SWEPT;

/* Called by finish.o: the program calls exit() or a function like it, and that call
 * returns to `caller`. Logs where the program ends, if an allocation has failed. */
void ll_sweep_exits(const void *caller) LL_OF_SWEPT;

/* Called by finish.o in a new child. Whether the sweep made it. */
bool ll_sweep_is_forking(void) LL_OF_SWEPT;

/* Called by tests.o before main: main does not start the counting, each test does. */
void ll_sweep_wait(void) LL_OF_SWEPT;

/* Called by tests.o. Count allocations from here on; count no more. */
void ll_sweep_arm(void) LL_OF_SWEPT;
void ll_sweep_disarm(void) LL_OF_SWEPT;

/* Called by tests.o. Whether an allocation has failed in this process. */
bool ll_sweep_failed(void) LL_OF_SWEPT;

/* Called by tests.o. Append a line to the log. */
void ll_sweep_log(const char *format, ...) LL_OF_SWEPT
    __attribute__((format(printf, 1, 2)));

/* ---- lend.o ---------------------------------------------------------------------- */

/* Called by host.o: from here on, malloc and the like are those of `program`, which was
 * loaded. False: it has none. Where lend.o is linked, the host is one of sweeps. */
bool ll_lend_malloc(void *program) LL_OF_LEND;

/* ---- snapshot.o ------------------------------------------------------------------ */

/* From here on no snapshot is taken. Called by observe.o: what comes now are faults of
 * our own making. */
void ll_snapshot_stop(void) LL_OF_SNAPSHOT;

/* Keep what the variables hold. Called by operations.o and sizes.o before they tell a
 * fault, and by clang's library. */
void __ubsan_on_report(void) LL_OF_SNAPSHOT;

/* ---- references.o ---------------------------------------------------------------- */

/* Called by the interpreter's host, while the interpreter lives: it is about to be
 * finalised. Takes type and repr of the objects that may be lost. */
void ll_references_describe(void) LL_OF_REFERENCES;

/* Called by finish.o at the program's end, before the leak check: write the log. */
void ll_references_end(void) LL_OF_REFERENCES;

/* ---- observe.o ------------------------------------------------------------------- */

/* Called by finish.o at the program's end: before the leak check, and after it. */
void ll_observe_end(void) LL_OF_OBSERVE;
void ll_observe_last(void) LL_OF_OBSERVE;

/* ---- script.o ----------------------------------------------------------------- */

/* Called by observe.o. Import the modules, as far as they were not imported. */
void ll_script_import(void) LL_OF_SCRIPT;

/* Called by observe.o before a unit is repeated. Forget the exception that is set, free
 * lost circles of objects, and empty the caches that Python fills while it runs: what
 * is allocated then does not depend on what was run before. */
void ll_script_settle(void) LL_OF_SCRIPT;

/* Called by observe.o before a unit's end: empty these caches, but run no code of a
 * module and free nothing of its objects; with `collects`, free lost circles of them.
 * After the end: forget the exception that was set. */
void ll_script_rest(bool collects) LL_OF_SCRIPT;
void ll_script_drop(void) LL_OF_SCRIPT;

/* Called by observe.o, in this order: count the references to the script's own texts,
 * too; run the script once more, an exception is forgotten; count them no more. */
void ll_script_prepare(void) LL_OF_SCRIPT;
void ll_script_again(void) LL_OF_SCRIPT;
void ll_script_forget(void) LL_OF_SCRIPT;

/* Called by observe.o: before any code of the submission runs, find the objects that
 * Python makes once and shares; and later, count the references to them. */
void ll_script_learn(void) LL_OF_SCRIPT;
void ll_script_count(int64_t counts[LL_SHARED_COUNT]) LL_OF_SCRIPT;

/* ---- preload.o ------------------------------------------------------------------- */

/* Called by swept.o before all else. False: this process is none that is to be swept.
 */
bool ll_preload_begin(void) LL_OF_PRELOAD;

/* Called by swept.o. Whether the shared library of that path is the program's own. */
bool ll_preload_is_own(const char *path) LL_OF_PRELOAD;

/* ---- the lesson ------------------------------------------------------------------ */

/* The main functions of a lesson's driver and of its suite, renamed when the grader
 * compiles them. Called by observe.o. */
int ll_driver_main(int argc, char **argv) LL_WEAK;
int ll_suite_main(int argc, char **argv) LL_WEAK;

/* ---- modules.c -------------------------------------------------------------------
 * Written when a subject's sources are Python modules (session/modules.h), and read by
 * python.o and script.o: the modules, the folders that Python imports from, and the
 * script to run, "" where there is none. All three are there, or none. */
struct _object; /* PyObject */

struct ll_python_module {
    const char *name; /* "noise", "package.noise"; NULL: the end */
    struct _object *(*start)(void);
};

extern const struct ll_python_module ll_python_modules[] LL_WEAK;
extern const char *const ll_python_paths[] LL_WEAK; /* NULL ends them */
extern const char ll_python_script[] LL_WEAK;

/* ---- the sanitizers' libraries --------------------------------------------------- */

int __lsan_do_recoverable_leak_check(void) LL_WEAK;
int __sanitizer_install_malloc_and_free_hooks(
    void (*allocated)(const volatile void *, size_t),
    void (*freed)(const volatile void *)) LL_WEAK;
void __sanitizer_set_report_fd(void *fd) LL_WEAK;
int __sanitizer_get_ownership(const volatile void *block) LL_WEAK;
size_t __sanitizer_get_allocated_size(const volatile void *block) LL_WEAK;
size_t __sanitizer_get_current_allocated_bytes(void) LL_WEAK;
void __sanitizer_set_death_callback(void (*callback)(void)) LL_WEAK;
void __asan_get_shadow_mapping(size_t *scale, size_t *offset) LL_WEAK;
size_t __asan_get_alloc_stack(void *address, void **trace, size_t size,
                              int *thread) LL_WEAK;
size_t __asan_get_free_stack(void *address, void **trace, size_t size,
                             int *thread) LL_WEAK;
long __msan_test_shadow(const volatile void *address, size_t size) LL_WEAK;

/* AddressSanitizer's own functions, by names that only its library has. */
void *__interceptor_malloc(size_t size) LL_WEAK;
void *__interceptor_calloc(size_t count, size_t size) LL_WEAK;
void *__interceptor_realloc(void *block, size_t size) LL_WEAK;
void *__interceptor_memalign(size_t align, size_t size) LL_WEAK;
void __interceptor_free(void *block) LL_WEAK;
void *__interceptor_memchr(const void *bytes, int byte, size_t count) LL_WEAK;

/* ---- the C library's allocator, by reserved names ---------------------------------
 * memcheck and lastptr replace these functions too: they replace what lies at malloc's
 * address, which these share. AddressSanitizer replaces __libc_memalign alone. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

#endif
