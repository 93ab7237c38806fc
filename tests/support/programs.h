/* SPDX-License-Identifier: MIT
 *
 * programs: a folder, a cache and a subject of its own for each test that runs
 * programs under the tools. */
#ifndef LL_TESTS_PROGRAMS_H
#define LL_TESTS_PROGRAMS_H

#include <check.h>

#include "session/session.h"

extern const char clean_program[];
extern const char leaky_program[]; /* loses 32 bytes, allocated by lose() in line 4 */

extern char *folder; /* new for each test; the cache and TMPDIR are in it */
extern struct ll_session session;
extern struct ll_subject subject;
extern struct ll_result result;
extern struct ll_error err;
extern const struct ll_tool *both[3]; /* memcheck and asan */

void programs_setup(void);
void programs_teardown(void);

/* A path in the folder, a file there. New strings. */
char *in_folder(const char *name);
char *write_file(const char *name, const char *text);

/* Write a source and add it to the subject. */
void add_source(const char *name, const char *text);

/* Run the subject under both tools: fills `result`. */
void run(void);
void run_program(const char *text);

/* How many things TMPDIR holds: nothing may be left there. */
size_t count_left_over(void);

#endif
