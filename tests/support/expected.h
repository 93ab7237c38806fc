/* SPDX-License-Identifier: MIT
 *
 * expected: texts in files, and what was recorded to be compared with.
 *
 * With LL_UPDATE_EXPECTED=1 in the environment, what a test finds is recorded in place
 * of what it expects. Read the difference before you commit it. */
#ifndef LL_TESTS_EXPECTED_H
#define LL_TESTS_EXPECTED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

bool update_expected(void);

/* The text of a file, a new string. The test fails where it cannot be read. */
char *read_text(const char *path);

void write_text(const char *path, const char *text, size_t length);

void write_text_in(const char *folder, const char *name, const char *text);

/* The file holds exactly `found`. */
void assert_recorded(const char *path, const char *found);

/* The text is found somewhere in it, or nowhere. */
void assert_has(const struct ll_buf *text, const char *wanted);
void assert_lacks(const struct ll_buf *text, const char *unwanted);

#endif
