/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * count: the pointers to each block, and what happens when the last one is lost.
 *
 * Every change of memory comes to this file: the word is read again, its entry in the
 * shadow map is replaced, the count of the new block rises and the count of the old
 * block falls. The new block comes first: a word that gets the same pointer again must
 * not lose it.
 *
 * Strong and weak words. Only strong words keep a block. A copy that no variable of the
 * program holds is weak:
 *   - a register that a library function saves in its own frame
 *   - an argument that a variadic function saves although nobody reads it
 *   - a temporary of the compiler, or one that Cython declares
 *   - the stack of a thread that has ended
 * Why: a program has lost a block when its last variable is gone, even if a copy is
 * left in such a place. And when a stale register is saved, a lost block must not seem
 * to be found again. At exit weak words are roots like strong ones, because memcheck
 * treats them so.
 *
 * Three counts for three kinds of loss:
 *   strong  falls to 0: no pointer to the block is left. LOSS_ALL.
 *   roots   falls to 0 while other blocks still point to the block: this may have cut
 *           off a ring. LOSS_ROOT; it is reported if the block turns out to be
 *           unreachable at exit.
 *   starts  falls to 0 while pointers to the inside are left: memcheck calls such a
 *           block possibly lost. LOSS_START.
 * Only the last event of each kind is kept. That is enough: nobody can change a block
 * that cannot be reached, so the last event is the one that lost it.
 */
#include "count.h"
#include "events.h"
#include "fields.h"
#include "functions.h"
#include "parts.h"
#include "rings.h"
#include "shadow.h"
#include "snapshot.h"
#include "threads.h"

static struct {
    ThreadId tid;
    enum how how;
    Bool in_frame; /* the frame that ends at `cfa` ends now */
    Addr ip, cfa, return_ip;
    const struct trace *trace; /* NULL: not captured yet */
    Bool in_pieces;            /* only some bytes of the word are written */
    ULong begun;               /* the number of the last loss before it */
} cause;

void lp_cause(ThreadId tid, enum how how)
{
    cause.tid = tid;
    cause.how = how;
    cause.in_frame = False;
    cause.return_ip = 0;
    cause.trace = NULL;
}

void lp_cause_at(ThreadId tid, enum how how, const struct trace *trace, Addr return_ip)
{
    lp_cause(tid, how);
    cause.trace = trace;
    cause.return_ip = return_ip;
}

void lp_cause_frame(ThreadId tid, enum how how, Addr ip, Addr cfa, Addr return_ip)
{
    lp_cause(tid, how);
    cause.in_frame = True;
    cause.begun = lp_loss_count;
    cause.ip = ip;
    cause.cfa = cfa;
    cause.return_ip = return_ip;
}

/* --- losses --- */

static void describe_slot(struct slot *slot, Addr word)
{
    slot->address = word;
    if (cause.in_frame)
        lp_slot_describe_local(slot, word, cause.ip, cause.cfa);
    else
        lp_slot_describe(slot, word, cause.trace);
}

/* Whether code of the program whose source is known asked for the block. An interpreter
 * asks for many blocks for itself, and to search for names takes long. */
static Bool is_told(const struct block *block)
{
    struct stack *stack = block->allocated;
    UInt i;

    if (stack->source == SOURCE_UNKNOWN) {
        stack->source = stack->depth == LP_DEPTH_MAX ? SOURCE_KNOWN : SOURCE_NONE;
        for (i = 0; i < stack->depth && stack->source == SOURCE_NONE; i++)
            if (lp_function_at(stack->ips[i]))
                stack->source = SOURCE_KNOWN;
    }
    return stack->source == SOURCE_KNOWN;
}

static void record_loss(struct block *block, UInt which, Addr word, UInt entry)
{
    struct loss *loss;

    if (!cause.trace)
        cause.trace = lp_trace(cause.tid);
    loss = lp_loss_renew(block, which);
    loss->where = cause.trace->stack;
    loss->how = cause.how;
    loss->return_ip = cause.return_ip;
    loss->of_start = (entry & ENTRY_START) != 0;
    if (is_told(block))
        describe_slot(&loss->slot, word);
    if (lp_snapshots_on && is_told(block))
        lp_snapshot_take(&loss->snapshot, which, block, cause.tid, cause.trace,
                         cause.return_ip);
    if (UNLIKELY(lp_events_on) && which == LOSS_ALL)
        lp_event_loss(block, cause.how);
}

/* --- the last pointers --- */

/* Where a pointer to a lost block may still be, and be stored from again. */
static void note_way_of_loss(struct block *block, Addr word)
{
    block->lost_in_pieces = cause.in_pieces;
    block->lost_word = cause.how == HOW_OVERWRITTEN ? word : 0;
    block->lost_above = cause.in_frame ? cause.cfa : 0;
    if (cause.how == HOW_CONTAINER_FREED)
        block->lost_above = VG_(get_SP)(cause.tid);
}

