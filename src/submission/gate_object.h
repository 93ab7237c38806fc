/* SPDX-License-Identifier: MIT
 *
 * gate_object: refuses an object that uses functions which no exercise needs, names of
 * a tool, code that runs before main, or requests to Valgrind (see gate.h).
 */
#ifndef LL_SUBMISSION_GATE_OBJECT_H
#define LL_SUBMISSION_GATE_OBJECT_H

#include "base/strings.h"
#include "submission/elf_object.h"

/* What the names are of that an object may take besides those of the C library. */
enum ll_gate_names {
    LL_GATE_C,
    LL_GATE_PYTHON, /* a module for Python's interpreter: gate_python.h */
    LL_GATE_CYTHON, /* one whose C was written by Cython */
};

/* Check the object of the file `name`. It may use the C library as far as exercises
 * need it, what `names` says, `taken`: what the lesson's own modules use, and where
 * these start threads, what threads need (gate_threads.h). 0; 1 when `why` says what is
 * wrong, and what to do. */
int ll_gate_object(const char *name, const struct ll_elf_object *object,
                   const struct ll_strings *taken, enum ll_gate_names names,
                   struct ll_buf *why);

/* The same of the names that an object takes which was compiled for AddressSanitizer:
 * some of the source may only be there. What the compiler adds is no fault: the source
 * cannot have such names (gate.h). */
int ll_gate_watched(const char *name, const struct ll_elf_object *object,
                    const struct ll_strings *taken, enum ll_gate_names names,
                    struct ll_buf *why);

#endif
