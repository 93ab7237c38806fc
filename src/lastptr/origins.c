/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * origins: which stores make weak copies (count.c says what a weak copy is).
 *
 * A superblock shows where an address or a value comes from: the stack pointer or the
 * frame pointer plus a constant, or a register as it was at the start. From this the
 * tool decides whether a store writes a variable of the program or only a copy:
 *
 *   library code stores into its own frame           weak: a saved register
 *   a library function, at its start, stores a
 *     callee-saved register anywhere (setjmp)        weak: the caller's value
 *   the prologue of own code pushes a callee-saved
 *     register                                       weak: the caller's value
 *   own code stores into a slot of its frame where
 *     no variable is declared, or only a temporary
 *     of Cython's                                    weak: a temporary, or the save
 *                                                    area of a variadic function
 *   all other stores                                 strong
 *
 * The third rule is for code that is not optimised: there every variable has a slot.
 */
#include "translation.h"

struct origin lp_origin_of(const struct translation *t, const IRExpr *e)
{
    struct origin unknown = {.base = BASE_UNKNOWN};

    return e->tag == Iex_RdTmp ? t->origins[e->Iex.RdTmp.tmp] : unknown;
}

/* The note about the general register with this offset in the guest state; NULL: it is
 * none. */
static IRExpr **piece_from(struct translation *t, Int offset)
{
    Int i = (offset - REG(RAX)) / 8;

    return offset >= REG(RAX) && i < REGISTERS ? &t->piece_from[i] : NULL;
}

/* clang copies a byte by `mov (%rax), %cl` and `mov %cl, (%rdx)`. In VEX's code the
 * second instruction reads all of rcx, and stores its lowest byte. (Where the whole
 * register is written, VEX has replaced the read by the written value.) */
void lp_origin_put(struct translation *t, Int offset, const IRExpr *data)
{
    IRExpr **from = piece_from(t, offset);

    if (!from)
        return;
    *from = NULL;
    if ((offset - REG(RAX)) % 8 == 0 && typeOfIRExpr(t->out->tyenv, data) != Ity_I64)
        *from = lp_origin_of(t, data).loaded_from;
}

static struct origin origin_of_get(struct translation *t, const IRExpr *e)
{
    struct origin origin = {.base = BASE_REGISTER, .reg = e->Iex.Get.offset};
    IRExpr **from = piece_from(t, e->Iex.Get.offset);

    if (from && *from)
        return (struct origin){
            .base = BASE_MEMORY, .loaded_from = *from, .copies_before = t->copies};
    if (e->Iex.Get.ty != Ity_I64)
        origin.base = BASE_UNKNOWN;
    else if (origin.reg == REG(RSP))
        origin.base = BASE_SP;
    else if (origin.reg == REG(RBP))
        origin.base = BASE_BP;
    origin.displaced_known = True;
    return origin;
}

static struct origin origin_of_binop(const struct translation *t, const IRExpr *e)
{
    struct origin origin = lp_origin_of(t, e->Iex.Binop.arg1);
    const IRExpr *right = e->Iex.Binop.arg2;
    IROp op = e->Iex.Binop.op;

    origin.loaded_from = NULL; /* the sum of a loaded value is another value */
    if (origin.base != BASE_SP && origin.base != BASE_BP)
        origin.base = BASE_UNKNOWN;
    else if (op == Iop_Add64 && right->tag == Iex_Const)
        origin.displacement += (Long)right->Iex.Const.con->Ico.U64;
    else if (op == Iop_Sub64 && right->tag == Iex_Const)
        origin.displacement -= (Long)right->Iex.Const.con->Ico.U64;
    else if (op == Iop_Add64 || op == Iop_Sub64 || op == Iop_And64)
        origin.displaced_known = False; /* an index, or an alignment */
    else
        origin.base = BASE_UNKNOWN;
    if (origin.base == BASE_BP && !origin.displaced_known)
        origin.base = BASE_UNKNOWN; /* rbp may be no frame pointer */
    return origin;
}

static struct origin origin_of_piece(const struct translation *t, const IRExpr *whole)
{
    struct origin origin = lp_origin_of(t, whole);

    if (origin.base != BASE_MEMORY)
        origin = (struct origin){.base = BASE_UNKNOWN};
    return origin;
}

void lp_origin_learn(struct translation *t, IRTemp temp, const IRExpr *e)
{
    struct origin *origin = &t->origins[temp];

    if (e->tag == Iex_Get)
        *origin = origin_of_get(t, e);
    else if (e->tag == Iex_Binop)
        *origin = origin_of_binop(t, e);
    else if (e->tag == Iex_RdTmp)
        *origin = t->origins[e->Iex.RdTmp.tmp];
    else if (e->tag == Iex_Unop) /* narrowed or widened */
        *origin = origin_of_piece(t, e->Iex.Unop.arg);
    else if (e->tag == Iex_Load)
        *origin = (struct origin){.base = BASE_MEMORY,
                                  .loaded_from = e->Iex.Load.addr,
                                  .copies_before = t->copies};
}

static Bool is_callee_saved(Int reg)
{
    return reg == REG(RBX) || reg == REG(RBP) || reg == REG(R12) || reg == REG(R13) ||
           reg == REG(R14) || reg == REG(R15);
}

static Bool is_push(const struct translation *t)
{
    const UChar *code = (const UChar *)t->ip;

    if (t->length == 2 && code[0] == 0x41)
        code++;
    return t->length <= 2 && code[0] >= 0x50 && code[0] <= 0x57;
}

/* In other code a push of such a register passes an argument. */
static Bool is_prologue(const struct translation *t)
{
    return !t->function || lp_function_starts(t->function, t->entry);
}

/* The slot's distance from the frame's end. The first superblock of a function gives it
 * by the stack pointer, the others by the frame pointer. False: not known. */
static Bool slot_of(const struct translation *t, struct origin address,
                    Word *cfa_offset)
{
    Bool first = lp_function_starts(t->function, t->entry);

    if (!address.displaced_known || address.base != (first ? BASE_SP : BASE_BP))
        return False;
    *cfa_offset = (Word)address.displacement - (first ? 8 : 16);
    return True;
}

/* Such a register has the caller's value until the function gives it another one. */
static Bool saves_register(const struct translation *t, struct origin from)
{
    const HChar *name;

    return from.base == BASE_REGISTER && is_callee_saved(from.reg) &&
           VG_(get_fnname_if_entry)(VG_(current_DiEpoch)(), t->entry, &name);
}

Bool lp_store_is_weak(const struct translation *t, const IRExpr *address,
                      const IRExpr *data)
{
    struct origin to = lp_origin_of(t, address);
    struct origin from = {.base = BASE_UNKNOWN};
    Word cfa_offset;

    if (data)
        from = lp_origin_of(t, data);
    /* If rbp is an ordinary pointer, its displacements are not negative. */
    if (!t->own_code)
        return to.base == BASE_SP || (to.base == BASE_BP && to.displacement < 0) ||
               saves_register(t, from);
    if (to.base == BASE_SP && is_push(t) && from.base != BASE_UNKNOWN &&
        from.base != BASE_MEMORY && is_callee_saved(from.reg) && is_prologue(t))
        return True;
    return t->function && !t->function->optimised && slot_of(t, to, &cfa_offset) &&
           !lp_slot_is_declared(t->ip, cfa_offset);
}