/* The kinds of loss that happened when the word with that entry went. */
static UInt kinds_lost(const struct block *block, UInt entry)
{
    UInt kinds = 0;

    if (!block->strong)
        kinds |= LOSS_BIT(LOSS_ALL);
    else if (!block->roots)
        kinds |= LOSS_BIT(LOSS_ROOT);
    if ((entry & ENTRY_START) && !block->starts)
        kinds |= LOSS_BIT(LOSS_START);
    return kinds;
}

/* Those that did not happen yet, because the function returns the value. A pointer into
 * the middle does not bring back the first address. */
static UInt kinds_returned(const struct block *block)
{
    if (!cause.in_frame || !lp_is_being_returned(block))
        return 0;
    return lp_is_start_being_returned(block) ? LOSS_BITS
                                             : LOSS_BITS & ~LOSS_BIT(LOSS_START);
}

/* The block is on its way to the caller. If its pointers were only on the stack, their
 * frames are those of the allocation; else the stack is captured. */
static void returned(struct block *block, UInt kinds)
{
    if (block->on_way && block->site_when <= cause.begun) /* another value's way */
        lp_way_end(block, block->on_way);
    block->on_way |= (UChar)kinds;
    block->site_when = lp_loss_number();
    block->site_how = HOW_RETURN_IGNORED;
    block->site_depth = 0;
    block->site = block->only_on_stack ? block->allocated
                                       : lp_trace(VG_(get_running_tid)())->stack;
}

static void last_pointers_gone(struct block *block, UInt kinds, UInt entry, Addr word)
{
    UInt way = kinds & kinds_returned(block), lost = kinds & ~way;

    if (way)
        returned(block, way);
    if (lost & LOSS_BIT(LOSS_ALL))
        record_loss(block, LOSS_ALL, word, entry);
    if (lost & LOSS_BIT(LOSS_ROOT))
        record_loss(block, LOSS_ROOT, word, entry);
    if ((lost & LOSS_BIT(LOSS_START)) && !(lost & LOSS_BIT(LOSS_ALL)))
        record_loss(block, LOSS_START, word, entry);
    if (kinds & LOSS_BIT(LOSS_ALL)) {
        block->state = way ? BLOCK_RETURNED : BLOCK_LOST;
        block->on_way &= (UChar)~LOSS_BIT(LOSS_ROOT);
        block->start_went_last = (lost & LOSS_BIT(LOSS_START)) != 0;
    }
    if (kinds & ~LOSS_BIT(LOSS_START))
        note_way_of_loss(block, word);
}

/* A pointer to the block has been stored. */
static void pointer_found(struct block *block, UInt entry, Addr word)
{
    UInt back = LOSS_BIT(LOSS_ALL);

    if (entry & ENTRY_ROOT)
        back |= LOSS_BIT(LOSS_ROOT);
    if (entry & ENTRY_START)
        back |= LOSS_BIT(LOSS_START);
    if (UNLIKELY(lp_events_on) && block->state == BLOCK_LOST)
        lp_event_found(block);
    if (block->state == BLOCK_LOST && block->start_went_last && !(entry & ENTRY_START))
        lp_loss_keep_start(block);
    if (block->losses[LOSS_ALL])
        lp_snapshot_drop(&block->losses[LOSS_ALL]->snapshot);
    block->on_way &= (UChar)~back;
    if (!block->on_way)
        lp_snapshot_drop(&block->on_the_way);
    block->state = BLOCK_HELD;
    block->owner = word;
}

/* --- counting --- */

static void count_up(UInt entry, Addr word)
{
    struct block *block = lp_block(ENTRY_ID(entry));

    block->refs++;
    if (entry & ENTRY_WEAK)
        return;
    block->strong++;
    block->roots += (entry & ENTRY_ROOT) != 0;
    block->starts += (entry & ENTRY_START) != 0;
    if (block->state != BLOCK_HELD || block->on_way)
        pointer_found(block, entry, word);
}

