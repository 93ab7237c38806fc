/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * arch_amd64: x86-64. See arch.h.
 *
 *      caller's frame
 *      ─────────────── CFA
 *      return address           the call pushes it
 *      saved rbp       ◄─ rbp   in code that is not optimised
 *      locals
 *                      ◄─ rsp
 *      128 bytes                may be in use as well
 */
#include "arch.h"

static const Int callee_saved[] = {REG(RBX), REG(RBP), REG(R12),   REG(R13),
                                   REG(R14), REG(R15), NO_REGISTER};

const struct arch lp_arch = {
    .sp = REG(RSP),
    .fp = REG(RBP),
    .ip = REG(RIP),
    .link = NO_REGISTER,
    .value = REG(RAX),
    .second = REG(RDX),
    .general = REG(RAX),
    .generals = 16,
    .callee_saved = callee_saved,
    .thread = REG(FS_CONST),
    .record = 2304, /* those of glibc's struct pthread that have pointers */
    .pushed = 8,
    .red_zone = 128,
    .dwarf_fp = 6,
    .dwarf_sp = 7,
};

void lp_arch_shape(const UChar *code, SizeT size, struct frame_shape *shape)
{
    (void)code;
    (void)size;
    *shape = (struct frame_shape){.fp_known = True, .fp = 16};
}

Addr lp_arch_begin(Addr ip)
{
    return ip;
}

Bool lp_arch_is_push(const UChar *code, UInt length)
{
    if (length == 2 && code[0] == 0x41)
        code++;
    return length <= 2 && code[0] >= 0x50 && code[0] <= 0x57;
}

/* The stack shows where the caller is, also at a return instruction. */
Bool lp_arch_is_return(const UChar *code)
{
    (void)code;
    return False;
}

Bool lp_arch_is_condition(const UChar *code)
{
    return (code[0] >= 0x70 && code[0] <= 0x7f) ||
           (code[0] == 0x0f && code[1] >= 0x80 && code[1] <= 0x8f);
}
