/* SPDX-License-Identifier: MIT
 *
 * canaries: known faults at the end of a run, which the tool's report must hold: a lost
 * block, a read of freed memory and a read of a byte that was never written. */
#ifndef LL_RUNTIME_OBSERVE_CANARIES_H
#define LL_RUNTIME_OBSERVE_CANARIES_H

/* Take what the canaries need from the key, which is wiped afterwards. */
void ll_canaries_prepare(void);

/* Before the leak check. Under AddressSanitizer, whose first report of a bad access
 * ends the program, only the lost block. */
void ll_canaries_before_check(void);

/* After the leak check, under AddressSanitizer: write to the report at `fd` the line
 * that separates leaks and canary, and read freed memory. */
void ll_canaries_after_check(int fd);

#endif
