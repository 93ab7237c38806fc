/* SPDX-License-Identifier: MIT
 *
 * sign.h: signs for doors, with a frame. The sign for "EXIT" is a text of three lines:
 *
 *     +------+
 *     | EXIT |
 *     +------+
 */
#ifndef SIGN_H
#define SIGN_H

/* The sign for `text`, which is one line, without a '\n', and may be empty; it is only
 * read and stays the caller's. Each line of the sign ends with a '\n'. Returns a new
 * text, free with free(); NULL when memory ran out. */
char *sign_for(const char *text);

#endif
