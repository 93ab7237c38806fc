/* SPDX-License-Identifier: MIT
 *
 * lists.h: two shopping lists become one.
 */
#ifndef LISTS_H
#define LISTS_H

/* Write all lines of the files `first` and `second` into the file `both`, which is made
 * anew. Returns how many lines there are; or -1 when one of the three files cannot be
 * opened. */
int lists_join(const char *first, const char *second, const char *both);

/* Whether the list has that very line. Returns 1, 0, or -1 when the file cannot be
 * opened. */
int lists_has(const char *list, const char *line);

#endif
