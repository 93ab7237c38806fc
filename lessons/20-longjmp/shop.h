/* SPDX-License-Identifier: MIT
 *
 * shop.h: a print shop does one work after the other. Whoever sees, however deep in the
 * work, that it cannot be done says so, and does not come back.
 */
#ifndef SHOP_H
#define SHOP_H

#include <stdbool.h>

/* Do `work(job)`. Returns true; or false when the work was given up. A work does not
 * begin another one. */
bool shop_do(void (*work)(void *job), void *job);

/* Give up the work that shop_do() is doing: jump back there, out of all functions that
 * were called since. */
_Noreturn void shop_give_up(void);

#endif
