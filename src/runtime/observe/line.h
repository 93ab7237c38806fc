/* SPDX-License-Identifier: MIT
 *
 * line: the conversation with the grader (see runtime/observe.h): frames, each with a
 * code that only who has the run's key can compute. The key is kept here, in two
 * halves. */
#ifndef LL_RUNTIME_OBSERVE_LINE_H
#define LL_RUNTIME_OBSERVE_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/observe.h"

/* The order that was read. Its key is wiped. */
extern struct ll_observe_order ll_line_order;

/* Read the order, hide its key and move the descriptor of the conversation. Ends the
 * program with LL_OBSERVE_MISUSED when there is no order. */
void ll_line_open(void);

/* Whether the conversation is open. */
bool ll_line_is_open(void);

uint64_t ll_line_secret(enum ll_observe_secret what, uint64_t of);

/* The number of frames sent so far. */
uint64_t ll_line_frames(void);

/* Send a frame that has two parts. */
void ll_line_send(enum ll_frame_kind kind, const void *first, size_t first_bytes,
                  const void *rest, size_t rest_bytes);

/* Move a descriptor to a number that the submission cannot know. Returns it. */
int ll_line_move(int fd, uint64_t secret);

/* Wipe the key and close the conversation. */
void ll_line_close(void);

/* End the program: it was not started in the way that observe.h describes. */
_Noreturn void ll_line_misused(void);

#endif
