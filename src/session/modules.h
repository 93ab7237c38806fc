/* SPDX-License-Identifier: MIT
 *
 * modules: the Python modules that a subject's sources are, and modules.c, which tells
 * the runtime of them (runtime/hooks.h).
 *
 * A source in Cython, NAME.pyx, is the module NAME. A source in C is a module when it
 * has a function PyInit_NAME; the module is then called NAME. In a folder with an
 * __init__.py it is part of a package, and is called "folder.NAME". Python imports from
 * the folder that holds the outermost package, and from the folder of the script.
 */
#ifndef LL_SESSION_MODULES_H
#define LL_SESSION_MODULES_H

#include "session/session.h"

/* The file's name in the work folder. */
#define LL_MODULES_FILE "modules.c"

/* Append the text of modules.c; nothing when no source is a module. An input fault when
 * there is a script all the same. `only_from`: the one folder to import from; NULL:
 * those above. */
int ll_modules_text(const struct ll_subject *subject, const char *only_from,
                    struct ll_buf *text, struct ll_error *err) LL_MUST_CHECK;

/* Whether a source is a module, so that an interpreter is started. */
bool ll_modules_any(const struct ll_subject *subject);

#endif
