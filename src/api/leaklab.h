/* SPDX-License-Identifier: MIT
 *
 * leaklab: assert in a Check test what real tools say about a C program.
 *
 *     #include <check.h>
 *     #include <leaklab.h>
 *
 *     START_TEST(noise_gives_its_memory_back)
 *     {
 *         struct leaklab *run = leaklab_run_files("noise.c", "main.c", NULL);
 *         ck_leaklab_clean(run);
 *         leaklab_free(run);
 *     }
 *     END_TEST
 *
 *     START_TEST(old_noise_loses_80_bytes)
 *     {
 *         struct leaklab *run = leaklab_run_files("old_noise.c", "main.c", NULL);
 *         ck_leaklab_only(run, .kind = "definitely-lost", .bytes = 80,
 *                         .allocated_in = "random_noise");
 *         leaklab_free(run);
 *     }
 *     END_TEST
 *
 * For each tool (memcheck and AddressSanitizer), the sources are compiled and run with
 * limits. The tools' reports become one list of faults. A run is never clean if a
 * report is incomplete, or if the program does not compile or does not end.
 *
 * Build with: cc test.c $(pkg-config --cflags --libs leaklab check)
 */
#ifndef LEAKLAB_H
#define LEAKLAB_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What to run. Arrays end with NULL; unset members mean none. */
struct leaklab_program {
    const char *const *sources; /* C files, relative to the current folder */
    const char *const *cflags;  /* "-Iinclude", "-DNAME=1" */
    const char *const *libs;    /* "-lm" */
    const char *const *args;    /* of the program */
    const char *const *tools;   /* "memcheck", "asan"; NULL: both */
    const char *stdin_path;     /* a file: the program's standard input */
    const char *fail;           /* "realloc:2": the second call fails */
    double seconds;             /* wall time limit; 0: 10 s */
};

/* A run and its results. Opaque; free with leaklab_free(). */
struct leaklab;

/* Build and run. If that fails, the next expectation fails and says why. NULL only when
 * memory ran out: every expectation on it fails. */
struct leaklab *leaklab_run(const struct leaklab_program *program);

/* The same for a NULL-terminated list of sources. */
struct leaklab *leaklab_run_files(const char *source, ...) __attribute__((sentinel));

void leaklab_free(struct leaklab *run); /* NULL is allowed */

/* A fault to expect. Unset members are not compared. */
struct leaklab_fault {
    const char *kind;         /* "definitely-lost", ...: see `leaklab explain` */
    unsigned long long bytes; /* of these blocks, not of those they point to */
    unsigned long long blocks;
    const char *in;           /* the function where it happened */
    const char *allocated_in; /* the function that allocated the block */
    const char *freed_in;     /* the function that freed it */
    const char *lost_in;      /* the function that lost the last pointer */
    const char *variable;     /* the variable that held it */
};

/* Each returns NULL when the expectation holds, else a text for a person that says what
 * was expected and what was found. Borrowed: valid until the next call with `run`. */
const char *leaklab_expect_clean(struct leaklab *run);
const char *leaklab_expect(struct leaklab *run, const struct leaklab_fault *fault);
const char *leaklab_expect_only(struct leaklab *run, const struct leaklab_fault *fault);

/* The report as `leaklab check` prints it. Borrowed in the same way. */
const char *leaklab_report(struct leaklab *run);

#ifdef __cplusplus
}
#endif

/* ---- for Check ---------------------------------------------------------------- */

#define ck_leaklab(message)                                                            \
    do {                                                                               \
        const char *leaklab_message_ = (message);                                      \
        ck_assert_msg(leaklab_message_ == NULL, "%s", leaklab_message_);               \
    } while (0)

/* No fault at all. */
#define ck_leaklab_clean(run) ck_leaklab(leaklab_expect_clean(run))

/* This fault, and perhaps others: ck_leaklab_fault(run, .kind = "double-free"). */
#define ck_leaklab_fault(run, ...)                                                     \
    ck_leaklab(leaklab_expect(run, &(struct leaklab_fault){__VA_ARGS__}))

/* This fault and no other. */
#define ck_leaklab_only(run, ...)                                                      \
    ck_leaklab(leaklab_expect_only(run, &(struct leaklab_fault){__VA_ARGS__}))

#endif
