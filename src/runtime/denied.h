/* SPDX-License-Identifier: MIT
 *
 * denied: tells lastptr that an allocation was made to fail, so that its log of events
 * has the moment (docs/events.md). Outside of Valgrind it does nothing.
 */
#ifndef LL_RUNTIME_DENIED_H
#define LL_RUNTIME_DENIED_H

#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#else
#define VALGRIND_DO_CLIENT_REQUEST_STMT(request, a, b, c, d, e) ((void)(a))
#endif

#define LL_REQUEST_DENIED VG_USERREQ_TOOL_BASE('L', 'P')

/* `number`: of the allocation, as the sweep counts them; 0: nothing counts them. */
static inline void ll_tell_denied(unsigned long number)
{
    VALGRIND_DO_CLIENT_REQUEST_STMT(LL_REQUEST_DENIED, number, 0, 0, 0, 0);
}

#endif
