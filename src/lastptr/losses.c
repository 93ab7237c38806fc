/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * losses: the losses of each block, and the ways that become losses.
 */
#include "losses.h"
#include "functions.h"
#include "records.h"
#include "snapshot.h"
#include "pub_tool_poolalloc.h"

static PoolAlloc *losses;
ULong lp_loss_count;

ULong lp_loss_number(void)
{
    return ++lp_loss_count;
}

static struct loss *loss_new(void)
{
    struct loss *loss;

    if (!losses)
        losses = VG_(newPA)(sizeof(struct loss), 1000, VG_(malloc), "lastptr.loss",
                            VG_(free));
    loss = VG_(allocEltPA)(losses);
    loss->snapshot = NULL;
    return loss;
}

struct loss *lp_loss_renew(struct block *block, UInt which)
{
    struct loss *loss = block->losses[which];

    if (!loss)
        block->losses[which] = loss = loss_new();
    else
        lp_snapshot_drop(&loss->snapshot);
    loss->by_result = False;
    loss->when = lp_loss_number();
    VG_(memset)(&loss->slot, 0, sizeof loss->slot);
    block->on_way &= (UChar)~LOSS_BIT(which);
    return loss;
}

void lp_loss_keep_start(struct block *block)
{
    struct loss *loss = lp_loss_renew(block, LOSS_START);

    *loss = *block->losses[LOSS_ALL];
    block->losses[LOSS_ALL]->snapshot = NULL;
}

void lp_losses_free(struct block *block)
{
    UInt i;

    for (i = 0; i < LOSS_COUNT; i++) {
        if (block->losses[i]) {
            lp_snapshot_drop(&block->losses[i]->snapshot);
            VG_(freeEltPA)(losses, block->losses[i]);
        }
        block->losses[i] = NULL;
    }
    lp_snapshot_drop(&block->on_the_way);
}

/* Whether the value came out of a function whose type is not known: of a void function,
 * it is what its last instructions happened to leave in the register. */
static Bool is_from_unknown(const struct block *block)
{
    const Addr *ips = block->site->ips;
    UInt depth = block->site_depth;

    return depth > 0 && block->site_how == HOW_RETURN_IGNORED &&
           lp_is_undescribed(ips[depth - 1]);
}

void lp_way_end(struct block *block, UInt kinds)
{
    Bool unknown = is_from_unknown(block);
    UInt depth = block->site_depth - unknown, which;

    kinds &= block->on_way;
    for (which = 0; which < LOSS_COUNT; which++) {
        struct loss *loss;

        if (!(kinds & LOSS_BIT(which)))
            continue;
        loss = lp_loss_renew(block, which);
        loss->where =
            lp_stack_intern(block->site->ips + depth, block->site->depth - depth);
        loss->how = block->site_how;
        loss->return_ip = 0;
        loss->when = block->site_when;
        loss->of_start = True;
        loss->by_result =
            unknown && lp_function_at(block->site->ips[block->site_depth]);
        loss->snapshot = block->on_the_way;
        block->on_the_way = NULL;
    }
}
