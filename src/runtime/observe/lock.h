/* SPDX-License-Identifier: MIT
 *
 * lock: takes from the process what no unit needs, before the first code of the
 * submission runs. The gate refuses functions by name, but a pointer to one function of
 * the C library leads to all others. So the kernel refuses them, by a seccomp filter
 * that only this process has: from here on, no descriptor can be copied, sent away or
 * set differently, no memory can be made executable, and no other filter is added.
 * Where no tool runs, the program cannot handle SIGSEGV or SIGBUS either: it could
 * hide that it uses freed memory.
 *
 * Under Valgrind, blocks from malloc can be executed, and so can the pages of large
 * static arrays: a submission could write requests to Valgrind there. The lock makes
 * all such pages plain memory, and provides malloc's memory before (shared/heap.h): it
 * gets no more from the kernel after that. A host has done both for its children; the
 * lock looks again.
 */
#ifndef LL_RUNTIME_OBSERVE_LOCK_H
#define LL_RUNTIME_OBSERVE_LOCK_H

/* Lock the process. `nowhere` is a descriptor that may still be copied, to stdout and
 * stderr alone. Ends the program with LL_OBSERVE_MISUSED when the kernel refuses. */
void ll_lock(int nowhere);

#endif
