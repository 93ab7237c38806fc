/* SPDX-License-Identifier: MIT
 *
 * counter.h: a counter with wheels, for the visitors of a museum. Each wheel has the
 * digits 0 to 9, and four wheels count from 0000 to 9999. Then they turn over: after
 * 9999 comes 0000.
 *
 * Life cycle: counter_init(), then counter_add() and reading, then counter_release().
 */
#ifndef COUNTER_H
#define COUNTER_H

#include <stddef.h>

struct counter {
    char *text;          /* owned: what the wheels show, as a text */
    size_t wheels;       /* how many there are */
    unsigned long value; /* how many visitors there were, never turned over */
};

/* Make a counter that shows a 0 on each of `wheels` wheels. Returns 0, or -1 when
 * memory ran out: there is then nothing to release. */
int counter_init(struct counter *counter, size_t wheels);

/* Count so many visitors more. */
void counter_add(struct counter *counter, unsigned long visitors);

/* Free what the counter owns. */
void counter_release(struct counter *counter);

#endif
