/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * places: at which statement a loss is told. See places.h.
 */
#include "places.h"
#include "arch.h"
#include "functions.h"
#include "lines.h"
#include "stacks.h"
#include "pub_tool_hashtable.h"

/* Functions that pass blocks on and keep no pointers: leaklab's own, which serve
 * Python's families of memory, and the compiler's. */
static Bool is_helper(Addr ip)
{
    const HChar *name;

    return VG_(get_fnname)(VG_(current_DiEpoch)(), ip, &name) &&
           (VG_(strncmp)(name, "pymem_", 6) == 0 ||
            VG_(strncmp)(name, "pyobject_", 9) == 0 ||
            (lp_arch.helpers &&
             VG_(strncmp)(name, lp_arch.helpers, VG_(strlen)(lp_arch.helpers)) == 0));
}

/* In optimised code a pointer may have been in a register only. So no frame may be
 * optimised: the callers of the function may have held it, too. What has lines, and is
 * in no function that is known, is an optimised one in several pieces (DW_AT_ranges).
 */
static Bool is_exact(const Addr *ips, UInt depth, Bool *inside)
{
    Bool known = False, undescribed;
    UInt i;

    for (i = 0; i < depth; i++) {
        const struct function *function = lp_function_at(ips[i]);

        if (!lp_is_own_code(ips[i]) || (!known && is_helper(ips[i])))
            continue;
        undescribed = lp_is_undescribed(ips[i]);
        *inside = undescribed && !known;
        if (*inside || (function ? function->optimised : !undescribed))
            return False;
        known = True;
    }
    return known;
}

/* The line of the statement that ended the function, if it is a return statement or the
 * source cannot be read. The code alone does not tell it from a break, for example: the
 * source does. */
static void learn_return(struct place *place)
{
    const HChar *file;
    UInt line = 0;
    Bool known;

    if (!place->return_ip || lp_arch_is_condition((const UChar *)place->return_ip) ||
        lp_function_at(place->return_ip) != lp_function_at(place->where->ips[0]) ||
        lp_is_inlined(lp_function_at(place->return_ip), place->return_ip) ||
        !lp_source_line(place->return_ip, &file, NULL, &line))
        return;
    place->returns = lp_line_returns(place->return_ip, &known);
    if (place->returns || !known)
        place->line = line;
}

static Word place_differs(const void *a, const void *b)
{
    const struct place *p = a, *q = b;

    return p->where != q->where || p->return_ip != q->return_ip;
}

const struct place *lp_place_of(const struct loss *loss)
{
    static VgHashTable *places;
    struct place key = {.where = loss->where, .return_ip = loss->return_ip}, *place;

    if (!places)
        places = VG_(HT_construct)("lastptr.places");
    key.key = (UWord)key.where ^ key.return_ip;
    place = VG_(HT_gen_lookup)(places, &key, place_differs);
    if (place)
        return place;
    place = VG_(malloc)("lastptr.place", sizeof *place);
    *place = key;
    place->exact = is_exact(place->where->ips, place->where->depth, &place->inside);
    if (place->exact)
        learn_return(place);
    VG_(HT_add_node)(places, place);
    return place;
}
