/* SPDX-License-Identifier: MIT
 *
 * row.h: a row of a knitting pattern, written short and written out.
 *
 *     short            written out
 *     k2 p3            kkppp             2 stitches knit, 3 purl
 *     k1 2(p1 k2)      kpkkpkk           what is in brackets, twice
 *
 * Each letter is followed by a number, and each "(" follows one. A number is 1 to 99.
 * Brackets may stand in brackets, up to 8 deep.
 */
#ifndef ROW_H
#define ROW_H

#include <stddef.h>

/* Write a row out. Returns a new string, free with free(). Returns NULL when the text
 * is wrong, or when memory runs out: `*stopped` is then how many characters were read.
 */
char *row_write_out(const char *text, size_t *stopped);

#endif
