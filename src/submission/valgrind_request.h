/* SPDX-License-Identifier: MIT
 *
 * valgrind_request: finds requests to Valgrind in machine code. With one, a program
 * could tell memcheck what to overlook.
 */
#ifndef LL_SUBMISSION_VALGRIND_REQUEST_H
#define LL_SUBMISSION_VALGRIND_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a request begins anywhere in `bytes`, in code or data. */
bool ll_asks_valgrind(const void *bytes, size_t count);

#endif
