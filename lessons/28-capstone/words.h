/* SPDX-License-Identifier: MIT
 *
 * words.h: what a player types, word by word.
 */
#ifndef WORDS_H
#define WORDS_H

#include <stdbool.h>

/* Whether `line` begins with the word `word`. `*rest` is then what comes after it and
 * the blanks behind it: a part of `line`, perhaps empty. */
bool words_begin(const char *line, const char *word, const char **rest);

#endif