static void count_down_strong(struct block *block, UInt entry, Addr word)
{
    UInt kinds;

    block->strong--;
    block->roots -= (entry & ENTRY_ROOT) != 0;
    block->starts -= (entry & ENTRY_START) != 0;
    if (block->state == BLOCK_GHOST)
        return;
    kinds = kinds_lost(block, entry);
    if (kinds)
        last_pointers_gone(block, kinds, entry, word);
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

static void entry_replaced(Addr word, UInt old, UInt entry)
{
    if (UNLIKELY(lp_events_on))
        lp_event_pointer(word, old, entry);
    if (entry)
        count_up(entry, word);
    if (old &&
        !(UNLIKELY(lp_guess_count) && lp_is_guess(word) && lp_guess_undo(word, old)))
        count_down(old, word);
}

static void entry_replace(Addr word, UInt old, UInt entry)
{
    lp_entry_set(word, entry);
    entry_replaced(word, old, entry);
}

/* After a frame has ended or a block was freed, nobody has a pointer to a block that
 * was lost with it. (One that was overwritten may still be in a register.) What a
 * later, deeper function stores of it is left over: from a register that it saves, or
 * from a structure with bytes that nobody has set. */
static Bool is_left_over(Addr word, UInt entry)
{
    const struct block *block = lp_block(ENTRY_ID(entry));

    return block->state == BLOCK_LOST && word < block->lost_above &&
           lp_is_stack_of(cause.tid, word);
}

static void word_changed(Addr word, Bool weak)
{
    UWord value = *(const UWord *)word;
    UInt old = lp_entry(word);
    UInt entry = entry_of(word, value, weak);

    if (entry && UNLIKELY(is_left_over(word, entry)))
        entry |= ENTRY_WEAK;
    if (old == entry) {
        if (!entry && UNLIKELY(lp_stale_bytes(word)))
            lp_entry_set(word, 0);
        return;
    }
    if (entry & ENTRY_ROOT)
        lp_stack_word_stored(word);
    if (entry && !weak && !lp_is_stack_of(cause.tid, word))
        lp_block(ENTRY_ID(entry))->only_on_stack = False;
    entry_replace(word, old, entry);
}

/* --- words that are written piece by piece --- */

#define UPPER_BYTES 0xf0u

static void make_stale(Addr word, UInt bytes)
{
    UInt old = lp_entry(word);

    lp_stale_set(word, bytes);
    entry_replaced(word, old, 0);
    if (lp_part_is_known(word))
        lp_part_forget(word);
}

/* Generated code tells of a word only while its value, or the lower half of it, is in
 * the heap's range. Bytes outside of it are not followed. */
static UInt bytes_followed(UWord value)
{
    if ((value & lp_heap.mask) - lp_heap.min < lp_heap.length)
        return ALL_BYTES;
    return lp_heap.mask >> 32 ? 0 : UPPER_BYTES;
}

/* The bytes of the word that are left over from another value, now that `written` have
 * changed. */
static UInt left_over(Addr word, UInt old, UInt entry, UInt written)
{
    if (!old)
        return lp_stale_bytes(word) & ~written;
    written = lp_part_written(word, written);
    return ENTRY_ID(old) == ENTRY_ID(entry) ? 0 : ALL_BYTES & ~written;
}

/* A block of a ring that is cut off is held, but only by the others. */
static Bool is_lost(const struct block *block)
{
    return block->state == BLOCK_LOST ||
           (block->state == BLOCK_HELD && lp_is_cut_off(block));
}

/* Whether the word, which had no pointer, can be one to the block now that some of its
 * bytes were written. (When two pointers are exchanged byte by byte, both are lost
 * meanwhile. A pointer that was changed in its place can be changed back in part: of a
 * mask for the upper bytes alone, clang changes only these.) */
static Bool can_be_in_pieces(Addr word, UInt entry)
{
    const struct block *block = lp_block(ENTRY_ID(entry));

    return block->lost_in_pieces || block->lost_word == word || !is_lost(block);
}

/* Some bytes of the word were written: `fresh` ones, and `stale` ones, which are a copy
 * of left-over bytes. While any byte is left over, the value is no pointer: half of it
 * is a number that the program stored, for example, the other half an old address. */
static void bytes_changed(Addr word, UInt fresh, UInt stale, Bool weak)
{
    UWord value = *(const UWord *)word;
    UInt old = lp_entry(word);
    UInt entry = entry_of(word, value, weak);
    Bool was_stale = lp_stale_bytes(word) != 0;
    UInt left;

    lp_part_write(word, fresh | stale);
    if (lp_is_guess(word) && ENTRY_ID(entry) != ENTRY_ID(old)) {
        entry_replace(word, old, 0);
        old = 0;
    }
    left = stale | left_over(word, old, entry, fresh | stale);
    if (left & bytes_followed(value)) {
        make_stale(word, left & bytes_followed(value));
    } else if (!entry || old || was_stale) {
        if (lp_part_is_complete(word))
            lp_guess_end(word);
        word_changed(word, weak);
    } else if (can_be_in_pieces(word, entry)) {
        if (!lp_part_is_complete(word))
            lp_guess_begin(word, lp_block(ENTRY_ID(entry)));
        word_changed(word, weak);
    }
}

/* The bytes of the word that lie in [from, to). */
static UInt bytes_in(Addr word, Addr from, Addr to)
{
    UInt bytes = ALL_BYTES;

    if (word < from)
        bytes &= ALL_BYTES << (from - word);
    if (to - word < 8)
        bytes &= ALL_BYTES >> (8 - (to - word));
    return bytes;
}

static void word_written(Addr word, UInt fresh, UInt stale, Bool weak)
{
    if (fresh == ALL_BYTES) {
        word_changed(word, weak);
        if (UNLIKELY(lp_part_is_known(word)))
            lp_part_forget(word);
        return;
    }
    cause.in_pieces = True;
    bytes_changed(word, fresh, stale, weak);
    cause.in_pieces = False;
}

void lp_range_changed(Addr from, SizeT size, Bool weak)
{
    Addr word, to = from + size;

    for (word = from & ~(Addr)7; word < to; word += 8)
        word_written(word, bytes_in(word, from, to), 0, weak);
}

/* --- copies --- */

/* The words that copies have changed since the values of these copies were read, with
 * the bytes of them that were left over then. */
#define NEAR 256 /* bytes: functions read no more before they write */

static struct changed {
    Addr word;
    UInt stale;
} changed[16];

UWord lp_copies_noted;

static const struct changed *changed_of(Addr word)
{
    UWord i;

    for (i = 0; i < lp_copies_noted; i++) {
        if (changed[i].word == word)
            return &changed[i];
    }
    return NULL;
}

static void note_change(Addr word, UInt stale)
{
    if (!changed_of(word) && lp_copies_noted < sizeof changed / sizeof *changed)
        changed[lp_copies_noted++] = (struct changed){word, stale};
}

static UInt stale_when_read(Addr word)
{
    const struct changed *before = changed_of(word);

    return before ? before->stale : lp_stale_bytes(word);
}

static Bool is_any_stale(Addr from, SizeT size)
{
    Addr word;

    for (word = from & ~(Addr)7; word < from + size; word += 8) {
        if (stale_when_read(word))
            return True;
    }
    return False;
}

/* The bytes of the word, of those in `bytes`, that are a copy of left-over bytes: they
 * came from `distance` above. Bytes that are not the same now were not copied: a value
 * of four bytes may be stored as one of eight. But where the bytes were read, the copy
 * itself may have written (`overlaps`), or an earlier one. */
static UInt stale_copies(Addr word, UInt bytes, Word distance, Bool overlaps)
{
    UInt stale = 0, i;

    if (LIKELY(!is_any_stale(word + (Addr)distance, 8)))
        return 0;
    for (i = 0; i < 8; i++) {
        Addr source = word + i + (Addr)distance, holder = source & ~(Addr)7;

        if ((bytes >> i & 1) && (stale_when_read(holder) >> (source & 7) & 1) &&
            (overlaps || changed_of(holder) ||
             *(const UChar *)source == *(const UChar *)(word + i)))
            stale |= 1u << i;
    }
    return stale;
}

/* A copy of left-over bytes is left over. Structures are copied with the gaps between
 * their fields, and with fields that nobody has set. */
void lp_range_copied(Addr to, Addr source, SizeT size, Bool weak, Bool read_before)
{
    Bool near = source - to + NEAR < 2 * NEAR;
    Addr word;

    if (!read_before)
        lp_copies_noted = 0;
    for (word = to & ~(Addr)7; word < to + size; word += 8) {
        UInt bytes = bytes_in(word, to, to + size);
        UInt stale = stale_copies(word, bytes, (Word)(source - to), source - to < size);
        UInt before = near ? lp_stale_bytes(word) : 0;

        word_written(word, bytes & ~stale, stale, weak);
        if (UNLIKELY(near && (before | stale)))
            note_change(word, before);
    }
}

/* Of the variables that end together, the last one that leads to a block is told as the
 * one that lost it. It is to be the block's owner, or at least a variable with its
 * first address, and no cursor that moved along the block. 0: a cursor. */
static UInt rank_of(Addr word)
{
    UInt entry = lp_entry(word);
    const struct block *block = lp_block(ENTRY_ID(entry));

    return ((entry & ENTRY_START) != 0) + (block->owner == word);
}

void lp_range_left(Addr from, Addr to)
{
    enum { LATER_MAX = 32 }; /* beyond that, the order in memory does */
    Addr later[LATER_MAX], word;
    UInt count = 0, rank, i;

    for (word = lp_entry_next(from & ~(Addr)7, to); word < to;
         word = lp_entry_next(word + 8, to)) {
        if (count < LATER_MAX && rank_of(word))
            later[count++] = word;
        else
            make_stale(word, ALL_BYTES);
    }
    for (rank = 1; rank <= 2 && count; rank++) {
        for (i = 0; i < count; i++) {
            if (later[i] && (rank == 2 || rank_of(later[i]) == 1)) {
                make_stale(later[i], ALL_BYTES);
                later[i] = 0;
            }
        }
    }
}

void lp_range_gone(Addr from, Addr to)
{
    Addr word;

    for (word = lp_word_next(from & ~(Addr)7, to); word < to;
         word = lp_word_next(word + 8, to))
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
