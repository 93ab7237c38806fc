/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * valgrind_host: the functions of Valgrind's core that lastptr's reader of debug
 * information calls, for a program that runs without Valgrind.
 */
#ifndef FUZZ_VALGRIND_HOST_H
#define FUZZ_VALGRIND_HOST_H

#include "lastptr/vg_compat.h"

/* Free all that lastptr's code has allocated. */
void fuzz_valgrind_free_all(void);

#endif
