/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * frames: stack frames and threads that end; values that functions return.
 *
 * When a function returns, the words of its frame cease to exist, and the pointers in
 * its local variables are lost. Valgrind's own events for stack memory come too late:
 * by the ABI the 128 bytes below the stack pointer are still in use after the return.
 * So the tool watches the return instruction itself. At that moment the end of the
 * frame is known (it is the new stack pointer), and the unwinder and the names of the
 * variables still work.
 *
 *        new sp ─►┌────────────┐ the caller's frame
 *                 │ return addr│
 *                 │ locals     │ end now
 *        low    ─►│  p         │ the lowest word that may have an entry
 *                 │            │ (if low is above the new sp, nothing is lost)
 *
 * `low` makes this cheap: most returns compare two numbers only. `low` is a bound, not
 * an exact value: after a return the next word with an entry is searched for a short
 * distance only. So a caller with a huge empty array does not cost a long search on
 * each return.
 *
 * If another instruction than a return raises the stack pointer, the frames below end
 * as well. Examples: longjmp, the end of an array of variable length.
 *
 * Returned values. When the only pointer to a block is in the register of the returned
 * value, the block is not lost: the caller may store the value. If the caller does not
 * store it, the place of the loss is the call. So the block remembers how far up in its
 * allocation stack the value has come, and each return moves it up by one frame. No
 * stack is captured for this: the allocation stack has the frames already.
 */
#include "frames.h"
#include "arch.h"
#include "count.h"
#include "elf.h"
#include "events.h"
#include "functions.h"
#include "lines.h"
#include "shadow.h"
#include "snapshot.h"
#include "translation.h"
#include "writes.h"

#define SEARCH_BYTES 512

static Bool *exits; /* by thread: it ends by itself, not with the process */

/* The words below `end` no longer exist. */
static void cut_stack(Addr end)
{
    Addr high = lp_stack_high(lp_running_thread());
    Addr limit = end + SEARCH_BYTES;

    lp_range_left(lp_running.low, end);
    lp_running.low = lp_entry_next(end, limit < high ? limit : high);
}

/* --- returned values --- */

static Bool move_site(struct block *block, Addr call_ip)
{
    UInt depth;

    for (depth = block->site_depth + 1; depth < block->site->depth; depth++) {
        if (block->site->ips[depth] == call_ip) {
            block->site_depth = depth;
            return True;
        }
    }
    return False;
}

/* For a pointer into the middle it does not matter that the first address is on its
 * way.
 */
static Bool is_on_way(UWord value)
{
    const struct block *block = lp_heap_find(value);

    if (!block)
        return False;
    return value == block->start ? block->on_way != 0
                                 : (block->on_way & ~LOSS_BIT(LOSS_START)) != 0;
}

static Bool site_is_at_end(const struct block *block)
{
    return block->site_depth + 1 >= block->site->depth;
}

/* A value that is on its way already moves up in its stack only. If another function
 * seems to return it, the register is stale, or holds bytes that nobody has set. But
 * the stack may have been cut off where it got too deep. `starts`: the value's way
 * begins with this return. */
static void follow_value(const struct return_site *site, UWord value, Addr call_ip,
                         Bool starts)
{
    struct block *block = lp_heap_find(value);

    if (!is_on_way(value))
        return;
    if (value != block->start)
        lp_way_end(block, LOSS_BIT(LOSS_START));
    if (!move_site(block, call_ip)) {
        if (!site->own_code || !(starts || site_is_at_end(block)))
            return;
        block->site = lp_trace(VG_(get_running_tid)())->stack;
        block->site_depth = 1;
    }
    block->site_when = lp_loss_number();
    if (site->own_code)
        block->site_how = HOW_RETURN_IGNORED;
    if (lp_snapshots_on)
        lp_snapshot_of_return(block, lp_running_thread());
}

/* --- the statement that left a function --- */

/* Whether the instruction is in the function, but not at its end. */
static Bool is_statement_of(const struct function *function, Addr ip)
{
    const HChar *file;
    UInt line;

    return ip && function && lp_function_at(ip) == function &&
           !lp_is_inlined(function, ip) && lp_source_line(ip, &file, NULL, &line) &&
           line != function->end_line;
}

VG_REGPARM(1) void lp_on_call_at_end(const struct function *function)
{
    if (is_statement_of(function, lp_running.last_ip)) {
        lp_running.left = function;
        lp_running.left_by = lp_running.last_ip;
    }
}

/* The instruction that jumped to the function's end. What the end called has left its
 * own last jump; then the one before the calls counts. */
static Addr left_by(const struct return_site *site)
{
    const struct function *function = lp_function_at(site->ip);

    if (lp_running.left == function && function &&
        !is_statement_of(function, lp_running.last_ip))
        return lp_running.left_by;
    return lp_running.last_ip;
}

