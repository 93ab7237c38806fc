/* SPDX-License-Identifier: MIT
 *
 * fingerprint: by what a code host knows a fault again in a later report. */
#ifndef LL_REPORT_FINGERPRINT_H
#define LL_REPORT_FINGERPRINT_H

#include "base/digest.h"
#include "diag/diag.h"
#include "sweep/sweep.h"

/* The digest of the kind, and of the reader's own functions on the stack with their
 * files. It stays the same when lines move; two faults may have the same. */
void ll_fingerprint(const struct ll_diag *diag, const char *const *roots,
                    char hex[LL_DIGEST_HEX]);

/* The same of a failed allocation: of its outcome, and of the functions that asked for
 * the memory. */
void ll_fingerprint_attempt(const struct ll_attempt *attempt, const char *const *roots,
                            char hex[LL_DIGEST_HEX]);

#endif
