/* SPDX-License-Identifier: MIT
 *
 * built: how a finished program was built, as far as that decides what the tools can
 * say of it. Read from its ELF file and its debug information.
 */
#ifndef LL_PROJECT_BUILT_H
#define LL_PROJECT_BUILT_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strings.h"

struct ll_built {
    bool is_program;   /* in machine code; all else is false when it is not */
    bool is_static;    /* has no dynamic libraries: a tool sees no malloc in it */
    bool is_sanitized; /* has a sanitizer, and cannot run under Valgrind */
    bool has_malloc;   /* defines malloc itself */
    bool has_names;    /* has a table of all its functions: it was not stripped */
    bool is_suite;     /* calls Check's runner */
    bool has_lines;    /* has debug information of its own */
    bool is_optimised; /* as far as the compiler wrote that down: gcc does */
};

/* Look at the file `path`. The folders of its sources, and those in which they were
 * compiled, are added to `folders`, each once, if they are on this machine and none of
 * the system's; NULL: they are not wanted. -1: memory ran out. */
int ll_built_look(const char *path, struct ll_built *built, struct ll_strings *folders,
                  struct ll_error *err) LL_MUST_CHECK;

/* Whether a library at that path is the system's. */
bool ll_built_is_systems(const char *path);

#endif
