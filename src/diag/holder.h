/* SPDX-License-Identifier: MIT
 *
 * holder: which variable held an open file, folder or descriptor, or a thread. A
 * descriptor is a number, and so is a pthread_t, and no tool follows numbers; the
 * source tells which variable gets the result of the call that opened it, and of each
 * function that returned it from there, and which one pthread_create was given for a
 * thread.
 */
#ifndef LL_DIAG_HOLDER_H
#define LL_DIAG_HOLDER_H

#include "diag/diag.h"

/* Of a thread leak, where the source shows that the thread is detached, `operation`
 * becomes LL_DETACHED. Of a descriptor leak or a thread leak without a variable: set
 * `variable` to the last one that the source shows to have held it, such as
 * "log->file". If this is a variable that ended with its function, and the number stood
 * nowhere else, `how` becomes LL_LOSS_SCOPE_END. Of a data race in a block: set
 * `variable` to what the line that wrote changes, such as "hall->unused", if it changes
 * one thing only. Changes nothing else, and no other fault. False when memory ran out.
 */
bool ll_holder_find(struct ll_diag *diag, const char *const *roots);

#endif
