/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * leakcheck: which blocks are lost when the program ends, classified as by memcheck.
 *
 * Ownership: the leaks belong to this module, are never freed, and point to losses of
 * blocks: free no block afterwards.
 */
#ifndef LP_LEAKCHECK_H
#define LP_LEAKCHECK_H

#include "losses.h"

enum leak_kind { LEAK_DEFINITE, LEAK_INDIRECT, LEAK_POSSIBLE, LEAK_REACHABLE };

/* A ring: lost blocks each of which leads to all others of them. */
struct ring {
    UInt blocks; /* 0: no ring */
    SizeT bytes;
};

/* The blocks with the same allocation, the same kind, the same loss, and of rings of
 * the same size. */
struct leak {
    enum leak_kind kind;
    const struct stack *allocated;
    const struct loss *loss;         /* NULL: none (still reachable), or not known */
    const struct snapshot *snapshot; /* of one of its losses; NULL: none */
    SizeT bytes;                     /* of the blocks themselves */
    SizeT indirect_bytes; /* definite: of the blocks that only these lead to */
    UInt blocks;
    struct ring ring; /* the one that such a block is part of */
};

/* The leaks, sorted by kind (the worst first), then by size (the largest first). Their
 * number in *count. Call once. */
const struct leak *lp_leak_check(UInt *count);

#endif