VG_REGPARM(0)
void lp_on_return(struct return_site *site, Addr new_sp, UWord value, UWord second,
                  Addr to)
{
    ThreadId tid = lp_running_thread();
    Addr end = new_sp + site->stack_parameters; /* they belong to the function too */
    Bool value_on_way = is_on_way(value), second_on_way = is_on_way(second);

    if (lp_running.low < end && lp_is_stack_of(tid, end - lp_arch.pushed)) {
        Addr return_ip = site->return_ip;

        if (!return_ip && site->ask_last_ip)
            return_ip = left_by(site);
        lp_return_begin(site, value, second);
        lp_cause_frame(tid, HOW_SCOPE_END, site->ip, new_sp, return_ip);
        cut_stack(end);
        lp_return_end();
    }
    if (site->has_value) {
        follow_value(site, value, to - 1, !value_on_way);
        if (site->wide_value)
            follow_value(site, second, to - 1, !second_on_way);
    }
}

VG_REGPARM(1) void lp_on_jump(Addr sp)
{
    ThreadId tid = lp_running_thread();

    if (!lp_is_stack_of(tid, sp))
        return;
    lp_cause(tid, HOW_SCOPE_END);
    cut_stack(sp);
}

/* --- jumps of the stack pointer --- */

static Bool calls(const struct trace *trace, const HChar *part)
{
    DiEpoch epoch = VG_(current_DiEpoch)();
    const HChar *name;
    UInt i;

    for (i = 0; i < trace->depth; i++) {
        if (VG_(get_fnname)(epoch, trace->ips[i], &name) && VG_(strstr)(name, part))
            return True;
    }
    return False;
}

VG_REGPARM(2) void lp_on_stack_cut(Addr new_sp, Addr link)
{
    ThreadId tid = lp_running_thread();
    const struct trace *trace;
    enum how how = HOW_LONGJMP;

    if (lp_running.low >= new_sp || !lp_is_stack_of(tid, new_sp - 8) ||
        !lp_is_stack_of(tid, VG_(get_SP)(tid)))
        return;
    trace = lp_trace_of_caller(tid, link);
    if (calls(trace, "pthread_exit")) {
        how = HOW_THREAD_END;
    } else if (!calls(trace, "longjmp")) { /* the end of an array, for example */
        how = HOW_SCOPE_END;
        trace = lp_trace(tid);
    }
    lp_cause_at(tid, how, trace, 0);
    cut_stack(new_sp);
}

/* --- the end of a thread --- */

/* The bytes of the program's own variables of a thread. */
static SizeT program_tls(void)
{
    const UWord *entry = VG_(client_auxv);
    const struct elf_part *part = NULL;
    UWord count = 0;

    for (; entry && entry[0]; entry += 2) { /* AT_NULL */
        if (entry[0] == AT_PHDR)
            part = (const struct elf_part *)entry[1];
        else if (entry[0] == AT_PHNUM)
            count = entry[1];
    }
    for (; part && count; part++, count--) {
        if (part->type == PT_TLS)
            return part->size + part->align;
    }
    return 0;
}

/* Above its stack a thread has its variables and the C library's record of it: on some
 * machines the record is the upper one, on others the program's variables are. What
 * follows belongs to others, even if it is in the same segment. */
static Addr thread_memory_end(ThreadId tid, Addr stack_high)
{
    const NSegment *segment = VG_(am_find_nsegment)(stack_high - 1);
    Addr record;

    VG_(get_shadow_regs_area)
    (tid, (UChar *)&record, 0, lp_arch.thread, sizeof record);
    if (!segment || record < segment->start || record > segment->end)
        return stack_high;
    return record + lp_arch.record + (lp_arch.tls_above ? program_tls() : 0);
}

/* The thread's function has returned; only frames of the C library are left. So the
 * last return of the program's own code is put in front of them. */
static const struct trace *trace_of_end(ThreadId tid, const struct return_site *last)
{
    static struct trace end;

    end = *lp_trace(tid);
    if (last && end.depth < LP_DEPTH_MAX) {
        VG_(memmove)(end.ips + 1, end.ips, end.depth * sizeof *end.ips);
        end.ips[0] = last->ip;
        end.stack = lp_stack_intern(end.ips, ++end.depth);
    }
    end.known_cfas = 0;
    return &end;
}

static void on_thread_exit(ThreadId tid)
{
    const struct return_site *last = lp_last_return(tid);
    Addr high = lp_stack_high(tid);

    if (exits[tid] && high) {
        lp_cause_at(tid, HOW_THREAD_END, trace_of_end(tid, last),
                    last ? last->return_ip : 0);
        lp_range_weaken(lp_stack_low(tid), thread_memory_end(tid, high));
    }
    if (UNLIKELY(lp_events_on))
        lp_writes_thread_ended(tid);
    exits[tid] = False;
    lp_thread_forget(tid);
}

/* The core tells the end of a thread also when the process ends. The system calls show
 * the difference: exit ends one thread, exit_group ends all and leaves their stacks as
 * they are. */
static void before_syscall(ThreadId tid, UInt number, UWord *args, UInt count)
{
    (void)args;
    (void)count;
    if (number == __NR_exit)
        exits[tid] = True;
}

static void after_syscall(ThreadId tid, UInt number, UWord *args, UInt count,
                          SysRes res)
{
    (void)tid;
    (void)number;
    (void)args;
    (void)count;
    (void)res;
}

void lp_frames_init(void)
{
    exits = VG_(calloc)("lastptr.exits", VG_N_THREADS, sizeof *exits);
    VG_(track_pre_thread_ll_exit)(on_thread_exit);
    VG_(needs_syscall_wrapper)(before_syscall, after_syscall);
}
