/* SPDX-License-Identifier: MIT
 *
 * recording: a run of a program with the log of events (docs/events.md).
 */
#ifndef LL_PICTURE_RECORDING_H
#define LL_PICTURE_RECORDING_H

#include "session/session.h"
#include "sweep/log.h"

struct ll_recording {
    char *folder; /* owned: holds the files below */
    char *own;    /* owned: of a run in isolation, the files below are copies in here */
    char *program;       /* owned: the executable, with its debug information */
    char *log;           /* owned */
    struct ll_run run;   /* owned: its output, how it ended */
    struct ll_log swept; /* owned: its only point is the allocation that failed, where
                            the subject asks for that */
    bool keep;
};

/* Build the subject and run it under the tool that follows pointers. An error says what
 * is missing or does not compile, or that the run has no such allocation. Release it in
 * any case. */
int ll_recording_make(struct ll_recording *recording, const struct ll_session *session,
                      const struct ll_subject *subject,
                      struct ll_error *err) LL_MUST_CHECK;
void ll_recording_release(struct ll_recording *recording);

#endif
