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
 *     register, or stores it in the frame            weak: the caller's value
 *   own code stores into a slot of its frame where
 *     no variable is declared, or only a temporary
 *     of Cython's                                    weak: a temporary, or the save
 *                                                    area of a variadic function
 *   all other stores                                 strong, also of arguments that an
 *                                                    own function takes on the stack
 *
 * The third rule is for code that is not optimised: there every variable has a slot.
 */
#include "translation.h"

#define ARGUMENTS_MAX 64 /* bytes, of a function that is not known */

struct origin lp_origin_of(const struct translation *t, const IRExpr *e)
{
    struct origin unknown = {.base = BASE_UNKNOWN};

    return e->tag == Iex_RdTmp ? t->origins[e->Iex.RdTmp.tmp] : unknown;
}

/* The note about the general register with this offset in the guest state; NULL: it is
 * none. */
static IRExpr **piece_from(struct translation *t, Int offset)
{
    Int i = (offset - lp_arch.general) / 8;

    return offset >= lp_arch.general && i < (Int)lp_arch.generals ? &t->piece_from[i]
                                                                  : NULL;
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
    if ((offset - lp_arch.general) % 8 == 0 &&
        typeOfIRExpr(t->out->tyenv, data) != Ity_I64)
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
    else if (origin.reg == lp_arch.sp)
        origin.base = BASE_SP;
    else if (origin.reg == lp_arch.fp)
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
    if (origin.base == BASE_BP && !origin.displaced_known && !lp_arch.fp_is_frames)
        origin.base = BASE_UNKNOWN; /* it may be no frame pointer */
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
    const Int *saved = lp_arch.callee_saved;

    while (*saved != NO_REGISTER && *saved != reg)
        saved++;
    return *saved == reg;
}

static Bool is_at_start(const struct translation *t)
{
    return lp_function_starts(t->function, t->entry);
}

/* Whether the superblock is the first one of a function that has a name. */
static Bool is_at_name(const struct translation *t)
{
    DiEpoch epoch = VG_(current_DiEpoch)();
    Addr begin = lp_arch_begin(t->entry);
    const HChar *name;

    return VG_(get_fnname_if_entry)(epoch, t->entry, &name) ||
           (begin != t->entry && VG_(get_fnname_if_entry)(epoch, begin, &name));
}

/* Whether own code puts a register of the caller into its frame here. On some machines
 * it is pushed. In other code than a prologue, a push passes an argument. */
static Bool is_prologue(const struct translation *t)
{
    if (lp_arch.pushed)
        return lp_arch_is_push((const UChar *)t->ip, t->length) &&
               (!t->function || is_at_start(t));
    return t->function ? is_at_start(t) : is_at_name(t);
}

/* The slot's distance from the frame's end. The first superblock of a function gives it
 * by the stack pointer, the others by what the prologue did. False: not known. */
static Bool slot_of(const struct translation *t, struct origin address,
                    Word *cfa_offset)
{
    const struct frame_shape *shape = &t->function->shape;
    Bool first = is_at_start(t);

    if (!address.displaced_known)
        return False;
    if (address.base == BASE_SP && first)
        *cfa_offset = (Word)address.displacement - (Word)lp_arch.pushed;
    else if (address.base == BASE_SP && shape->sp_known && !t->function->has_vla)
        *cfa_offset = (Word)address.displacement - shape->sp;
    else if (address.base == BASE_BP && !first && shape->fp_known)
        *cfa_offset = (Word)address.displacement - shape->fp;
    else
        return False;
    return True;
}

/* Whether an own function that is called next takes the slot as a parameter. Such slots
 * are the lowest of the frame, and the caller has no variable there. */
static Bool is_argument(const struct translation *t, Word cfa_offset)
{
    const struct frame_shape *shape = &t->function->shape;
    const struct function *callee;

    if (!t->call_ip || !shape->sp_known || t->function->has_vla)
        return False;
    callee = lp_function_at(t->callee);
    return cfa_offset + shape->sp <
           (t->callee ? (Word)(callee ? callee->stack_parameters : 0) : ARGUMENTS_MAX);
}

/* Such a register has the caller's value until the function gives it another one. */
static Bool is_of_caller(struct origin from)
{
    return from.base == BASE_REGISTER && is_callee_saved(from.reg);
}

Bool lp_store_is_weak(const struct translation *t, const IRExpr *address,
                      const IRExpr *data)
{
    struct origin to = lp_origin_of(t, address);
    struct origin from = {.base = BASE_UNKNOWN};
    Word cfa_offset;

    if (data)
        from = lp_origin_of(t, data);
    /* If it is an ordinary pointer, its displacements are not negative. */
    if (!t->own_code)
        return to.base == BASE_SP ||
               (to.base == BASE_BP && (lp_arch.fp_is_frames || to.displacement < 0)) ||
               (is_of_caller(from) && is_at_name(t));
    if (to.base == BASE_SP && from.base != BASE_UNKNOWN && from.base != BASE_MEMORY &&
        is_callee_saved(from.reg) && is_prologue(t))
        return True;
    return t->function && !t->function->optimised && slot_of(t, to, &cfa_offset) &&
           !is_argument(t, cfa_offset) && !lp_slot_is_declared(t->ip, cfa_offset);
}
