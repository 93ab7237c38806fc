/* SPDX-License-Identifier: MIT
 *
 * palindrome.h: texts that read the same from both ends.
 */
#ifndef PALINDROME_H
#define PALINDROME_H

/* Say whether the letters of `text` read the same from both ends: 1 if they do, 0
 * if not, -1 when memory ran out. Capitals count as small letters; spaces, digits
 * and signs do not count at all.
 *
 * `text` is only read and stays the caller's. Nothing that the function allocates
 * outlives the call. */
int is_palindrome(const char *text);

#endif
