/* SPDX-License-Identifier: MIT
 *
 * screen: what the commands about lessons have in common.
 */
#ifndef LL_CLI_SCREEN_H
#define LL_CLI_SCREEN_H

#include "cli/command.h"
#include "lesson/lesson.h"

/* Append the command as the reader types it: "make lesson3", "make hint3.2" when make
 * called us, else "leaklab lesson 3", "leaklab hint 3 2", with the program's path where
 * it was called by one. A number that is 0 is left out. */
void ll_screen_command(struct ll_buf *out, const char *command, unsigned number,
                       unsigned more);

/* Append the command that verifies the lesson: "leaklab verify 3", or with its folder
 * where that is not among leaklab's lessons. */
void ll_screen_verify(struct ll_buf *out, const struct ll_lesson *lesson);

/* "3" as a lesson's number; an error that says what is wanted otherwise. */
int ll_screen_number(const char *text, unsigned *number,
                     struct ll_error *err) LL_MUST_CHECK;

/* Load lesson `number` from leaklab's lessons. NULL on error. */
struct ll_lesson *ll_screen_lesson(unsigned number, struct ll_error *err);

/* Append the file `name` of the lesson as seen from here. */
void ll_screen_file(struct ll_buf *out, const struct ll_lesson *lesson,
                    const char *name);

/* Print the buffer on stdout and release it. */
void ll_screen_print(struct ll_buf *out);

#endif
