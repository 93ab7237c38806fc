/* SPDX-License-Identifier: MIT
 *
 * error: describe what went wrong; the struct belongs to the caller.
 *
 * A function that can fail takes a `struct ll_error *` as its last argument,
 * returns 0 (or a pointer) on success and -1 (or NULL) on failure, and fills
 * the error only when it fails. The caller may pass NULL when the return
 * value is all it needs.
 *
 * Messages start in lower case, carry no full stop, put the subject in single
 * quotes and the reason last: cannot open 'x.c': No such file or directory
 */
#ifndef LL_BASE_ERROR_H
#define LL_BASE_ERROR_H

#define LL_MUST_CHECK __attribute__((warn_unused_result))
#define LL_PRINTF(text, first) __attribute__((format(printf, text, first)))

/* Whose fault it is; the program's exit status follows from it. */
enum ll_fault {
    LL_FAULT_NONE = 0,
    LL_FAULT_USAGE,   /* the command line: exit status 2 */
    LL_FAULT_INPUT,   /* the file given to us: ungradable, exit status 2 */
    LL_FAULT_HARNESS, /* ours or the machine's: exit status 3 */
};

struct ll_error {
    enum ll_fault fault;
    char file[256]; /* the file that the message is about, or "" */
    int line;       /* its line, or 0 */
    char text[768]; /* the message without file and line */
};

/* Fill `err` (which may be NULL) and return -1, so that a function can end
 * with `return ll_fail(err, ...)`. */
int ll_fail(struct ll_error *err, enum ll_fault fault, const char *format, ...)
    LL_PRINTF(3, 4);

/* The same, with a place in a file: `lesson.yml`, line 12. */
int ll_fail_at(struct ll_error *err, enum ll_fault fault, const char *file, int line,
               const char *format, ...) LL_PRINTF(5, 6);

/* "out of memory", a harness fault. Returns -1. */
int ll_fail_memory(struct ll_error *err);

#endif
