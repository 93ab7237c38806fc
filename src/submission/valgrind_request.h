/* SPDX-License-Identifier: MIT
 *
 * valgrind_request: finds requests to Valgrind in machine code. With one, a program
 * could tell memcheck what to overlook.
 */
#ifndef LL_SUBMISSION_VALGRIND_REQUEST_H
#define LL_SUBMISSION_VALGRIND_REQUEST_H

#include <stddef.h>

#include "base/machine.h"

/* How many requests begin in `bytes`, in code or data of that machine. */
size_t ll_valgrind_requests(const struct ll_machine *machine, const void *bytes,
                            size_t count);

#endif
