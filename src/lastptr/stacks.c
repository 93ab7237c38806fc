/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * stacks: call stacks, captured fast and stored once.
 *
 * To unwind a stack with debug information takes microseconds, and a program that
 * builds a list asks for the same stack a million times. So the last captures are
 * cached by instruction pointer and stack pointer. A cached stack is still right if
 * every return address is where it was:
 *
 *        sp ─► ┌──────────────┐ frame 0
 *              ├─ return addr ┤ return_at[0]   holds ips[1] + 1 ?
 *              │              │ frame 1
 *              ├─ return addr ┤ return_at[1]   holds ips[2] + 1 ?
 *
 * The check costs one load for each frame. It is exact: the same code at the same stack
 * pointer with the same return addresses is the same stack.
 *
 * A call pushes the return address, or leaves it in the link register. Then a function
 * that calls others stores it beside the caller's frame pointer, and points to both
 * with its own.
 */
#include "stacks.h"
#include "arch.h"
#include "threads.h"

#define BUCKETS 16384
#define CACHED 512

static struct stack *buckets[BUCKETS];
static UInt stack_count;
static struct trace *cache[CACHED];
static struct trace uncached;

static UInt hash_ips(const Addr *ips, UInt depth)
{
    ULong hash = depth;
    UInt i;

    for (i = 0; i < depth; i++)
        hash = (hash ^ ips[i]) * 0x9E3779B97F4A7C15ULL;
    return (UInt)(hash >> 32);
}

struct stack *lp_stack_intern(const Addr *ips, UInt depth)
{
    UInt hash = hash_ips(ips, depth);
    struct stack **bucket = &buckets[hash % BUCKETS];
    struct stack *stack;

    for (stack = *bucket; stack; stack = stack->next) {
        if (stack->hash == hash && stack->depth == depth &&
            VG_(memcmp)(stack->ips, ips, depth * sizeof *ips) == 0)
            return stack;
    }
    stack = VG_(perm_malloc)(sizeof *stack + depth * sizeof *ips, sizeof(Addr));
    VG_(memcpy)(stack->ips, ips, depth * sizeof *ips);
    stack->hash = hash;
    stack->number = ++stack_count;
    stack->depth = depth;
    stack->source = SOURCE_UNKNOWN;
    stack->next = *bucket;
    *bucket = stack;
    return stack;
}

static Addr register_of(ThreadId tid, Int reg)
{
    Addr value;

    VG_(get_shadow_regs_area)(tid, (UChar *)&value, 0, reg, sizeof value);
    return value;
}

static Bool has_link(void)
{
    return lp_arch.link != NO_REGISTER;
}

static Bool still_right(ThreadId tid, const struct trace *trace)
{
    UInt i;

    for (i = 0; i < trace->known_cfas; i++) {
        Addr at = trace->return_at[i];

        if ((at ? *(const Addr *)at : register_of(tid, lp_arch.link)) !=
            trace->ips[i + 1] + 1)
            return False;
    }
    return True;
}

static Bool lies_in_stack(ThreadId tid, const struct trace *trace)
{
    Addr outermost = trace->known_cfas ? trace->return_at[trace->known_cfas - 1] : 0;

    return !outermost || lp_is_stack_of(tid, outermost);
}

/* Whether the return address of every frame is at the place where still_right looks. */
static Bool can_be_checked(ThreadId tid, const struct trace *trace)
{
    UInt i;

    for (i = 0; i < trace->known_cfas; i++) {
        Addr at = trace->return_at[i];

        if (at ? (at & 7) || !lp_is_stack_of(tid, at) : i > 0 || !has_link())
            return False;
    }
    return still_right(tid, trace);
}

/* Where the frame that begins with `fp` has stored that return address; 0: not there.
 */
static Addr stored_beside(ThreadId tid, Addr fp, Addr return_address)
{
    Addr at = fp + 8;

    return !(at & 7) && lp_is_stack_of(tid, at) && *(const Addr *)at == return_address
               ? at
               : 0;
}

