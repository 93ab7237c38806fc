/* SPDX-License-Identifier: MIT
 *
 * visit.h: the log of a door, line by line: "09:15 Ada Lovelace".
 *
 * Life cycle: visit_read(), then visit_name() and visit_describe(), then
 * visit_release().
 */
#ifndef VISIT_H
#define VISIT_H

#include <stdio.h>

struct visit {
    char *time; /* owned by the visit */
    char *name; /* owned by the visit */
};

/* Read the next visit from `log`, which stays the caller's. A line without a name is
 * passed over. Returns 1, and the visit has to be released; 0 at the end of the log
 * and -1 when memory ran out: there is then nothing to release. */
int visit_read(FILE *log, struct visit *visit);

/* Who came. Borrowed: valid until visit_release(). */
const char *visit_name(const struct visit *visit);

/* The visit in words, "Ada Lovelace came at 09:15". Returns a new text, free with
 * free(); NULL when memory ran out. */
char *visit_describe(const struct visit *visit);

/* Free what the visit owns. */
void visit_release(struct visit *visit);

#endif
