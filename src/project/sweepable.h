/* SPDX-License-Identifier: MIT
 *
 * sweepable: how `leaklab sweep` sweeps a finished program, which has no sweep linked
 * into it: by a library that is loaded into it (runtime/preload.h).
 */
#ifndef LL_PROJECT_SWEEPABLE_H
#define LL_PROJECT_SWEEPABLE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strings.h"

struct ll_sweepable {
    bool is_suite;             /* a Check suite: it is swept test by test */
    char *refusal;             /* owned: a sentence: why it cannot be swept, and what
                                  helps; NULL: it can */
    struct ll_strings remarks; /* sentences: what the report cannot tell, and why */
};

/* Look at the program `file` and at the libraries that it needs. The folders of its
 * sources, and of its own libraries' sources, are added to `roots`. `is_suite`: it was
 * said to be a suite. Release `out` in any case. */
int ll_sweepable_look(const char *file, bool is_suite, struct ll_strings *roots,
                      struct ll_sweepable *out, struct ll_error *err) LL_MUST_CHECK;
void ll_sweepable_release(struct ll_sweepable *sweepable);

#endif
