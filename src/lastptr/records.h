/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * records: the table of all heap blocks, by number.
 *
 * Each block has a small number, its id. The shadow map stores ids, not addresses.
 *
 * Life cycle of a record:
 *
 *   lp_record_new ──► live ──free──► ghost ──► used again
 *                                      │
 *                                      waits until no word points to it and its
 *                                      memory has left the quarantine
 *
 * Invariants: ids start at 1 and are below lp_block_limit(). lp_block(id) is valid for
 * each of them, also for ghosts and for records that wait to be used again; both have
 * the state BLOCK_GHOST.
 *
 * Ownership: the table owns the records. Pointers to a record stay valid until the tool
 * ends, but a ghost may become another block.
 */
#ifndef LP_RECORDS_H
#define LP_RECORDS_H

#include "losses.h"

/* FRESH     the program has not stored a pointer to it yet: the allocator returns it
 * HELD      memory holds a pointer to it
 * RETURNED  the last pointer was in a frame that has ended; the function returned it
 * LOST      the last pointer is gone
 * GHOST     it was freed */
enum block_state { BLOCK_FRESH, BLOCK_HELD, BLOCK_RETURNED, BLOCK_LOST, BLOCK_GHOST };

struct block {
    Addr start;
    SizeT size;
    UInt id;
    enum block_state state : 8;
    Bool only_on_stack;   /* no pointer to it was ever stored off the stack */
    Bool lost_in_pieces;  /* its last pointer, or the last one from outside the heap,
                             was overwritten piece by piece */
    Bool is_quarantined;  /* freed, but its memory is not given back yet */
    Bool is_told;         /* the log of events has its bytes; see writes.h */
    Bool is_by_program;   /* its own code asked for it; for writes.c */
    Bool is_carved;       /* handed out by the program's own allocator (pools.c) */
    Bool is_container;    /* at exit: the program carved live blocks out of it */
    Bool start_went_last; /* lost: the last pointer held its first address */
    /* The kinds of loss for which it is on its way (losses.h). Fresh or returned: for
     * LOSS_ALL at least. LOSS_ROOT: only blocks that it leads to hold it. LOSS_START:
     * only pointers to its inside are left. */
    UChar on_way;
    enum how site_how : 8; /* see `site` */
    UWord pool;            /* carved: the name of its pool; 0: none */
    UInt refs;             /* words that point into it, weak ones too */
    UInt strong;           /* words that count: see count.c */
    UInt roots;            /* strong words outside the heap */
    UInt starts;           /* strong words that hold its first address */
    struct stack *allocated;

    /* While it is on its way: its value has come back to the frame at `site_depth` of
     * the stack `site`. `site_when` is the time, numbered like those of losses. */
    const struct stack *site;
    ULong site_when;
    UInt site_depth;
    UInt in_snapshot;            /* the last snapshot that holds it; for snapshot.c */
    struct snapshot *on_the_way; /* what the variables held there; or NULL */

    /* The word that was given what the allocation, or the last function that returned
     * it, had returned: its owner, as far as that is known. */
    Addr owner;

    /* If its last pointer, or the last one from outside the heap, went with a frame or
     * with a freed block: what lies deeper in the stack than this address are only
     * left-over copies. Else 0. */
    Addr lost_above;
    /* If that pointer was overwritten: the word it was in. Else 0. */
    Addr lost_word;

    struct loss *losses[LOSS_COUNT];
    struct block *next; /* in the quarantine, or in the list of unused records */
    UInt leak_index;    /* its place among the live blocks; for leakcheck.c */
};

struct block *lp_block(UInt id);
UInt lp_block_limit(void);

/* Returns a record that is zero except for its id. */
struct block *lp_record_new(void);

/* Gives a ghost's record back, unless words point to the ghost or it is quarantined. */
void lp_ghost_release(struct block *block);

#endif
