/* SPDX-License-Identifier: MIT
 *
 * loaded: ends a program that a host has loaded (runtime/host.h).
 *
 * exit() ends all libraries of the process, one after the other. In each child of a
 * sweep, Valgrind would translate that anew: half of all that such a child runs. A host
 * has nothing to end, so its programs end themselves alone. */
#ifndef LL_RUNTIME_FINISH_LOADED_H
#define LL_RUNTIME_FINISH_LOADED_H

#include <stdbool.h>

/* Whether a host has loaded this program. */
bool ll_loaded(void);

/* Do what exit() does for the program itself: its atexit handlers, then its
 * destructors. */
void ll_loaded_end(void);

#endif
