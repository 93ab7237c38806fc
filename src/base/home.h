/* SPDX-License-Identifier: MIT
 *
 * home: find leaklab's own files: lessons, templates, runtime objects, sources.
 *
 * The places, in the order in which they are tried:
 *   1. $LEAKLAB_HOME
 *   2. the build tree, from the program's place in it: build/leaklab or
 *      build/tests/... finds build/runtime, and lessons beside build
 *   3. the installed files: bin/leaklab finds ../share/leaklab/lessons and
 *      ../lib/leaklab/runtime
 *   4. the prefix that leaklab was configured for, so that another program that links
 *      libleaklab finds the installed files, too
 */
#ifndef LL_BASE_HOME_H
#define LL_BASE_HOME_H

#include <stdbool.h>

#include "base/error.h"

/* The file that marks a folder of a learner's own lessons. */
#define LL_HOME_OWN ".leaklab"

/* For the commands of learners: set $LEAKLAB_HOME to the nearest folder of the user's
 * own lessons, from the current folder upwards, unless it is set. Only a folder whose
 * mark belongs to the user counts: what another one left in /tmp is not run. Does
 * nothing where there is none. */
int ll_home_enter(struct ll_error *err) LL_MUST_CHECK;

/* The folder that holds the lesson folders. New string. */
char *ll_home_lessons(struct ll_error *err);

/* Whether a lesson is one of an installed leaklab. */
bool ll_home_is_installed(const char *lesson);

/* The folder with the templates of new lessons (see author/skeleton.h). New string. */
char *ll_home_templates(struct ll_error *err);

/* The folder with the runtime objects: finish.o, fail.o, python.o. New string. */
char *ll_home_runtime(struct ll_error *err);

/* The folder `name` of files built for programs under test: beside the program, or in
 * lib/leaklab. New string. */
char *ll_home_built(const char *name, struct ll_error *err);

/* What installs packages: " (scripts/bootstrap gdb)", in a checkout or an exported copy
 * of one; "" where leaklab is installed. `words` are packages or parts, as that script
 * takes them. */
struct ll_home_advice {
    char text[80];
};
struct ll_home_advice ll_home_advise(const char *words) LL_MUST_CHECK;

/* The folder with what `leaklab export vscode` fills in. An exported copy has it, too.
 * New string. */
char *ll_home_editor(struct ll_error *err);

/* The folder of leaklab's sources, with src/cli/export/: the checkout, or the installed
 * copy of it. An exported copy has no sources: that is an error that says so. New
 * string. */
char *ll_home_sources(struct ll_error *err);

#endif
