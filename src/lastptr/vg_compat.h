/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * vg_compat: what differs between Valgrind 3.19 and 3.27, in one place.
 *
 * LP_VG is the version of the Valgrind that the tool is built against, as
 * 100 * major + minor; CMake defines it. It refuses versions before 3.19, and those
 * after 3.27 with which the tool does not build.
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

#if LP_VG < 319
#error "lastptr builds against Valgrind 3.19 and newer"
#endif

/* Since 3.22 an aligned allocation also gets the alignment that the program asked for.
 */
#if LP_VG >= 322
#define LP_ALIGN_USED (void)asked_align
#define LP_MEMALIGN_ARGS SizeT align, SizeT asked_align, SizeT size
#define LP_NEW_ALIGNED_ARGS SizeT size, SizeT align, SizeT asked_align
#else
#define LP_ALIGN_USED (void)0
#define LP_MEMALIGN_ARGS SizeT align, SizeT size
#define LP_NEW_ALIGNED_ARGS SizeT size, SizeT align
#endif

/* lastptr's sources are under version 2 or later, Valgrind since 3.26 under 3 or later:
 * so is the program that is made of both. */
#if LP_VG >= 326
#define LP_LICENCE "GNU GPL version 3 or later"
#else
#define LP_LICENCE "GNU GPL version 2 or later"
#endif

/* Options of the core that no public header declares. The first one: a child after
 * fork() writes nothing into the parent's report. The second one: stacks show inlined
 * calls, as in memcheck's reports. */
extern Bool VG_(clo_child_silent_after_fork);
extern Bool VG_(clo_read_inline_info);

/* Moves a descriptor to a number that the program cannot use. Not declared either. */
extern Int VG_(safe_fd)(Int fd);

/* What the kernel told the program when it was started (AT_...). Not declared either.
 */
extern UWord *VG_(client_auxv);

#endif
