/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * frames: stack frames and threads that end; values on their way back.
 *
 * When a function returns, the words of its frame cease to exist, and with them the
 * pointers in its local variables. Valgrind's own "stack dies" events come too late
 * for that (the 128 bytes below the stack pointer are still alive in the ABI), so the
 * return instruction itself is watched: at that moment the frame's end is known (the
 * new stack pointer), the unwinder and the variables' names are still valid.
 *
 *        new sp ─►┌────────────┐ the caller's frame
 *                 │ return addr│
 *                 │ locals     │ dies now
 *        low    ─►│  p         │ the lowest word that may have an entry
 *                 │            │ (nothing to do if low is above the new sp)
 *
 * `low` makes that cheap: most returns compare two numbers. It is only a bound: after
 * a return the next word with an entry is searched for a short distance, so that a
 * caller with a huge empty array does not cost a scan on each return.
 *
 * A jump of the stack pointer by anything else than a return cuts off the frames below
 * as well: longjmp, the end of a variable-length array.
 *
 * Values on their way back. A block whose only pointer is in the register that holds
 * the return value is not lost: the caller may store it. It is if the caller does not,
 * and the place is then the call. So the block remembers how far up its allocation
 * stack the value has come; each return moves it by one frame. Nothing is captured:
 * the allocation stack holds the frames already.
 */
#include "lastptr.h"

#define SEARCH_BYTES 512

struct running lp_running = {.low = ~(Addr)0};

struct thread {
    Addr stack_low, stack_high; /* [low, high) */
    struct running running;     /* while another thread runs */
    Bool exits;                 /* the thread itself ends, not the process */
};

static struct thread *threads;
static UInt thread_limit = 1; /* above the highest number seen */
static ThreadId running_tid;

static struct {
    const struct return_site *site; /* NULL: no function is returning */
    UWord rax, rdx;
} returning;

/* --- stacks --- */

Bool lp_is_stack_of(ThreadId tid, Addr word)
{
    return word >= threads[tid].stack_low && word < threads[tid].stack_high;
}

void lp_stack_word_stored(Addr word)
{
    UInt tid;

    if (lp_is_stack_of(running_tid, word)) {
        if (word < lp_running.low)
            lp_running.low = word;
        return;
    }
    for (tid = 1; tid < thread_limit; tid++) {
        if (lp_is_stack_of(tid, word) && word < threads[tid].running.low)
            threads[tid].running.low = word;
    }
}

/* Ends the words below `end`. */
static void cut_stack(Addr end)
{
    Addr limit = end + SEARCH_BYTES;

    lp_range_gone(lp_running.low, end);
    if (limit > threads[running_tid].stack_high)
        limit = threads[running_tid].stack_high;
    lp_running.low = lp_entry_next(end, limit);
}

/* --- returned values --- */

static Bool returns_it(const struct block *block)
{
    const struct return_site *site = returning.site;

    if (!site || !site->has_value)
        return False;
    return lp_heap_find(returning.rax) == block ||
           (site->wide_value && lp_heap_find(returning.rdx) == block);
}

Bool lp_is_being_returned(struct block *block)
{
    if (!returns_it(block))
        return False;
    block->state = BLOCK_RETURNED;
    block->site_how = HOW_RETURN_IGNORED;
    block->site_depth = 0;
    /* The frames that a pointer on the stack has seen are those of the allocation. */
    block->site = block->only_on_stack ? block->allocated
                                       : lp_trace(VG_(get_running_tid)())->stack;
    return True;
}

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

static void follow_value(const struct return_site *site, UWord value, Addr call_ip)
{
    struct block *block = lp_heap_find(value);

    if (!block || (block->state != BLOCK_FRESH && block->state != BLOCK_RETURNED))
        return;
    if (!move_site(block, call_ip)) {
        if (!site->own_code)
            return; /* a stale register: the library function may return nothing */
        block->site = lp_trace(VG_(get_running_tid)())->stack;
        block->site_depth = 1;
    }
    if (site->own_code)
        block->site_how = HOW_RETURN_IGNORED;
}

