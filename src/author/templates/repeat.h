/* SPDX-License-Identifier: MIT
 *
 * repeat.h: texts made of a text.
 *
 * TODO: a story of your own for this exercise; this one is a stand-in.
 */
#ifndef REPEAT_H
#define REPEAT_H

#include <stddef.h>

/* Make a text that holds `text` as many `times`, one after the other. `text` is only
 * read and stays the caller's.
 *
 * Returns a new text: free it with free(). NULL when memory ran out. */
char *repeat(const char *text, size_t times);

#endif
