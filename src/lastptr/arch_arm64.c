/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * arch_arm64: AArch64. See arch.h.
 *
 *      caller's frame
 *      ─────────────── CFA          the stack pointer before the first instruction, and
 *      locals                       at the return
 *      saved registers              gcc has the locals above them, clang below
 *      return address
 *      caller's x29    ◄─ x29       if there is a frame record
 *      locals
 *      arguments       ◄─ sp
 *
 * A call does not push: the return address is in x30. So a return instruction does not
 * change the stack pointer. gcc counts the places of variables from the CFA, clang from
 * x29, or in a function that calls no other from sp. Where these are, the instructions
 * tell that set up the frame. They are read one by one:
 *
 *      stp x29, x30, [sp, -48]!        sub sp, sp, 48
 *      mov x29, sp                     stp x29, x30, [sp, 32]
 *                                      add x29, sp, 32
 */
#include "arch.h"

static const Int callee_saved[] = {REG(X19), REG(X20), REG(X21), REG(X22),
                                   REG(X23), REG(X24), REG(X25), REG(X26),
                                   REG(X27), REG(X28), REG(X29), NO_REGISTER};

const struct arch lp_arch = {
    .sp = REG(XSP),
    .fp = REG(X29),
    .ip = REG(PC),
    .link = REG(X30),
    .value = REG(X0),
    .second = REG(X1),
    .general = REG(X0),
    .generals = 31,
    .callee_saved = callee_saved,
    .thread = REG(TPIDR_EL0),
    .record = 16,
    .tls_above = True,
    .fp_is_frames = True,
    .dwarf_fp = 29,
    .dwarf_sp = 31,
    .helpers = "__aarch64_",
};

#define SP 31u
#define PROLOGUE_MAX 64 /* instructions */

/* --- one instruction --- */

static UInt instruction_at(const UChar *code)
{
    UInt instruction;

    VG_(memcpy)(&instruction, code, sizeof instruction);
    return instruction;
}

static UInt bits(UInt code, UInt low, UInt count)
{
    return (code >> low) & ((1u << count) - 1);
}

static Long signed_bits(UInt code, UInt low, UInt count)
{
    return (Long)((ULong)code << (64 - low - count)) >> (64 - count);
}

/* `add` or `sub`, of a register or sp and a constant. `constant`: what is added. */
static Bool is_sum(UInt code, UInt *to, UInt *from, Word *constant)
{
    *to = bits(code, 0, 5);
    *from = bits(code, 5, 5);
    *constant = (Word)bits(code, 10, 12) << (bits(code, 22, 1) ? 12 : 0);
    if (code & 0x40000000)
        *constant = -*constant;
    return (code & 0xbf800000) == 0x91000000;
}

/* `sub REGISTER, sp, REGISTER` */
static Bool is_difference(UInt code, UInt *to, UInt *by)
{
    *to = bits(code, 0, 5);
    *by = bits(code, 16, 5);
    return (code & 0xffe0ffe0) == 0xcb2063e0;
}

static Bool is_kept(UInt reg, Bool is_vector)
{
    return is_vector ? reg >= 8 && reg <= 15 : reg >= 19;
}

/* A store of registers that belong to the caller, or of zero, at sp. `change`: what is
 * added to sp. */
static Bool is_save(UInt code, Word *change)
{
    Bool is_vector = bits(code, 26, 1);
    UInt mode;

    *change = 0;
    if (bits(code, 5, 5) != SP || !is_kept(bits(code, 0, 5), is_vector))
        return False;
    if ((code & 0x3a400000) == 0x28000000) { /* stp */
        mode = bits(code, 23, 2);
        if (mode == 3) /* [sp, -N]! */
            *change = (Word)signed_bits(code, 15, 7) *
                      (is_vector ? 4 << bits(code, 30, 2) : 8);
        return (mode == 2 || mode == 3) && is_kept(bits(code, 10, 5), is_vector);
    }
    if ((code & 0xfbe00c00) == 0xf8000c00) /* str, [sp, -N]! */
        *change = (Word)signed_bits(code, 12, 9);
    else if ((code & 0xfbc00000) != 0xf9000000 && (code & 0xfbe00c00) != 0xf8000000)
        return False;
    return True;
}

/* bti, paciasp and what else does nothing on older processors. */
static Bool is_hint(UInt code)
{
    return (code & 0xfffff01f) == 0xd503201f;
}

/* --- the frame --- */

struct prologue {
    struct frame_shape *shape;
    UInt constant_in; /* this register; SP: it is not known */
    Word constant;
};

/* `mov` of 16 bits into a register, or into a part of it. */
static Bool set_constant(struct prologue *p, UInt code)
{
    UInt shift = 16 * bits(code, 21, 2);
    Word part = (Word)bits(code, 5, 16) << shift;

    if ((code & 0xff800000) == 0xd2800000) /* movz */
        p->constant = part;
    else if ((code & 0xff800000) == 0xf2800000) /* movk */
        p->constant = (p->constant & ~((Word)0xffff << shift)) | part;
    else
        return False;
    p->constant_in = bits(code, 0, 5);
    return True;
}

/* The register gets what is `below` sp. False: the frame is set up. */
static Bool set_register(struct prologue *p, UInt to, Word below)
{
    struct frame_shape *shape = p->shape;

    if (to == SP && below > 0) {
        shape->sp += below;
        return True;
    }
    if (to == 29) {
        shape->fp = shape->sp + below;
        shape->fp_known = True;
        return True;
    }
    /* In a register that is free, it is where sp will be: after a loop that touches
     * each page, or when it is aligned. */
    if (to >= 9 && to <= 17 && below > 0)
        shape->sp_known = False;
    return False;
}

/* False: it does not set up the frame. */
static Bool follow(struct prologue *p, UInt code)
{
    UInt to, other;
    Word number;

    if (is_hint(code) || set_constant(p, code))
        return True;
    if (is_save(code, &number)) {
        p->shape->sp -= number;
        return True;
    }
    if (is_sum(code, &to, &other, &number))
        return other == SP && set_register(p, to, -number);
    if (!is_difference(code, &to, &other))
        return False;
    if (other == p->constant_in)
        return set_register(p, to, p->constant);
    p->shape->sp_known = False;
    return False;
}

void lp_arch_shape(const UChar *code, SizeT size, struct frame_shape *shape)
{
    struct prologue p = {.shape = shape, .constant_in = SP};
    SizeT i, count = size / 4 < PROLOGUE_MAX ? size / 4 : PROLOGUE_MAX;

    *shape = (struct frame_shape){.sp_known = True};
    for (i = 0; i < count; i++) {
        if (!follow(&p, instruction_at(code + 4 * i)))
            break;
    }
}

/* The C library's setjmp jumps to the second instruction of another function, whose
 * first is bti. */
Addr lp_arch_begin(Addr ip)
{
    return (ip & 0xfff) && is_hint(instruction_at((const UChar *)ip - 4)) ? ip - 4 : ip;
}

Bool lp_arch_is_push(const UChar *code, UInt length)
{
    (void)code;
    (void)length;
    return False;
}

Bool lp_arch_is_return(const UChar *code)
{
    return (instruction_at(code) & 0xfffffc1f) == 0xd65f0000;
}

Bool lp_arch_is_condition(const UChar *code)
{
    UInt instruction = instruction_at(code);

    return (instruction & 0xff000010) == 0x54000000 || /* b.eq and its like */
           (instruction & 0x7c000000) == 0x34000000;   /* cbz, cbnz, tbz, tbnz */
}
