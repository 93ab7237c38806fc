/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * threads: stacks of threads, and returned values. See threads.h.
 */
#include "threads.h"
#include "arch.h"
#include "mappings.h"
#include "shadow.h"

struct running lp_running = {.low = ~(Addr)0};
void (*lp_thread_switches)(ThreadId from, ThreadId to);

struct thread {
    Addr mapping, stack_high; /* the stack lies in [mapping, high); 0: not known */
    struct running running;   /* valid while another thread runs */
};

static struct thread *threads;
static UInt thread_limit = 1; /* above the highest number seen */
static ThreadId running_tid;

static struct {
    const struct return_site *site; /* NULL: no frame ends */
    UWord value, second;
} returning;

/* --- stacks --- */

ThreadId lp_running_thread(void)
{
    return running_tid;
}

Addr lp_stack_high(ThreadId tid)
{
    return threads[tid].stack_high;
}

Addr lp_stack_low(ThreadId tid)
{
    const struct thread *thread = &threads[tid];
    Addr sp = VG_(get_SP)(tid);

    if (sp < thread->mapping + lp_arch.red_zone || sp >= thread->stack_high)
        return thread->mapping; /* it runs on another stack now */
    return sp - lp_arch.red_zone;
}

Bool lp_is_stack_of(ThreadId tid, Addr word)
{
    return word < threads[tid].stack_high && word >= lp_stack_low(tid);
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

const struct return_site *lp_last_return(ThreadId tid)
{
    return tid == running_tid ? lp_running.last_return
                              : threads[tid].running.last_return;
}

/* --- returned values --- */

void lp_return_begin(const struct return_site *site, UWord value, UWord second)
{
    returning.site = site;
    returning.value = value;
    returning.second = second;
}

void lp_return_end(void)
{
    returning.site = NULL;
}

Bool lp_is_being_returned(const struct block *block)
{
    const struct return_site *site = returning.site;

    if (!site || !site->has_value)
        return False;
    return lp_heap_find(returning.value) == block ||
           (site->wide_value && lp_heap_find(returning.second) == block);
}

Bool lp_is_start_being_returned(const struct block *block)
{
    const struct return_site *site = returning.site;

    if (!site || !site->has_value)
        return False;
    return returning.value == block->start ||
           (site->wide_value && returning.second == block->start);
}

/* --- threads --- */

static void learn_stack(ThreadId tid)
{
    struct thread *thread = &threads[tid];
    Addr highest = VG_(thread_get_stack_max)(tid);

    thread->stack_high = highest + 1;
    thread->mapping =
        lp_mapping_begin(highest, thread->stack_high - VG_(thread_get_stack_size)(tid));
    thread->running.low = thread->stack_high;
    thread->running.last_ip = 0;
    thread->running.last_return = NULL;
    if (tid >= thread_limit)
        thread_limit = tid + 1;
}

static void on_run(ThreadId tid, ULong blocks_done)
{
    (void)blocks_done;
    if (tid == running_tid)
        return;
    if (lp_thread_switches)
        lp_thread_switches(running_tid, tid);
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

void lp_thread_forget(ThreadId tid)
{
    threads[tid].mapping = threads[tid].stack_high = 0;
    if (tid == running_tid)
        running_tid = 0;
}

void lp_threads_init(void)
{
    threads = VG_(calloc)("lastptr.threads", VG_N_THREADS, sizeof *threads);
    VG_(track_start_client_code)(on_run);
    VG_(track_pre_thread_first_insn)(on_thread_start);
}
