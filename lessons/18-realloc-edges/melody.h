/* SPDX-License-Identifier: MIT
 *
 * melody.h: a row of notes that can be made longer and shorter.
 *
 *     notes ──► [ C | D | E | rest ]        length = 4
 *     notes     NULL                        length = 0
 *
 * Life cycle: melody_init(), then changing and reading, then melody_release().
 */
#ifndef MELODY_H
#define MELODY_H

#include <stddef.h>

enum { MELODY_REST = 0, MELODY_MOST = 10000 };

struct melody {
    int *notes;    /* owned; from 1, C, to 7, B; NULL: there are none */
    size_t length; /* how many notes, at most MELODY_MOST */
};

/* Make a melody without notes. */
void melody_init(struct melody *melody);

/* Make the melody `length` notes long. Those at the end go, or new ones come, which
 * are rests. Returns 0, or -1 when memory ran out or `length` is too large: the melody
 * is then as it was. */
int melody_set_length(struct melody *melody, size_t length);

/* Play the `count` notes from `first` on once more, at the end. Returns 0, or -1 as
 * melody_set_length() does. */
int melody_repeat(struct melody *melody, size_t first, size_t count);

/* Free what the melody owns; it is then without notes. */
void melody_release(struct melody *melody);

#endif
