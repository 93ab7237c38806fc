/* SPDX-License-Identifier: MIT
 *
 * signals: say what a signal that ended a program means.
 *
 * Both return NULL for a signal that the table does not have.
 */
#ifndef LL_BASE_SIGNALS_H
#define LL_BASE_SIGNALS_H

/* "SIGSEGV". */
const char *ll_signal_name(int number);

/* "it used an address where it has no memory". */
const char *ll_signal_gloss(int number);

#endif
