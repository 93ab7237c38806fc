/* SPDX-License-Identifier: MIT
 *
 * gate_cython: refuses a submission's source in Cython when it has something that no
 * exercise needs, as gate.h does for C. The object that is made of it is looked at by
 * gate_object.h.
 */
#ifndef LL_SUBMISSION_GATE_CYTHON_H
#define LL_SUBMISSION_GATE_CYTHON_H

#include "base/buf.h"
#include "base/strings.h"

/* Both return 0, or 1 when `why` says what is wrong, where, and what to do. */

/* Refuse C++, which the grader does not make, and C of the author's own: a text below
 * `cdef extern from`, and names of headers and of C that are more than a name. It could
 * change the lines that diagnoses name, so it is refused without the gate, too. So is
 * an encoding in which Cython may read code where a comment is here. */
int ll_gate_cython_c(const char *name, const char *source, struct ll_buf *why);

/* Refuse imports of modules that do more than calculate, what runs texts, and the names
 * by which the interpreter's own objects are reached. The declarations (.pxd) among
 * `files`, those of the lesson, may be taken. */
int ll_gate_cython(const char *name, const char *source, const struct ll_strings *files,
                   struct ll_buf *why);

#endif
