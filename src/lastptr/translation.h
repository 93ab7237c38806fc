/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * translation: the state of translating one superblock, and what is known of where its
 * values come from (origins.c).
 */
#ifndef LP_TRANSLATION_H
#define LP_TRANSLATION_H

#include "lastptr.h"
#include "pub_tool_guest.h"

#define REG(name) ((Int)offsetof(VexGuestArchState, guest_##name))
#ifndef offsetof
#define offsetof(type, member) __builtin_offsetof(type, member)
#endif

/* Where a temporary's value comes from, as far as the superblock tells. */
enum base { BASE_UNKNOWN, BASE_SP, BASE_BP, BASE_REGISTER };

struct origin {
    enum base base;
    Int reg; /* its offset in the guest state */
    Bool displaced_known;
    Long displacement;
};

struct translation {
    IRSB *out;
    Addr entry; /* the superblock's first instruction */
    Addr ip;    /* the instruction at hand */
    UInt length;
    Bool own_code;
    Bool returns; /* ends in a return */
    const struct function *function;
    struct origin *origins; /* by temporary */
    IRExpr *heap_min, *heap_length;
    ULong place; /* events: the source line told last */
    struct return_site *return_site;
};

/* Notes where a temporary's value comes from; then where an expression's does. */
void lp_origin_learn(struct translation *t, IRTemp temp, const IRExpr *e);
struct origin lp_origin_of(const struct translation *t, const IRExpr *e);

/* Whether a store makes only a weak copy; `data`: NULL if it is not at hand. */
Bool lp_store_is_weak(const struct translation *t, const IRExpr *address,
                      const IRExpr *data);

#endif
