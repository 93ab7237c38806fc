/* SPDX-License-Identifier: MIT
 *
 * copy: a text of one's own. */
#ifndef COPY_H
#define COPY_H

/* A new copy; NULL when there is no memory. */
char *copy_text(const char *text);

#endif
