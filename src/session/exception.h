/* SPDX-License-Identifier: MIT
 *
 * exception: which exception of Python ended a script. The interpreter prints it and
 * exits with 1, which alone does not tell a reader what happened.
 */
#ifndef LL_SESSION_EXCEPTION_H
#define LL_SESSION_EXCEPTION_H

#include "session/session.h"

/* Append what ended the script of the subject, by the first run that shows it: "an
 * exception ended the script, in line 12 of shapes.py: ValueError: no such shape",
 * without the line when none of the script's is known. False: nothing was appended,
 * since no exception ended it, or none is known. */
bool ll_exception_say(const struct ll_result *result, struct ll_buf *out);

/* The same, if there is one in what the script printed. `script` is its name, without
 * its folder. */
bool ll_exception_find(const char *output, const char *script, struct ll_buf *out);

#endif
