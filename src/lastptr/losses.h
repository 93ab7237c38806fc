/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * losses: what the tool remembers of the moment when a pointer to a block was lost.
 *
 * count.c makes losses, fields.c fills in their slots, names.c finds the names of the
 * slots for the report, leakcheck.c chooses the loss to report.
 *
 * Values on their way. A pointer that only a register holds, because a function returns
 * it, is not lost yet: its block is on its way, to the caller and further. The same
 * holds for the last pointer from outside the heap and for the last one to the start of
 * the block. So a block knows for which kinds of loss it is on its way (`on_way`). If
 * the value is stored, that is over. If it is not, the way is made a loss.
 *
 * Ownership: a block owns its losses; lp_losses_free frees them. The stacks and texts
 * that a loss points to are never freed.
 */
#ifndef LP_LOSSES_H
#define LP_LOSSES_H

#include "vg_compat.h"

struct block;
struct stack;
struct snapshot;

/* How the last pointer was lost. output.c has the names. The log of events writes the
 * numbers: append new values at the end only. */
enum how {
    HOW_OVERWRITTEN,
    HOW_SCOPE_END,
    HOW_RETURN_IGNORED,
    HOW_NEVER_STORED,
    HOW_CONTAINER_FREED,
    HOW_LONGJMP,
    HOW_THREAD_END,
};

/* The word that held a pointer. The name of a stack slot or of a global variable can be
 * found at any time, so it is looked up when the report is written. The name of a field
 * of a heap block depends on the moment: `expression` and `member` are found at once.
 */
enum slot_kind { SLOT_NONE, SLOT_STACK, SLOT_STATIC, SLOT_FIELD };

struct slot {
    enum slot_kind kind;
    Addr address;
    Addr frame_ip;   /* stack: an instruction of the function */
    Word cfa_offset; /* stack: the distance from the frame's end; negative for locals */
    SizeT offset;    /* field: its offset in the block */
    const struct stack *container; /* field: where the block was allocated */
    const HChar *expression; /* the source's words for it there; NULL: not known */
    const HChar *member;     /* field: 'field "x" of struct y'; or NULL */
};

struct loss {
    const struct stack *where;
    enum how how;
    Bool of_start;  /* the pointer held the first address of the block */
    Bool by_result; /* `where` begins in a function without debug information, which
                       returned the address, or left it in that register */
    Addr return_ip; /* an instruction of the executed return statement; or 0 */
    ULong when;     /* losses are numbered in the order in which they happen */
    struct slot slot;
    struct snapshot *snapshot; /* what the variables held; or NULL (snapshot.h) */
};

/* A block can be lost in three ways. Each way has its own last event (see count.c):
 *   LOSS_ALL    no pointer was left
 *   LOSS_ROOT   only pointers in heap blocks were left (a ring)
 *   LOSS_START  only pointers to the inside were left ("possibly lost") */
enum { LOSS_ALL, LOSS_ROOT, LOSS_START, LOSS_COUNT };

/* Sets of kinds. */
#define LOSS_BIT(which) (1u << (which))
#define LOSS_BITS (LOSS_BIT(LOSS_COUNT) - 1)

/* How many losses were numbered, and the number of a loss that happens now; see struct
 * loss. */
extern ULong lp_loss_count;
ULong lp_loss_number(void);

/* The block's loss of that kind, which happens now; an older one is forgotten, and so
 * is the way of that kind. Set all but `when` and `slot`, which are set. */
struct loss *lp_loss_renew(struct block *block, UInt which);

/* What has been lost with the last pointer is found again, but for the first address:
 * it was lost at the same place. */
void lp_loss_keep_start(struct block *block);

void lp_losses_free(struct block *block);

/* Nobody will store the value that is on its way: for these kinds, the block was lost
 * where the value has come. */
void lp_way_end(struct block *block, UInt kinds);

#endif
