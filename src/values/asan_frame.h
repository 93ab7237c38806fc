/* SPDX-License-Identifier: MIT
 *
 * asan_frame: where AddressSanitizer keeps the local variables of a function.
 *
 * To notice uses after the function's end, it keeps them outside the stack. gcc's debug
 * information then counts from a register that the function has used for something else
 * meanwhile. But such a frame describes itself:
 *
 *     0x41b58ab3   "2 32 4 3 n:7 48 40 7 table:9"   the function's address
 *                   two variables: offset 32, 4 bytes, name of 3 characters …
 *
 * Source: compiler-rt's asan_internal.h and asan_descriptions.cpp.
 */
#ifndef LL_VALUES_ASAN_FRAME_H
#define LL_VALUES_ASAN_FRAME_H

#include <stdbool.h>
#include <stdint.h>

struct ll_scope;

/* Find the variable `name`, which is declared in `line` (0: any line). */
bool ll_asan_frame_find(const struct ll_scope *scope, const char *name, unsigned line,
                        uint64_t *address);

#endif
