/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * origins: which stores make weak copies (count.c says what that means).
 *
 * Within a superblock it is visible where an address and a value come from: the stack
 * pointer or frame pointer plus a constant, or a register as it was at the start. That
 * tells apart what a variable of the program holds from what merely lies in memory:
 *
 *   library code, into its own frame        weak: spilled and saved registers
 *   own code, a callee-saved register
 *     pushed by the prologue                weak: the caller's value is saved
 *   own code, a slot of the frame where no
 *     variable is declared                  weak: the compiler's temporary, or the
 *                                           save area of a variadic function
 *   all else                                strong
 *
 * The third rule is for code that is not optimised, where every variable has its slot.
 */
#include "translation.h"

struct origin lp_origin_of(const struct translation *t, const IRExpr *e)
{
    struct origin unknown = {.base = BASE_UNKNOWN};

    return e->tag == Iex_RdTmp ? t->origins[e->Iex.RdTmp.tmp] : unknown;
}

static struct origin origin_of_get(const IRExpr *e)
{
    struct origin origin = {.base = BASE_REGISTER, .reg = e->Iex.Get.offset};

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

    if (origin.base != BASE_SP && origin.base != BASE_BP)
        origin.base = BASE_UNKNOWN;
    else if (op == Iop_Add64 && right->tag == Iex_Const)
        origin.displacement += (Long)right->Iex.Const.con->Ico.U64;
    else if (op == Iop_Sub64 && right->tag == Iex_Const)
        origin.displacement -= (Long)right->Iex.Const.con->Ico.U64;
    else if (op == Iop_Add64 || op == Iop_Sub64 || op == Iop_And64)
        origin.displaced_known = False; /* indexed, or aligned */
    else
        origin.base = BASE_UNKNOWN;
    if (origin.base == BASE_BP && !origin.displaced_known)
        origin.base = BASE_UNKNOWN; /* rbp need not be a frame pointer */
    return origin;
}

void lp_origin_learn(struct translation *t, IRTemp temp, const IRExpr *e)
{
    struct origin *origin = &t->origins[temp];

    if (e->tag == Iex_Get)
        *origin = origin_of_get(e);
    else if (e->tag == Iex_Binop)
        *origin = origin_of_binop(t, e);
    else if (e->tag == Iex_RdTmp)
        *origin = t->origins[e->Iex.RdTmp.tmp];
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

/* Elsewhere a push of such a register passes an argument. */
static Bool is_prologue(const struct translation *t)
{
    return !t->function || lp_function_starts(t->function, t->entry);
}

/* The slot's distance from the frame's end, known in code that has a frame pointer:
 * in the first superblock by the stack pointer, in the others by the frame pointer. */
static Bool slot_of(const struct translation *t, struct origin address,
                    Word *cfa_offset)
{
    Bool first = lp_function_starts(t->function, t->entry);

    if (!address.displaced_known || address.base != (first ? BASE_SP : BASE_BP))
        return False;
    *cfa_offset = (Word)address.displacement - (first ? 8 : 16);
    return True;
}

Bool lp_store_is_weak(const struct translation *t, const IRExpr *address,
                      const IRExpr *data)
{
    struct origin to = lp_origin_of(t, address);
    struct origin from = {.base = BASE_UNKNOWN};
    Word cfa_offset;

    if (!t->own_code) /* its own frame; rbp may also be any pointer, but then upwards */
        return to.base == BASE_SP || (to.base == BASE_BP && to.displacement < 0);
    if (data)
        from = lp_origin_of(t, data);
    if (to.base == BASE_SP && is_push(t) && from.base != BASE_UNKNOWN &&
        is_callee_saved(from.reg) && is_prologue(t))
        return True;
    return t->function && !lp_function_optimised(t->function) &&
           slot_of(t, to, &cfa_offset) && !lp_slot_is_declared(t->ip, cfa_offset);
}