static void find_returns(ThreadId tid, struct trace *trace, const Addr *fps)
{
    UInt i;

    for (i = 0; i < trace->known_cfas; i++)
        trace->return_at[i] = has_link()
                                  ? stored_beside(tid, fps[i], trace->ips[i + 1] + 1)
                                  : trace->cfas[i] - 8;
}

/* Where unwinding information ends, the unwinder guesses. An address outside the code
 * of all objects is a wrong guess: the stack ends before it. */
static UInt real_depth(const Addr *ips, UInt depth)
{
    DiEpoch epoch = VG_(current_DiEpoch)();
    UInt i = 1;

    while (i < depth && VG_(find_DebugInfo)(epoch, ips[i]))
        i++;
    return i < depth ? i : depth;
}

/* `inner`: so many frames of the trace, 0 or 1, are known already. */
static void capture(ThreadId tid, struct trace *trace, UInt inner, Word ip_delta,
                    Word sp_delta)
{
    Addr sps[LP_DEPTH_MAX], fps[LP_DEPTH_MAX] = {0};
    UInt i, max = (UInt)VG_(clo_backtrace_size);

    if (max > LP_DEPTH_MAX)
        max = LP_DEPTH_MAX;
    trace->depth = inner + VG_(get_StackTrace_with_deltas)(
                               tid, trace->ips + inner, max - inner, sps + inner,
                               fps + inner, ip_delta, sp_delta);
    trace->depth = real_depth(trace->ips, trace->depth);
    trace->known_cfas = trace->depth ? trace->depth - 1 : 0;
    for (i = 0; i < trace->known_cfas; i++)
        trace->cfas[i] = sps[i + 1];
    find_returns(tid, trace, fps);
    trace->stack = lp_stack_intern(trace->ips, trace->depth);
}

static void begin(ThreadId tid)
{
    uncached.ip = VG_(get_IP)(tid);
    uncached.sp = VG_(get_SP)(tid);
    uncached.fp = has_link() ? register_of(tid, lp_arch.fp) : 0;
}

/* At a return instruction the frame is gone, and a compiler may not have told that: the
 * link register shows where the caller is. */
static void capture_all(ThreadId tid)
{
    Word to_caller;

    if (!has_link() || !lp_arch_is_return((const UChar *)uncached.ip)) {
        capture(tid, &uncached, 0, 0, 0);
        return;
    }
    to_caller = (Word)(register_of(tid, lp_arch.link) - 1 - uncached.ip);
    uncached.ips[0] = uncached.ip;
    capture(tid, &uncached, 1, to_caller, 0);
}

const struct trace *lp_trace(ThreadId tid)
{
    struct trace **place, *trace;

    begin(tid);
    place = &cache[((uncached.ip ^ (uncached.sp >> 3)) * 0x9E3779B97F4A7C15ULL) >> 55];
    trace = *place;
    if (trace && trace->ip == uncached.ip && trace->sp == uncached.sp &&
        trace->fp == uncached.fp && lies_in_stack(tid, trace) &&
        still_right(tid, trace))
        return trace;
    capture_all(tid);
    if (!can_be_checked(tid, &uncached))
        return &uncached;
    if (!trace)
        *place = trace = VG_(malloc)("lastptr.trace", sizeof *trace);
    VG_(memcpy)(trace, &uncached, sizeof *trace);
    return trace;
}

Addr lp_return_address(ThreadId tid)
{
    return has_link() ? register_of(tid, lp_arch.link)
                      : *(const Addr *)VG_(get_SP)(tid);
}

const struct trace *lp_trace_of_caller(ThreadId tid, Addr link)
{
    begin(tid);
    if (!has_link())
        link = *(const Addr *)uncached.sp;
    capture(tid, &uncached, 0, (Word)(link - 1 - uncached.ip), (Word)lp_arch.pushed);
    return &uncached;
}
