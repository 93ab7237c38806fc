/* SPDX-License-Identifier: MIT
 *
 * reach: lets an isolated job use files of leaklab, wherever leaklab lies.
 *
 * As root, isolated jobs run as a grading user (see user.c). Such a user cannot enter
 * every folder: root's home is closed to others, and so is all that is cloned there or
 * made with a umask of 077. What a job needs from such a place is copied to where it
 * can be read. That works without any privilege over mounts, which most containers do
 * not give, and hands no open folder to a program that is not trusted.
 */
#ifndef LL_JAIL_REACH_H
#define LL_JAIL_REACH_H

#include <stdbool.h>

#include "base/error.h"

/* Where an isolated job can read `folder` (absolute): there, where the job's user can
 * enter it; else in a copy below $TMPDIR, made once and removed when this process ends.
 * Links to absolute paths stay links. New string; NULL with an error when the folder
 * cannot be copied. Safe to call from several threads. */
char *ll_reach(const char *folder, struct ll_error *err) LL_MUST_CHECK;

/* Whether all folders above `path` (absolute) let others pass. */
bool ll_reach_lets_pass(const char *path);

/* Copy the folder `from` to `to`, which does not exist: what is in it can then be read
 * and executed by everybody who can enter the folder that `to` is in. */
int ll_reach_copy(const char *from, const char *to, struct ll_error *err) LL_MUST_CHECK;

#endif
