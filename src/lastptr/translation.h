/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * translation: the state while one superblock is translated; shared by instrument.c and
 * origins.c.
 *
 * Life cycle: lp_instrument makes a translation for each superblock and frees its
 * `origins` at the end. Only `return_site` is kept: generated code points to it.
 */
#ifndef LP_TRANSLATION_H
#define LP_TRANSLATION_H

#include "arch.h"
#include "functions.h"
#include "threads.h"

/* Where the value of a temporary comes from, as far as the superblock shows it. */
enum base { BASE_UNKNOWN, BASE_SP, BASE_BP, BASE_REGISTER, BASE_MEMORY };

struct origin {
    enum base base;
    Int reg; /* the offset of the register in the guest state */
    Bool displaced_known;
    UInt copies_before; /* BASE_MEMORY: how many copies were written before the read */
    Long displacement;
    IRExpr *loaded_from; /* BASE_MEMORY: the address of the word that was read */
};

struct translation {
    IRSB *out;
    Addr entry;  /* the superblock's first instruction */
    Addr ip;     /* the current instruction */
    UInt length; /* of the current instruction */
    Bool own_code;
    Bool returns; /* ends in a return */
    const struct function *function;
    struct origin *origins;           /* by temporary */
    IRExpr *piece_from[GENERALS_MAX]; /* where its lowest bytes were read, if only
                                         they were written; by general register */
    UInt copies; /* how many stores of values that were read in the superblock */
    Int forgets; /* the statement that forgets earlier copies; 0: none, or it stays */
    IRExpr *heap_min, *heap_length, *heap_mask; /* lp_heap; NULL: not loaded yet */
    ULong place;  /* for the log of events: the last source line written */
    Addr call_ip; /* the call at the superblock's end; 0: it ends in another way */
    Addr callee;  /* what it calls; 0: not known */
    IRExpr
        *link; /* the link register as the superblock found it; NULL: there is none */
    struct return_site *return_site;
};

/* lp_origin_learn notes where the value of a temporary comes from, lp_origin_put what a
 * register gets. lp_origin_of says where the value of an expression comes from. */
void lp_origin_learn(struct translation *t, IRTemp temp, const IRExpr *e);
void lp_origin_put(struct translation *t, Int offset, const IRExpr *data);
struct origin lp_origin_of(const struct translation *t, const IRExpr *e);

/* Whether a store makes only a weak copy. `data` is the stored value; NULL: not known.
 */
Bool lp_store_is_weak(const struct translation *t, const IRExpr *address,
                      const IRExpr *data);

#endif
