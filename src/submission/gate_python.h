/* SPDX-License-Identifier: MIT
 *
 * gate_python: which of libpython's functions and variables a module may use (see
 * gate_object.h): what makes, reads, changes and frees objects, and what raises. A
 * module has no use for what runs texts, imports, sets the allocators or ends the
 * interpreter.
 *
 * It stops names. What a module reaches through an object's attributes has none: that
 * is for the other walls (docs/security.md).
 */
#ifndef LL_SUBMISSION_GATE_PYTHON_H
#define LL_SUBMISSION_GATE_PYTHON_H

#include <stdbool.h>

/* Whether it is one of them. `in_cython`: it was Cython that wrote the C, which needs
 * some more. */
bool ll_gate_python_allows(const char *name, bool in_cython);

/* Why a module may not use it, a clause; NULL: for no reason of its own. */
const char *ll_gate_python_refuses(const char *name);

#endif
