/* SPDX-License-Identifier: MIT
 *
 * sanitizer: makes a check for leaks cheaper.
 *
 * LeakSanitizer looks for pointers in the variables of all libraries, its own as well:
 * 5.6 MB of tables that hold no pointer of the program's. Most of their pages are
 * touched for the first time then, in each process anew. That is half of the time that
 * a process of a sweep takes. */
#ifndef LL_RUNTIME_FINISH_SANITIZER_H
#define LL_RUNTIME_FINISH_SANITIZER_H

/* Have the check leave out the variables of LeakSanitizer's library that are zero at
 * the start. Does nothing where it is part of the program. To be called once, before
 * there are threads. */
void ll_sanitizer_leave_out_itself(void);

#endif
