/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * writes: which bytes of the program's own memory have changed. See writes.h.
 *
 * The bytes of a library's block are copied as well, but not told. When own memory
 * points to the block, all that was written to it is told at once: strdup writes the
 * text first, and then the program stores its address.
 */
#include "writes.h"
#include "copies.h"
#include "events.h"
#include "functions.h"
#include "own.h"
#include "shadow.h"
#include "stacks.h"
#include "threads.h"

/* Bytes of a block; and of a variable, before the program begins. */
#define TOLD_MAX 4096
#define ENTRY_POINT 9 /* AT_ENTRY */

struct noted lp_noted = {.next = lp_noted.places};

static Bool has_begun; /* own code has run */
static ULong last_place;

/* Bytes that are to be told as one piece. */
static struct {
    Addr from;
    SizeT size;
} piece;

/* --- telling --- */

static void piece_end(void)
{
    while (piece.size) {
        SizeT size = piece.size < LP_EVENT_BYTES ? piece.size : LP_EVENT_BYTES;

        lp_event_bytes(piece.from, size);
        piece.from += size;
        piece.size -= size;
    }
}

static void piece_add(Addr from, SizeT size)
{
    if (from != piece.from + piece.size) {
        piece_end();
        piece.from = from;
    }
    piece.size += size;
}

/* Compares the bytes with their copies. `told`: the log gets what is new. */
static void update(Addr from, SizeT size, Bool told)
{
    while (size) {
        SizeT in_page = LP_COPY_PAGE - (from & (LP_COPY_PAGE - 1));
        SizeT changed = size < in_page ? size : in_page;
        Addr at = from;

        from += changed;
        size -= changed;
        if (lp_copy_update(&at, &changed) && told)
            piece_add(at, changed);
    }
}

static Addr told_end(const struct block *block)
{
    return block->start + (block->size < TOLD_MAX ? block->size : TOLD_MAX);
}

/* Calls `act` for each run of the block's bytes that are known. */
static void for_known(const struct block *block, Addr to,
                      void (*act)(struct block *block, Addr offset, SizeT size),
                      struct block *with)
{
    Addr at = block->start, end = told_end(block) < to ? told_end(block) : to;
    SizeT size;

    for (; (size = lp_copy_next_known(&at, end)) > 0; at += size)
        act(with, at - block->start, size);
}

static void tell_known(struct block *block, Addr offset, SizeT size)
{
    update(block->start + offset, size, False);
    piece_add(block->start + offset, size);
}

/* Own memory points to these blocks now. */
static void claim_blocks(Addr from, SizeT size)
{
    Addr word;

    if (size < 8)
        return;
    for (word = VG_ROUNDUP(from, 8); word + 8 <= from + size; word += 8) {
        struct block *block;
        UInt entry;

        if (*(const UWord *)word - lp_heap.min >= lp_heap.length)
            continue;
        entry = lp_entry(word);
        if (!entry || (entry & ENTRY_WEAK))
            continue;
        block = lp_block(ENTRY_ID(entry));
        if (block->is_told || block->state == BLOCK_GHOST)
            continue;
        block->is_told = True;
        for_known(block, told_end(block), tell_known, block);
    }
}

static void block_changed(const struct block *block, Addr from, SizeT size)
{
    Addr end = told_end(block);

    if (from >= end)
        return;
    if (size > end - from)
        size = end - from;
    update(from, size, block->is_told);
    if (block->is_by_program)
        claim_blocks(from, size);
}

static void changed(Addr from, SizeT size, Bool by_program)
{
    Bool own = by_program && from >= lp_own_part.low && from < lp_own_part.high;
    const struct block *block = own ? NULL : lp_heap_find(from);

    if (block) {
        block_changed(block, from, size);
    } else if (own || lp_is_own_stack(from, by_program) || lp_is_own_global(from)) {
        update(from, size, True);
        claim_blocks(from, size);
    }
}

/* --- what was noted --- */

void lp_writes_flush(void)
{
    const UWord *end = lp_noted.next, *place;
    UWord last = 0;

    lp_noted.next = lp_noted.places;
    if (!lp_events_on)
        return;
    for (place = lp_noted.places; place < end; place++) {
        if (*place != last)
            changed(*place & (((UWord)1 << NOTED_SIZE_SHIFT) - 1),
                    *place >> NOTED_SIZE_SHIFT & 0xff,
                    (*place & NOTED_BY_PROGRAM) != 0);
        last = *place;
    }
    piece_end();
}

VG_REGPARM(2) void lp_note_write(Addr from, UWord size_and_by)
{
    if (lp_noted.next == lp_noted.places + NOTED_MAX)
        lp_writes_flush();
    *lp_noted.next++ = from | size_and_by;
}

void lp_writes_changed(Addr from, SizeT size)
{
    lp_writes_flush();
    changed(from, size, False);
    piece_end();
}

/* --- blocks --- */

/* Whether the program's own code called the function that returned the block. */
static Bool is_by_program(const struct block *block)
{
    const struct stack *stack = block->allocated;

    return (stack->depth > 0 && lp_function_at(stack->ips[0])) ||
           (stack->depth > 1 && lp_function_at(stack->ips[1]));
}

void lp_writes_block_made(struct block *block, Bool zero)
{
    block->is_told = block->is_by_program = is_by_program(block);
    lp_copy_forget(block->start, told_end(block));
    if (zero)
        update(block->start, told_end(block) - block->start, block->is_told);
    piece_end();
}

static void copied(struct block *block, Addr offset, SizeT size)
{
    update(block->start + offset, size, block->is_told);
}

void lp_writes_block_copied(struct block *block, const struct block *from)
{
    block->is_told |= from->is_told;
    for_known(from, from->start + block->size, copied, block);
    piece_end();
}

/* --- what own code does --- */

static void tell_variable(Addr from, SizeT size)
{
    update(from, size < TOLD_MAX ? size : TOLD_MAX, True);
}

/* What is added to the addresses in the program's file. */
static UWord program_bias(void)
{
    const UWord *entry = VG_(client_auxv);
    const struct object *program = NULL;

    while (entry && entry[0]) {
        if (entry[0] == ENTRY_POINT)
            program = lp_object_at(entry[1]);
        entry += 2;
    }
    return program ? (UWord)program->bias : 0;
}

/* Own code is about to do something. */
static void own_code_runs(void)
{
    if (UNLIKELY(!has_begun))
        lp_event_bias(program_bias());
    has_begun = True;
    if (UNLIKELY(lp_own_has_news()))
        lp_own_learn(tell_variable);
    lp_writes_flush();
}

VG_REGPARM(1) void lp_line_begins(ULong place)
{
    if (place == last_place)
        return;
    own_code_runs();
    lp_event_line(place);
    last_place = place;
}

VG_REGPARM(2) void lp_call_begins(UWord function, Addr sp)
{
    own_code_runs();
    lp_own_frame_begins(sp);
    lp_event_call(function, sp);
    last_place = 0;
}

VG_REGPARM(1) void lp_call_ends(Addr sp)
{
    own_code_runs();
    lp_event_return(sp);
    lp_own_frames_end(sp);
    last_place = 0;
}

/* --- threads --- */

static void on_switch(ThreadId from, ThreadId to)
{
    lp_writes_flush();
    lp_own_switch(from, to);
    lp_event_thread(to);
    last_place = 0;
}

void lp_writes_thread_ended(ThreadId tid)
{
    lp_writes_flush();
    lp_own_thread_ended(tid);
}

void lp_writes_init(void)
{
    lp_own_init();
    lp_thread_switches = on_switch;
}
