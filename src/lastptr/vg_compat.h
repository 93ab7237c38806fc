/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * vg_compat: what differs between Valgrind 3.19 and 3.25, in one place.
 *
 * LP_VG is the version of the Valgrind that the tool is built against, as
 * 100 * major + minor; CMake defines it and refuses versions outside 3.19 - 3.25.
 */
#ifndef LP_VG_COMPAT_H
#define LP_VG_COMPAT_H

#include "pub_tool_basics.h"
#include "pub_tool_vki.h"
#include "pub_tool_aspacemgr.h"
#include "pub_tool_debuginfo.h"
#include "pub_tool_machine.h"
#include "pub_tool_libcbase.h"
#include "pub_tool_libcassert.h"
#include "pub_tool_libcprint.h"
#include "pub_tool_libcfile.h"
#include "pub_tool_libcproc.h"
#include "pub_tool_mallocfree.h"
#include "pub_tool_replacemalloc.h"
#include "pub_tool_options.h"
#include "pub_tool_stacktrace.h"
#include "pub_tool_threadstate.h"
#include "pub_tool_tooliface.h"
#include "pub_tool_clientstate.h"
#include "pub_tool_vkiscnums.h"

#if LP_VG < 319 || LP_VG > 325
#error "lastptr builds against Valgrind 3.19 to 3.25"
#endif

/* Zeroed pages for shadow tables; ends the run when there are none. Since 3.21 the
 * call returns a SysRes. */
static inline void *lp_pages(SizeT size)
{
#if LP_VG >= 321
    SysRes res = VG_(am_shadow_alloc)(size);
    void *pages = sr_isError(res) ? NULL : (void *)(Addr)sr_Res(res);
#else
    void *pages = VG_(am_shadow_alloc)(size);
#endif
    if (!pages) {
#if LP_VG >= 321
        VG_(out_of_memory_NORETURN)("lastptr.shadow", size, sr_Err(res));
#else
        VG_(out_of_memory_NORETURN)("lastptr.shadow", size);
#endif
    }
    return pages;
}

/* Since 3.22 the original alignment travels with an aligned allocation. */
#if LP_VG >= 322
#define LP_ALIGN_ARGS SizeT align, SizeT asked_align
#define LP_ALIGN_USED (void)asked_align
#else
#define LP_ALIGN_ARGS SizeT align
#define LP_ALIGN_USED (void)0
#endif

/* The parameters of memalign and of the aligned operators new and delete. */
#if LP_VG >= 322
#define LP_MEMALIGN_ARGS SizeT align, SizeT asked_align, SizeT size
#define LP_NEW_ALIGNED_ARGS SizeT size, SizeT align, SizeT asked_align
#else
#define LP_MEMALIGN_ARGS SizeT align, SizeT size
#define LP_NEW_ALIGNED_ARGS SizeT size, SizeT align
#endif

/* A core option that no public header declares: a child after fork() writes nothing
 * to the parent's report. */
extern Bool VG_(clo_child_silent_after_fork);

#endif
