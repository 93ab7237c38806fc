/* SPDX-License-Identifier: MIT
 *
 * progress: on a terminal, one line on stderr that says which tools run just now, and
 * on which files.
 */
#ifndef LL_CLI_PROGRESS_H
#define LL_CLI_PROGRESS_H

#include "session/session.h"

/* Show the runs of `session` as they begin, and erase the line whenever none is left.
 * Do nothing where stderr is no terminal, or one that cannot erase (TERM=dumb), and
 * where the working folders are kept, as their names go to stderr, too. */
void ll_progress_show(struct ll_session *session);

#endif
