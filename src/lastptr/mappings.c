/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * mappings: where mappings begin. See mappings.h.
 *
 * Only the edges are kept, in a sorted set. An edge at a hole is of no use: the segment
 * ends there.
 */
#include "mappings.h"
#include "pub_tool_oset.h"

struct edge {
    Addr at;
};

static OSet *edges;

static void add(Addr at)
{
    struct edge *edge;

    if (VG_(OSetGen_Contains)(edges, &at))
        return;
    edge = VG_(OSetGen_AllocNode)(edges, sizeof *edge);
    edge->at = at;
    VG_(OSetGen_Insert)(edges, edge);
}

/* The lowest edge at or above the address. False: there is none, or not below `to`. */
static Bool edge_in(Addr from, Addr to, Addr *at)
{
    const struct edge *edge;

    VG_(OSetGen_ResetIterAt)(edges, &from);
    edge = VG_(OSetGen_Next)(edges);
    if (!edge || edge->at >= to)
        return False;
    *at = edge->at;
    return True;
}

void lp_mapping_gone(Addr from, SizeT size)
{
    Addr at;

    while (edge_in(from, from + size + 1, &at))
        VG_(OSetGen_FreeNode)(edges, VG_(OSetGen_Remove)(edges, &at));
}

void lp_mapping_made(Addr from, SizeT size)
{
    lp_mapping_gone(from, size);
    add(from);
    add(from + size);
}

Addr lp_mapping_begin(Addr address, Addr segment)
{
    Addr begin = segment;

    while (edge_in(begin + 1, address + 1, &begin))
        ;
    return begin;
}

void lp_mappings_init(void)
{
    edges = VG_(OSetGen_Create)(0, NULL, VG_(malloc), "lastptr.edges", VG_(free));
}