VG_REGPARM(0)
void lp_on_return(struct return_site *site, Addr new_sp, UWord rax, UWord rdx)
{
    Addr end = new_sp + site->stack_parameters; /* which are the function's too */

    if (lp_running.low < end && lp_is_stack_of(running_tid, end - 8)) {
        Addr return_ip = site->return_ip;

        if (!return_ip && site->ask_last_ip)
            return_ip = lp_running.last_ip;
        returning.site = site;
        returning.rax = rax;
        returning.rdx = rdx;
        lp_event_begin_frame(running_tid, HOW_SCOPE_END, site->ip, new_sp, return_ip);
        cut_stack(end);
        returning.site = NULL;
    }
    if (site->has_value) {
        Addr call_ip = *(const Addr *)(new_sp - 8) - 1;

        follow_value(site, rax, call_ip);
        if (site->wide_value)
            follow_value(site, rdx, call_ip);
    }
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

VG_REGPARM(1) void lp_on_stack_cut(Addr new_sp)
{
    const struct trace *trace;
    enum how how = HOW_LONGJMP;

    if (lp_running.low >= new_sp || !lp_is_stack_of(running_tid, new_sp - 8) ||
        !lp_is_stack_of(running_tid, VG_(get_SP)(running_tid)))
        return;
    trace = lp_trace_of_caller(running_tid);
    if (calls(trace, "pthread_exit")) {
        how = HOW_THREAD_END;
    } else if (!calls(trace, "longjmp")) { /* say, an array of variable length ends */
        how = HOW_SCOPE_END;
        trace = lp_trace(running_tid);
    }
    lp_event_begin_at(running_tid, how, trace, 0);
    cut_stack(new_sp);
}

/* --- threads --- */

static void learn_stack(ThreadId tid)
{
    struct thread *thread = &threads[tid];

    thread->stack_high = VG_(thread_get_stack_max)(tid) + 1;
    thread->stack_low = thread->stack_high - VG_(thread_get_stack_size)(tid);
    thread->running.low = thread->stack_high;
    thread->running.last_ip = 0;
    thread->running.last_return = NULL;
    thread->exits = False;
    if (tid >= thread_limit)
        thread_limit = tid + 1;
}

static void on_run(ThreadId tid, ULong blocks_done)
{
    (void)blocks_done;
    if (tid == running_tid)
        return;
    threads[running_tid].running = lp_running;
    running_tid = tid;
    if (!threads[tid].stack_high)
        learn_stack(tid);
    lp_running = threads[tid].running;
}

static void on_thread_start(ThreadId tid)
{
    learn_stack(tid);
    if (tid == running_tid)
        lp_running = threads[tid].running;
}

/* Above its stack, in the same mapping, lie the thread's variables and the C library's
 * record of it. */
static Addr thread_memory_end(const struct thread *thread)
{
    const NSegment *segment = VG_(am_find_nsegment)(thread->stack_high);

    if (segment && segment->start < thread->stack_high)
        return segment->end + 1;
    return thread->stack_high;
}

/* The thread's function has returned; what is left are the C library's frames. So the
 * last return of the program's own code is put before them. */
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
    struct thread *thread = &threads[tid];
    const struct return_site *last =
        tid == running_tid ? lp_running.last_return : thread->running.last_return;

    if (thread->exits && thread->stack_high) {
        lp_event_begin_at(tid, HOW_THREAD_END, trace_of_end(tid, last),
                          last ? last->return_ip : 0);
        lp_range_weaken(thread->stack_low, thread_memory_end(thread));
    }
    thread->stack_low = thread->stack_high = 0;
    if (tid == running_tid)
        running_tid = 0;
}

/* exit ends a thread; exit_group ends all, with their stacks as they stand. */
static void before_syscall(ThreadId tid, UInt number, UWord *args, UInt count)
{
    (void)args;
    (void)count;
    if (number == __NR_exit)
        threads[tid].exits = True;
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
    threads = VG_(calloc)("lastptr.threads", VG_N_THREADS, sizeof *threads);
    VG_(track_start_client_code)(on_run);
    VG_(track_pre_thread_first_insn)(on_thread_start);
    VG_(track_pre_thread_ll_exit)(on_thread_exit);
    VG_(needs_syscall_wrapper)(before_syscall, after_syscall);
}
