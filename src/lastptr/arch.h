/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * arch: what lastptr has to know of the processor: its registers, where a return
 * address is, and what a function's code does with the stack pointer.
 *
 * There is a file for each processor, arch_NAME.c, and the build takes one of them. No
 * other file names a processor or a register. All processors here have words of 8 bytes
 * in little-endian order, and a stack that grows downwards.
 */
#ifndef LP_ARCH_H
#define LP_ARCH_H

#include "vg_compat.h"
#include "pub_tool_guest.h"

#ifndef offsetof
#define offsetof(type, member) __builtin_offsetof(type, member)
#endif
#define REG(name) ((Int)offsetof(VexGuestArchState, guest_##name))
#define NO_REGISTER (-1)

/* Registers are offsets in the guest state, unless something else is said. */
struct arch {
    Int sp, fp, ip;
    Int link; /* the return address, until the function saves it; NO_REGISTER: the call
                 pushes it */
    Int value, second; /* what a function returns, and its second half */
    Int general;       /* the first of the general registers, which lie side by side */
    UInt generals;     /* how many there are: at most GENERALS_MAX */
    const Int *callee_saved; /* ends with NO_REGISTER */
    Int thread;              /* points to the C library's record of the thread, */
    UInt record;             /* which has so many bytes from there on */
    Bool tls_above;    /* the program's variables of a thread lie above that place */
    UInt pushed;       /* by a call */
    UInt red_zone;     /* bytes below the stack pointer that are in use */
    Bool fp_is_frames; /* never anything else than a frame pointer */
    UInt dwarf_fp, dwarf_sp;
    const HChar *helpers; /* how names begin of functions that the compiler adds to a
                             program, for a part of a statement; NULL: there are none */
};

#define GENERALS_MAX 31

extern const struct arch lp_arch;

/* Where the two registers point when a function has set up its frame: so many bytes
 * below the frame's end, the canonical frame address. */
struct frame_shape {
    Bool sp_known, fp_known;
    Word sp, fp;
};

/* Reads it from the code of a function. */
void lp_arch_shape(const UChar *code, SizeT size, struct frame_shape *shape);

/* Where a function may begin that is entered at `ip`: an instruction before it may only
 * mark that jumps may go there. */
Addr lp_arch_begin(Addr ip);

/* Whether the instruction pushes a general register; returns; jumps on a condition. */
Bool lp_arch_is_push(const UChar *code, UInt length);
Bool lp_arch_is_return(const UChar *code);
Bool lp_arch_is_condition(const UChar *code);

#endif
