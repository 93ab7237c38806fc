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
 *              ├─ return addr ┤ cfas[0] - 8   holds ips[1] + 1 ?
 *              │              │ frame 1
 *              ├─ return addr ┤ cfas[1] - 8   holds ips[2] + 1 ?
 *
 * The check costs one load for each frame. It is exact: the same code at the same stack
 * pointer with the same return addresses is the same stack.
 */
#include "stacks.h"
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

static Bool still_right(const struct trace *trace)
{
    UInt i;

    for (i = 0; i < trace->known_cfas; i++) {
        if (*(const Addr *)(trace->cfas[i] - 8) != trace->ips[i + 1] + 1)
            return False;
    }
    return True;
}

static Bool lies_in_stack(ThreadId tid, const struct trace *trace)
{
    return !trace->known_cfas ||
           lp_is_stack_of(tid, trace->cfas[trace->known_cfas - 1] - 8);
}

/* Whether the return address of every frame is at the place where still_right looks. */
static Bool can_be_checked(ThreadId tid, const struct trace *trace)
{
    UInt i;

    for (i = 0; i < trace->known_cfas; i++) {
        if ((trace->cfas[i] & 7) || !lp_is_stack_of(tid, trace->cfas[i] - 8))
            return False;
    }
    return still_right(trace);
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

static void capture(ThreadId tid, struct trace *trace, Word ip_delta, Word sp_delta)
{
    Addr sps[LP_DEPTH_MAX], fps[LP_DEPTH_MAX];
    UInt i, max = (UInt)VG_(clo_backtrace_size);

    if (max > LP_DEPTH_MAX)
        max = LP_DEPTH_MAX;
    trace->depth = VG_(get_StackTrace_with_deltas)(tid, trace->ips, max, sps, fps,
                                                   ip_delta, sp_delta);
    trace->depth = real_depth(trace->ips, trace->depth);
    trace->known_cfas = trace->depth ? trace->depth - 1 : 0;
    for (i = 0; i < trace->known_cfas; i++)
        trace->cfas[i] = sps[i + 1];
    trace->stack = lp_stack_intern(trace->ips, trace->depth);
}

const struct trace *lp_trace(ThreadId tid)
{
    Addr ip = VG_(get_IP)(tid);
    Addr sp = VG_(get_SP)(tid);
    struct trace **place = &cache[((ip ^ (sp >> 3)) * 0x9E3779B97F4A7C15ULL) >> 55];
    struct trace *trace = *place;

    if (trace && trace->ip == ip && trace->sp == sp && lies_in_stack(tid, trace) &&
        still_right(trace))
        return trace;
    uncached.ip = ip;
    uncached.sp = sp;
    capture(tid, &uncached, 0, 0);
    if (!can_be_checked(tid, &uncached))
        return &uncached;
    if (!trace)
        *place = trace = VG_(malloc)("lastptr.trace", sizeof *trace);
    VG_(memcpy)(trace, &uncached, sizeof *trace);
    return trace;
}

const struct trace *lp_trace_of_caller(ThreadId tid)
{
    Addr ip = VG_(get_IP)(tid);
    Addr sp = VG_(get_SP)(tid);
    Addr caller = *(const Addr *)sp;

    uncached.ip = ip;
    uncached.sp = sp;
    capture(tid, &uncached, (Word)(caller - 1 - ip), 8);
    return &uncached;
}
