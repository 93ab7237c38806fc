/* SPDX-License-Identifier: MIT
 *
 * screen: helpers that the commands about lessons share.
 */
#ifndef LL_CLI_SCREEN_H
#define LL_CLI_SCREEN_H

#include "cli/command_line.h"
#include "lesson/lesson.h"

/* Append a command as the reader types it: "make lesson3", "make hint3.2" when make
 * started leaklab, else "leaklab lesson 3", "leaklab hint 3 2", with the path by which
 * leaklab was started. A number that is 0 is left out. */
void ll_screen_command(struct ll_buf *out, const char *command, unsigned number,
                       unsigned more);

/* Whether make started leaklab, so that commands are told as its goals. */
bool ll_screen_is_by_make(void);

/* Append the command that gives each run of a lesson six times as long as `seconds`:
 * "make lesson3 TIMEOUT=60", "leaklab lesson 3 --timeout 60 mine.c". `file` may be
 * NULL; make has no way to name one. */
void ll_screen_longer(struct ll_buf *out, const char *command, unsigned number,
                      const char *file, double seconds);

/* Append the command that puts a file of the lesson back: "leaklab reset 4 recipe.h".
 * make has no way to name one file. */
void ll_screen_reset(struct ll_buf *out, const struct ll_lesson *lesson,
                     const char *name);

/* Append a blank and a word of a command line, quoted where a shell needs that. */
void ll_screen_word(struct ll_buf *out, const char *word);

/* Append the command that verifies the lesson: "leaklab verify 3", or with the lesson's
 * folder when it is not one of leaklab's lessons. */
void ll_screen_verify(struct ll_buf *out, const struct ll_lesson *lesson);

/* Read the number of a lesson or a hint: "3". An error says what is wanted. */
int ll_screen_number(const char *text, unsigned *number,
                     struct ll_error *err) LL_MUST_CHECK;

/* Load lesson `number` from leaklab's lessons. NULL on error. */
struct ll_lesson *ll_screen_lesson(unsigned number, struct ll_error *err);

/* The same, of the lesson that a word names: by its number, or by its folder. */
struct ll_lesson *ll_screen_lesson_of(const char *word, struct ll_error *err);

/* The row of a command's operand N, a lesson's number. */
#define LL_SCREEN_LESSON                                                               \
    {                                                                                  \
        .missing = "which lesson? ('leaklab list' lists them)",                        \
        .values = LL_VALUES_LESSONS                                                    \
    }

/* Append the folders of the lessons that `words` name by their numbers, of all lessons
 * when `count` is 0. With `paths`, a word may name a lesson's folder, too. */
int ll_screen_folders(char *const *words, size_t count, bool paths,
                      struct ll_strings *folders, struct ll_error *err) LL_MUST_CHECK;

/* Append the path of the lesson's file `name`, relative to the current folder. */
void ll_screen_file(struct ll_buf *out, const struct ll_lesson *lesson,
                    const char *name);

/* Print the buffer on stdout and release it. */
void ll_screen_print(struct ll_buf *out);

/* --no-cache; stored in a bool. */
extern const struct ll_option ll_screen_no_cache[];

/* --root FOLDER, any number of times; stored in a struct ll_strings, absolute. */
extern const struct ll_option ll_screen_root[];

/* --pairs FILE, any number of times; stored in a struct ll_strings. And those of the
 * file in the current folder, which count after them. */
extern const struct ll_option ll_screen_pairs[];
int ll_screen_add_pairs(struct ll_strings *pairs, struct ll_error *err) LL_MUST_CHECK;

#endif
