/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * count: the pointers to each block, and what happens when the last one goes.
 *
 * Every change of memory ends here: a word is read again, its entry in the shadow map
 * is replaced, the new block's count rises and the old one's falls. New before old,
 * so that a word that is stored again with the same pointer loses nothing.
 *
 * Strong and weak. Only strong words keep a block. Weak are the copies that no
 * variable of the program holds: registers that a library function saves in its own
 * frame, arguments that a variadic function spills unseen, the compiler's temporaries,
 * the stack of a thread that has ended. A program has lost a block when its last
 * variable is gone, whatever is left in such places; and a stale register that is
 * spilled must not bring a lost block back. At exit weak words are roots like others,
 * because they are for memcheck.
 *
 * Three counts, three losses. When `strong` falls to 0 the block has no pointer:
 * LOSS_ALL. When the last pointer from outside the heap goes while blocks still point
 * to it, that may have cut off a ring: LOSS_ROOT, used if at exit the block turns out
 * to be unreachable. When the last pointer to the block's start goes and inner ones
 * remain, it is what memcheck calls possibly lost: LOSS_START. Each remembers the last
 * such event only: nothing that cannot be reached can be changed any more, so the last
 * is the one that did it.
 */
#include "lastptr.h"
#include "pub_tool_poolalloc.h"

static struct {
    ThreadId tid;
    enum how how;
    Bool in_frame; /* a frame ends: ip and cfa tell which */
    Addr ip, cfa, return_ip;
    const struct trace *trace; /* NULL: not captured yet */
} event;

static PoolAlloc *losses;
static ULong loss_count;

void lp_event_begin(ThreadId tid, enum how how)
{
    event.tid = tid;
    event.how = how;
    event.in_frame = False;
    event.return_ip = 0;
    event.trace = NULL;
}

void lp_event_begin_at(ThreadId tid, enum how how, const struct trace *trace,
                       Addr return_ip)
{
    lp_event_begin(tid, how);
    event.trace = trace;
    event.return_ip = return_ip;
}

void lp_event_begin_frame(ThreadId tid, enum how how, Addr ip, Addr cfa, Addr return_ip)
{
    lp_event_begin(tid, how);
    event.in_frame = True;
    event.ip = ip;
    event.cfa = cfa;
    event.return_ip = return_ip;
}

/* --- losses --- */

static struct loss *loss_new(void)
{
    if (!losses)
        losses = VG_(newPA)(sizeof(struct loss), 1000, VG_(malloc), "lastptr.loss",
                            VG_(free));
    return VG_(allocEltPA)(losses);
}

void lp_losses_free(struct block *block)
{
    UInt i;

    for (i = 0; i < LOSS_COUNT; i++) {
        if (block->losses[i])
            VG_(freeEltPA)(losses, block->losses[i]);
        block->losses[i] = NULL;
    }
}

static void describe_slot(struct slot *slot, Addr word)
{
    VG_(memset)(slot, 0, sizeof *slot);
    slot->address = word;
    if (event.in_frame)
        lp_slot_describe_local(slot, word, event.ip, event.cfa);
    else
        lp_slot_describe(slot, word, event.trace);
}

static void record_loss(struct block *block, UInt which, Addr word)
{
    struct loss *loss = block->losses[which];

    if (!event.trace)
        event.trace = lp_trace(event.tid);
    if (!loss)
        block->losses[which] = loss = loss_new();
    loss->where = event.trace->stack;
    loss->how = event.how;
    loss->return_ip = event.return_ip;
    loss->when = ++loss_count;
    describe_slot(&loss->slot, word);
    if (UNLIKELY(lp_events_on) && which == LOSS_ALL)
        lp_event_loss(block, event.how);
}

static void last_pointer_gone(struct block *block, Addr word)
{
    if (event.in_frame && lp_is_being_returned(block))
        return;
    record_loss(block, LOSS_ALL, word);
    block->state = BLOCK_LOST;
}

/* --- counting --- */

static void count_up(UInt entry)
{
    struct block *block = lp_block(ENTRY_ID(entry));

    block->refs++;
    if (entry & ENTRY_WEAK)
        return;
    block->strong++;
    block->roots += (entry & ENTRY_ROOT) != 0;
    block->starts += (entry & ENTRY_START) != 0;
    if (UNLIKELY(lp_events_on) && block->state == BLOCK_LOST)
        lp_event_found(block);
    block->state = BLOCK_HELD;
}

static void count_down_strong(struct block *block, UInt entry, Addr word)
{
    block->strong--;
    block->roots -= (entry & ENTRY_ROOT) != 0;
    block->starts -= (entry & ENTRY_START) != 0;
    if (block->state == BLOCK_GHOST)
        return;
    if (!block->strong) {
        last_pointer_gone(block, word);
        return;
    }
    if (!block->roots)
        record_loss(block, LOSS_ROOT, word);
    if ((entry & ENTRY_START) && !block->starts)
        record_loss(block, LOSS_START, word);
}

static void count_down(UInt entry, Addr word)
{
    struct block *block = lp_block(ENTRY_ID(entry));

    block->refs--;
    if (!(entry & ENTRY_WEAK))
        count_down_strong(block, entry, word);
    if (block->state == BLOCK_GHOST)
        lp_ghost_release(block);
}

static UInt entry_of(Addr word, UWord value, Bool weak)
{
    const struct block *block = lp_heap_find(value);
    UInt flags;

    if (!block)
        return 0;
    flags = value == block->start ? ENTRY_START : 0;
    if (weak)
        flags |= ENTRY_WEAK;
    if (!lp_heap_find(word))
        flags |= ENTRY_ROOT;
    return ENTRY(block->id, flags);
}

static void entry_replace(Addr word, UInt old, UInt entry)
{
    lp_entry_set(word, entry);
    if (UNLIKELY(lp_events_on))
        lp_event_pointer(word, old, entry);
    if (entry)
        count_up(entry);
    if (old)
        count_down(old, word);
}

void lp_word_changed(Addr word, Bool weak)
{
    UWord value = *(const UWord *)word;
    UInt old = lp_entry(word);
    UInt entry = entry_of(word, value, weak);

    if (old == entry)
        return;
    if (entry & ENTRY_ROOT)
        lp_stack_word_stored(word);
    if (entry && !weak && !lp_is_stack_of(event.tid, word))
        lp_block(ENTRY_ID(entry))->only_on_stack = False;
    entry_replace(word, old, entry);
}

void lp_range_changed(Addr from, SizeT size, Bool weak)
{
    Addr word = from & ~(Addr)7;

    for (; word < from + size; word += 8)
        lp_word_changed(word, weak);
}

void lp_range_gone(Addr from, Addr to)
{
    Addr word;

    for (word = lp_entry_next(from & ~(Addr)7, to); word < to;
         word = lp_entry_next(word + 8, to))
        entry_replace(word, lp_entry(word), 0);
}

void lp_range_weaken(Addr from, Addr to)
{
    Addr word;

    for (word = lp_entry_next(from & ~(Addr)7, to); word < to;
         word = lp_entry_next(word + 8, to)) {
        UInt entry = lp_entry(word);

        if (!(entry & ENTRY_WEAK))
            entry_replace(word, entry, entry | ENTRY_WEAK);
    }
}

void lp_range_moved(Addr from, Addr to, SizeT size)
{
    Addr word;

    for (word = lp_entry_next(from, from + size); word < from + size;
         word = lp_entry_next(word + 8, from + size)) {
        UInt entry = lp_entry(word);

        entry_replace(word - from + to, lp_entry(word - from + to), entry);
        entry_replace(word, entry, 0);
    }
}
