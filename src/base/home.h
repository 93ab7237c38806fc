/* SPDX-License-Identifier: MIT
 *
 * home: where leaklab finds what belongs to it.
 *
 * Looked for in this order: $LEAKLAB_HOME; beside the program in its build tree
 * (build/leaklab or build/tests/..., build/runtime, lessons beside build); as installed
 * (bin/leaklab, ../share/leaklab/lessons, ../lib/leaklab/runtime), also when the
 * program is another one that links libleaklab.
 */
#ifndef LL_BASE_HOME_H
#define LL_BASE_HOME_H

#include "base/error.h"

/* The folder that holds the lesson folders. New string. */
char *ll_home_lessons(struct ll_error *err);

/* The folder with what new lessons are made of (see author/skeleton.h). New string. */
char *ll_home_templates(struct ll_error *err);

/* The folder with the runtime objects: finish.o, fail.o, python.o. New string. */
char *ll_home_runtime(struct ll_error *err);

/* The folder `name` of what was built for programs under test: beside the program or
 * in lib/leaklab. New string. */
char *ll_home_built(const char *name, struct ll_error *err);

/* The folder of leaklab's sources, with src/cli/export/: the checkout, or what was
 * installed of it. What was exported has none: an error that says so. New string. */
char *ll_home_sources(struct ll_error *err);

#endif
