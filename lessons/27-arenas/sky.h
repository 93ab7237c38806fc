/* SPDX-License-Identifier: MIT
 *
 * sky.h: the sparks of a firework.
 *
 * A show burns thousands of sparks, each of them for a moment. So a spark is taken from
 * a pool, and given back to it when it has burnt out or has left the picture. The pool
 * asks malloc for room for many sparks at once, and keeps that room to the end of the
 * program.
 *
 *     sky   ● ● ●               the sparks that are to be seen
 *           │ │ │
 *     pool [s s s _ _ _ _ _]    room for sparks; _: free
 */
#ifndef SKY_H
#define SKY_H

enum { SKY_WIDTH = 40, SKY_SPARKS = 64 };

/* Let `count` sparks fly apart from (x, y), as far as the sky has room for them.
 * Returns how many fly, or -1 when memory ran out: some of them may fly then. */
int sky_burst(int x, int y, int count);

/* One moment later: all sparks move. Returns how many are still to be seen. */
unsigned sky_tick(void);

/* How high a spark has ever been; 0 when there was none. */
int sky_record(void);

#endif
