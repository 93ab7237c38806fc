/* SPDX-License-Identifier: MIT
 *
 * cython: translates the sources in Cython to C, or to C++.
 *
 *     noise.pyx ── cython3 -3 --line-directives --cleanup 3 ──► noise.pyx.c
 *
 * in the work folder, with the lines of the .pyx (cython_lines.h). `--cleanup 3` makes
 * the module free what it keeps: without it, a module that is right leaks, too. The
 * program is `cython`, as a virtual environment has it, or `cython3`, as Debian has it.
 *
 * A source becomes C++, in "noise.pyx.cpp", if it asks for it ("# distutils: language =
 * c++"), needs it (it takes something from libcpp, or declares a cppclass), or if a
 * source that is not in Cython is in C++.
 */
#ifndef LL_SESSION_CYTHON_H
#define LL_SESSION_CYTHON_H

#include "base/digest.h"
#include "session/session.h"

bool ll_cython_is(const char *source); /* whether its name ends with ".pyx" */
bool ll_cython_any(const struct ll_subject *subject);

/* The last name of the module that `source` is: the subject's `module`, or the name of
 * the file. A new string; NULL: out of memory. */
char *ll_cython_module(const struct ll_subject *subject, const char *source);

/* Whether a source in Cython, whose text this is, becomes C++. */
bool ll_cython_asks_plus(const char *text);

/* Whether a source of the subject is in C++, or becomes C++. */
bool ll_cython_any_plus(const struct ll_subject *subject);

/* Append the name that the C or C++ of `source` has in the work folder `dir`. */
bool ll_cython_made(const struct ll_subject *subject, const char *dir,
                    const char *source, struct ll_buf *out);

/* Append the sources as a C compiler reads them: of a source in Cython, its C in the
 * work folder `dir`. */
int ll_cython_sources(const struct ll_subject *subject, const char *dir,
                      struct ll_strings *sources, struct ll_error *err) LL_MUST_CHECK;

/* Translate all sources in Cython into the folder `dir`. `run` gets what Cython says,
 * and the time. 1: there is no program, and `run` says why. -1: harness error. */
int ll_cython_translate(const struct ll_subject *subject, const char *dir,
                        struct ll_run *run, struct ll_error *err) LL_MUST_CHECK;

/* Add to the digest what the translation of the subject's sources depends on. False: a
 * file cannot be read. */
bool ll_cython_digest(const struct ll_subject *subject, struct ll_digest *digest);

/* Add to the digest which Cython translates: the file of its program, and the version
 * that it prints, which also tells apart what one file starts, such as that of pyenv.
 * -1: harness error. */
int ll_cython_digest_version(struct ll_digest *digest,
                             struct ll_error *err) LL_MUST_CHECK;

/* How it is called. NULL ends them. */
extern const char *const ll_cython_options[];

/* The programs to try, the first that is there; NULL ends them. */
extern const char *const ll_cython_programs[];

#endif
