/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lastptr: a Valgrind tool that says where the last pointer to a block was lost.
 *
 * For every live heap block the tool knows how many memory words point into it. A store
 * of the program may add a pointer and may remove one. So may the end of a frame, the
 * release of a block, and a system call that writes memory. When the count of a block
 * falls to zero, the program loses the block there: the tool keeps the call stack, the
 * way of the loss and the variable that held the pointer. If a pointer comes back (it
 * was in a register meanwhile), the loss is cancelled.
 *
 *       program's memory            shadow map                blocks
 *      ┌────────────────┐       word ─► entry            ┌──────────────────┐
 *      │ p ─────────────┼────►  [id 7, to its start] ───►│ 7: 80 bytes      │
 *      │ q ─────────────┼────►  [id 7, inside]       ───►│    strong 2      │
 *      └────────────────┘                                │    starts 1      │
 *                                                        └──────────────────┘
 * docs/internals/lastptr-counting.md explains how pointers are counted.
 *
 * The modules, from the bottom to the top. A module uses only modules above it in this
 * list; scripts/check-calls finds circles.
 *   vg_compat      what differs between releases of Valgrind
 *   losses         what is remembered of a loss (types only)
 *   records        the table of blocks
 *   shadow         the two maps: word -> entry, address -> block
 *   mappings       where the program's mappings of memory begin
 *   threads        the stacks of threads; the value that a function returns
 *   stacks         call stacks, captured fast and stored once
 *   lines          source lines of instructions
 *   sections       debug information: the sections of a file (read with cursor.h)
 *   forms          debug information: values of attributes
 *   dwarf          debug information: entries (DIEs) of the program's objects
 *   types          debug information: types that are asked for often
 *   functions      debug information: functions and their variables
 *   names          the source's name for the place that held a pointer
 *   fields         the source's words for a place that has no name of its own
 *   events         the log of events
 *   copies         what the log of events already tells of the program's memory
 *   own            which memory is the program's own, for the log of events
 *   writes         which bytes of that memory have changed
 *   snapshot       what the program's variables held at a loss
 *   rings          whether a block that has pointers is lost all the same
 *   count          counts pointers; records and cancels losses
 *   blocks         the program's heap: malloc, free, ghosts, quarantine
 *   pools          blocks that the program's own allocator hands out
 *   frames         the ends of stack frames and threads; returned values
 *   origins        which stores make only weak copies
 *   instrument     which instructions call the counters
 *   places         at which statement a loss is told
 *   leakcheck      at exit: which blocks are lost, classified as by memcheck
 *   output         the report
 *   main           options, and what the core calls (this file)
 */
#include "blocks.h"
#include "count.h"
#include "events.h"
#include "frames.h"
#include "instrument.h"
#include "mappings.h"
#include "output.h"
#include "pools.h"
#include "snapshot.h"
#include "writes.h"

static const HChar *events_file, *snapshots_file;
static Long events_limit_mb = 256;

/* --- memory that changes without a store --- */

static void on_syscall_write(CorePart part, ThreadId tid, Addr from, SizeT size)
{
    if (part != Vg_CoreSysCall || !size) /* a signal's frame has stale registers */
        return;
    lp_cause(tid, HOW_OVERWRITTEN);
    lp_range_changed(from, size, False);
    if (UNLIKELY(lp_events_on))
        lp_writes_changed(from, size);
}

static void gone(Addr from, SizeT size)
{
    lp_cause(VG_(get_running_tid)(), HOW_CONTAINER_FREED);
    lp_range_gone(from, from + size);
}

static void on_map(Addr from, SizeT size, Bool r, Bool w, Bool x, ULong debug_handle)
{
    (void)r;
    (void)w;
    (void)x;
    (void)debug_handle;
    gone(from, size); /* the new mapping may have replaced an older one */
    lp_mapping_made(from, size);
}

static void on_unmap(Addr from, SizeT size)
{
    gone(from, size);
    lp_mapping_gone(from, size);
}

static void on_remap(Addr from, Addr to, SizeT size)
{
    lp_cause(VG_(get_running_tid)(), HOW_OVERWRITTEN);
    lp_range_moved(from, to, size);
    lp_mapping_made(to, size);
}

/* --- options --- */

static Bool option(const HChar *arg)
{
    if (VG_STR_CLO(arg, "--events", events_file)) {
    } else if (VG_BINT_CLO(arg, "--events-limit", events_limit_mb, 1, 1000000)) {
    } else if (VG_STR_CLO(arg, "--snapshots", snapshots_file)) {
    } else {
        return VG_(replacement_malloc_process_cmd_line_option)(arg);
    }
    return True;
}

static void usage(void)
{
    VG_(printf)
    ("    --events=<file>       write a log of events [none]\n"
     "    --events-limit=<n>    end the log after n megabytes [256]\n"
     "    --snapshots=<file>    write what variables held at losses, for leaklab "
     "[none]\n");
}

static void debug_usage(void)
{
    VG_(printf)("    (none)\n");
}

/* If the name of the report does not contain %p, only the parent writes a report. */
static void keep_children_out(void)
{
    Word i;

    for (i = 0; i < VG_(sizeXA)(VG_(args_for_valgrind)); i++) {
        const HChar *arg = *(HChar **)VG_(indexXA)(VG_(args_for_valgrind), i);

        if (VG_(strncmp)(arg, "--xml-file=", 11) == 0 && !VG_(strstr)(arg, "%p"))
            VG_(clo_child_silent_after_fork) = True;
    }
}

static void in_child(ThreadId tid)
{
    (void)tid;
    lp_events_forked();
}

static void options_read(void)
{
    /* So that a superblock has code of one function only and is entered at its start.
     */
    VG_(clo_vex_control).guest_chase = False;
    if (VG_(clo_xml))
        keep_children_out();
    VG_(atfork)(NULL, NULL, in_child);
    if (events_file) {
        lp_writes_init();
        lp_events_open(events_file, (ULong)events_limit_mb << 20);
    }
    if (snapshots_file)
        lp_snapshots_open(snapshots_file);
}

static void finish(Int exit_code)
{
    (void)exit_code;
    if (lp_events_on)
        lp_writes_flush();
    lp_events_close();
    lp_report(VG_(clo_xml));
}

static void start(void)
{
    VG_(details_name)("lastptr");
    VG_(details_version)(NULL);
    VG_(details_description)("says where the last pointer to a block was lost");
    VG_(details_copyright_author)("leaklab, " LP_LICENCE);
    VG_(details_bug_reports_to)("leaklab");
    VG_(details_avg_translation_sizeB)(700);

    VG_(clo_read_inline_info) = True;

    VG_(basic_tool_funcs)(options_read, lp_instrument, finish);
    VG_(needs_command_line_options)(option, usage, debug_usage);
    VG_(needs_xml_output)();
    VG_(needs_libc_freeres)();
    VG_(needs_cxx_freeres)();

    VG_(track_post_mem_write)(on_syscall_write);
    VG_(track_new_mem_mmap)(on_map);
    VG_(track_die_mem_munmap)(on_unmap);
    VG_(track_die_mem_brk)(gone);
    VG_(track_copy_mem_remap)(on_remap);
    lp_mappings_init();
    lp_blocks_init();
    lp_pools_init();
    lp_threads_init();
    lp_frames_init();
}

VG_DETERMINE_INTERFACE_VERSION(start)
