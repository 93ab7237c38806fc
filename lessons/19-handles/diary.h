/* SPDX-License-Identifier: MIT
 *
 * diary.h: a diary is a folder, and each of its pages a file in it whose name ends in
 * ".txt". Who writes in it locks it, so that two do not write at once.
 */
#ifndef DIARY_H
#define DIARY_H

#include <stddef.h>

/* Look for a page that has `word` in one of its lines, and write its name into `page`,
 * which has room for `size` characters. Returns 1, 0 when there is none, or -1 when the
 * folder cannot be read. */
int diary_find(const char *folder, const char *word, char *page, size_t size);

/* Lock the diary. Returns 0, or -1 when somebody has locked it before, or it cannot be
 * locked. */
int diary_lock(const char *folder);

/* Unlock the diary. Returns 0, or -1 when it was not locked. */
int diary_unlock(const char *folder);

#endif
