/* SPDX-License-Identifier: MIT
 *
 * escape: where the address of a local variable was handed out, for a use after the
 * variable's end. No tool tells it; the source of the variable's function does, if just
 * one statement returns or stores the address.
 */
#ifndef LL_DIAG_ESCAPE_H
#define LL_DIAG_ESCAPE_H

#include "diag/body.h"

/* `diag->variable` is declared in the function of `owner`, at `line`. Fill `allocated`
 * with that place, and `lost` with the statement that handed the address out, if it is
 * found. False when memory ran out. */
bool ll_escape_find(struct ll_diag *diag, const struct ll_frame *owner, unsigned line);

/* The same when no more is known of the owner than `diag->declared`, such as "a.c:12,
 * in f", and `path` is the file that was called `name` ("a.c") there. */
bool ll_escape_find_declared(struct ll_diag *diag, const char *name, const char *path);

/* A pointer was NULL where the program used it, and the compiler has said that
 * `returns` (the frame of a return statement) returns the address of a local variable:
 * it returns NULL instead. If the source shows that the pointer came from that
 * function, make the fault a stack escape, with the variable and both places. False
 * when memory ran out. */
bool ll_escape_explain_null(struct ll_diag *diag, const struct ll_frame *returns,
                            const char *const *roots);

/* Where the value of the variable whose name is the token at `name` can be after the
 * function: nowhere, at the caller, or anywhere. */
enum ll_escape_way { LL_WAY_STAYS, LL_WAY_RETURNED, LL_WAY_LEAVES };
enum ll_escape_way ll_escape_way_of(struct ll_body *body, size_t name);

/* The call that was given what the lost block's function returned: "keep" of
 * "keep(copy(text));", where nobody else got it. A new string; NULL: there is none, it
 * is a function of the C library that keeps nothing, or memory ran out. */
char *ll_escape_given_to(const struct ll_diag *diag);

#endif
