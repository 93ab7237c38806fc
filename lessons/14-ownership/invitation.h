/* SPDX-License-Identifier: MIT
 *
 * invitation.h: a letter that invites somebody, and its subject line.
 */
#ifndef INVITATION_H
#define INVITATION_H

/* The letter to `guest`; `extra` is one more sentence, or NULL. The arguments stay the
 * caller's. Returns a new text, free with free(); NULL when memory ran out. */
char *invitation_text(const char *guest, const char *place, const char *extra);

/* The first line of `letter`, without its end. Returns a new text, free with free();
 * NULL when memory ran out. */
char *invitation_subject(const char *letter);

/* How many characters the first line of `letter` has; 0 also when memory ran out.
 * Nothing that the function allocates outlives the call. */
unsigned invitation_subject_length(const char *letter);

#endif
