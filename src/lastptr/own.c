/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * own: which memory is the program's own. See own.h.
 *
 * The frames of a thread are kept in a list, the outermost first, and so with falling
 * addresses. A frame that a jump has left, or a signal on a stack of its own, may be
 * missed: then values of variables are missing in the log, or it has some bytes of the
 * C library's frames.
 */
#include "own.h"
#include "copies.h"
#include "functions.h"
#include "threads.h"

struct frame {
    Addr cfa; /* its end, the canonical frame address */
    Addr low; /* where it begins; of the innermost one: see lp_call_sp */
};

struct own_stack {
    struct frame *frames;
    UInt count, room;
    Addr call_sp;         /* lp_call_sp, while another thread runs */
    struct own_part part; /* likewise lp_own_part; no byte below part.low is known */
};

struct range {
    Addr low, high;
};

#define RETURN_ADDRESS 8 /* bytes: see lp_call_sp */

Addr lp_call_sp;
struct own_part lp_own_part;

static struct own_stack *stacks; /* by thread */
static UInt thread_limit = 1;    /* above the highest number seen */

static struct range *globals; /* sorted, and no two of them overlap */
static UInt global_count, global_room;
static const struct object *newest_known;

void lp_own_init(void)
{
    stacks = VG_(calloc)("lastptr.own", VG_N_THREADS, sizeof *stacks);
}

/* --- frames --- */

static struct own_stack *running_stack(void)
{
    return &stacks[lp_running_thread()];
}

static void forget_below(struct own_part *part, Addr end)
{
    if (part->low >= end)
        return;
    lp_copy_forget(part->low, end);
    part->low = end;
}

static void end_frames(struct own_stack *stack, Addr sp)
{
    Addr end = 0;

    while (stack->count && stack->frames[stack->count - 1].cfa <= sp)
        end = stack->frames[--stack->count].cfa;
    if (!end)
        return;
    forget_below(&lp_own_part, end);
    if (stack->count)
        lp_call_sp = stack->frames[stack->count - 1].low - RETURN_ADDRESS;
}

void lp_own_frames_end(Addr sp)
{
    struct own_stack *stack = running_stack();

    if (stack->count && lp_is_stack_of(lp_running_thread(), sp))
        end_frames(stack, sp);
}

void lp_own_frame_begins(Addr sp)
{
    struct own_stack *stack = running_stack();
    Addr cfa = sp + RETURN_ADDRESS;

    if (!lp_is_stack_of(lp_running_thread(), cfa))
        return;
    end_frames(stack, cfa);
    if (stack->count)
        stack->frames[stack->count - 1].low = lp_call_sp + RETURN_ADDRESS;
    else
        lp_own_part = (struct own_part){cfa, cfa};
    if (stack->count == stack->room) {
        stack->room = stack->room ? 2 * stack->room : 64;
        stack->frames = VG_(realloc)("lastptr.own.frames", stack->frames,
                                     stack->room * sizeof *stack->frames);
    }
    stack->frames[stack->count++] = (struct frame){.cfa = cfa, .low = cfa};
    lp_call_sp = sp;
    forget_below(&lp_own_part, cfa);
}

void lp_own_switch(ThreadId from, ThreadId to)
{
    stacks[from].call_sp = lp_call_sp;
    stacks[from].part = lp_own_part;
    lp_call_sp = stacks[to].call_sp;
    lp_own_part = stacks[to].part;
    if (to >= thread_limit)
        thread_limit = to + 1;
}

void lp_own_thread_ended(ThreadId tid)
{
    struct own_part *part =
        tid == lp_running_thread() ? &lp_own_part : &stacks[tid].part;

    forget_below(part, part->high);
    part->low = part->high = 0;
    stacks[tid].count = 0;
}

/* The innermost frame that ends above the address. The outermost one does. */
static UInt frame_around(const struct own_stack *stack, Addr address)
{
    UInt low = 0, high = stack->count;

    while (high - low > 1) {
        UInt middle = (low + high) / 2;

        if (stack->frames[middle].cfa > address)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static Bool is_in_frame(const struct own_stack *stack, Addr call_sp, Addr address)
{
    UInt frame;

    if (address < call_sp + RETURN_ADDRESS)
        return False;
    frame = frame_around(stack, address);
    return frame == stack->count - 1 || address >= stack->frames[frame].low;
}

static Bool is_own_stack_of(ThreadId tid, Addr address, Bool by_program)
{
    struct own_stack *stack = &stacks[tid];
    Bool runs = tid == lp_running_thread();
    struct own_part *part = runs ? &lp_own_part : &stack->part;

    if (!stack->count || address >= stack->frames[0].cfa ||
        !lp_is_stack_of(tid, address))
        return False;
    if (!by_program && !is_in_frame(stack, runs ? lp_call_sp : stack->call_sp, address))
        return False;
    if (address < part->low)
        part->low = address;
    return True;
}

Bool lp_is_own_stack(Addr address, Bool by_program)
{
    ThreadId running = lp_running_thread(), tid;

    if (is_own_stack_of(running, address, by_program))
        return True;
    for (tid = 1; tid < thread_limit; tid++) {
        if (tid != running && is_own_stack_of(tid, address, by_program))
            return True;
    }
    return False;
}

/* --- global variables --- */

Bool lp_is_own_global(Addr address)
{
    UInt low = 0, high = global_count;

    while (low < high) {
        UInt middle = (low + high) / 2;

        if (address < globals[middle].low)
            high = middle;
        else if (address >= globals[middle].high)
            low = middle + 1;
        else
            return True;
    }
    return False;
}

static void global_add(Addr low, Addr high)
{
    if (global_count == global_room) {
        global_room = global_room ? 2 * global_room : 64;
        globals =
            VG_(realloc)("lastptr.own.globals", globals, global_room * sizeof *globals);
    }
    globals[global_count++] = (struct range){low, high};
}

static Int by_address(const void *a, const void *b)
{
    const struct range *p = a, *q = b;

    return p->low < q->low ? -1 : p->low > q->low;
}

static void sort_globals(void)
{
    UInt kept = 0, i;

    VG_(ssort)(globals, global_count, sizeof *globals, by_address);
    for (i = 1; i < global_count; i++) {
        if (globals[i].low >= globals[kept].high)
            globals[++kept] = globals[i];
        else if (globals[i].high > globals[kept].high)
            globals[kept].high = globals[i].high;
    }
    if (global_count)
        global_count = kept + 1;
}

Bool lp_own_has_news(void)
{
    return lp_objects() != newest_known;
}

void lp_own_learn(void (*visit)(Addr from, SizeT size))
{
    const struct object *object, *until = newest_known;
    UInt i;

    newest_known = lp_objects();
    for (object = newest_known; object != until; object = object->next) {
        for (i = 0; i < object->global_count; i++) {
            const struct global *global = &object->globals[i];
            Addr from = global->address + (Addr)object->bias;

            if (!global->size ||
                !VG_(am_is_valid_for_client)(from, global->size, VKI_PROT_READ))
                continue;
            global_add(from, from + global->size);
            visit(from, global->size);
        }
    }
    sort_globals();
}
