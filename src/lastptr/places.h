/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * places: at which statement a loss is told, and whether that is known exactly.
 *
 * Where the end of a function lost a block, the statement that ended the function is of
 * more use than the line of the closing brace. Two return statements are two places.
 *
 * Ownership: places belong to this module and are never freed.
 */
#ifndef LP_PLACES_H
#define LP_PLACES_H

#include "losses.h"

struct place {
    struct place *next; /* in its hash bucket */
    UWord key;
    const struct stack *where;
    Addr return_ip;
    Bool exact;   /* no function that was on the stack is optimised */
    Bool inside;  /* the innermost function of the program has no debug information:
                     neither its line nor whether it is optimised is known */
    UInt line;    /* of the statement that ended the function; 0: not known, or none */
    Bool returns; /* it is a return statement. False: the source cannot be read */
};

/* The place of the loss. The same statement that ends the same stack has the same
 * `line`. */
const struct place *lp_place_of(const struct loss *loss);

#endif
