/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * check_arch: what lastptr reads from the code of functions for arm64 (arch.h), on any
 * machine. The functions are those that gcc and clang make without optimisation; only
 * their first instructions are here.
 */
#include <stdio.h>
#include <string.h>

#include "lastptr/arch.h"

/* The tool has Valgrind's. */
void *VG_(memcpy)(void *to, const void *from, SizeT size)
{
    return memcpy(to, from, size);
}

#define UNKNOWN (-1)

static const struct function {
    const char *name;
    Word sp, fp; /* below the CFA; UNKNOWN: the code does not tell */
    UInt code[16];
} functions[] = {
    {"a leaf",
     32,
     UNKNOWN,
     {0xd10083ff,   /* sub sp, sp, #0x20 */
      0xf90007e0}}, /* str x0, [sp, #8] */
    {"gcc's frame record at the bottom",
     32,
     32,
     {0xd503233f,   /* paciasp */
      0xa9be7bfd,   /* stp x29, x30, [sp, #-32]! */
      0x910003fd,   /* mov x29, sp */
      0xf9000fe0}}, /* str x0, [sp, #24] */
    {"gcc's large frame",
     8368,
     8368,
     {0xd284160c,   /* mov x12, #0x20b0 */
      0xcb2c63ff,   /* sub sp, sp, x12 */
      0xa9007bfd,   /* stp x29, x30, [sp] */
      0x910003fd,   /* mov x29, sp */
      0xa90153f3,   /* stp x19, x20, [sp, #16] */
      0xf9002bfb,   /* str x27, [sp, #80] */
      0xb9006fa0}}, /* str w0, [x29, #108] */
    {"gcc's, of 1 MiB, in two halves",
     0x100020,
     0x100020,
     {0xd280040c,   /* mov x12, #0x20 */
      0xf2a0020c,   /* movk x12, #0x10, lsl #16 */
      0xcb2c63ff,   /* sub sp, sp, x12 */
      0xa9007bfd,   /* stp x29, x30, [sp] */
      0x910003fd}}, /* mov x29, sp */
    {"gcc's, which has arguments below",
     64,
     48,
     {0xd10103ff,   /* sub sp, sp, #0x40 */
      0xa9017bfd,   /* stp x29, x30, [sp, #16] */
      0x910043fd,   /* add x29, sp, #0x10 */
      0xb9002fe0}}, /* str w0, [sp, #44] */
    {"clang's frame record at the top",
     64,
     16,
     {0xd10103ff,   /* sub sp, sp, #0x40 */
      0xa9037bfd,   /* stp x29, x30, [sp, #48] */
      0x9100c3fd,   /* add x29, sp, #0x30 */
      0xb81fc3bf}}, /* stur wzr, [x29, #-4] */
    {"clang's large frame",
     32 + 0x2000 + 0x60,
     32,
     {0xa9be7bfd,   /* stp x29, x30, [sp, #-32]! */
      0xa9014ffc,   /* stp x28, x19, [sp, #16] */
      0x910003fd,   /* mov x29, sp */
      0xd1400bff,   /* sub sp, sp, #0x2, lsl #12 */
      0xd10183ff,   /* sub sp, sp, #0x60 */
      0x910003f3}}, /* mov x19, sp */
    {"clang's aligned frame",
     UNKNOWN,
     16,
     {0xa9bf7bfd,   /* stp x29, x30, [sp, #-16]! */
      0x910003fd,   /* mov x29, sp */
      0xd10143e9,   /* sub x9, sp, #0x50 */
      0x927be53f}}, /* and sp, x9, #0xffffffffffffffe0 */
    {"gcc's, touched page by page",
     UNKNOWN,
     UNKNOWN,
     {0xd14083ec,   /* sub x12, sp, #0x20, lsl #12 */
      0xd14043ff,   /* sub sp, sp, #0x10, lsl #12 */
      0xf90203ff,   /* str xzr, [sp, #1024] */
      0xeb2c63ff}}, /* cmp sp, x12 */
    {"a constant that is not known",
     UNKNOWN,
     UNKNOWN,
     {0xcb2a63ff}}, /* sub sp, sp, x10 */
    {"a leaf that stores zero and ends",
     16,
     UNKNOWN,
     {0xd10043ff,   /* sub sp, sp, #0x10 */
      0xf90007ff,   /* str xzr, [sp, #8] */
      0xd503201f,   /* nop */
      0x910043ff,   /* add sp, sp, #0x10 */
      0xd65f03c0}}, /* ret */
};

static Bool is_right(const struct function *function)
{
    struct frame_shape shape;

    lp_arch_shape((const UChar *)function->code, sizeof function->code, &shape);
    if ((shape.sp_known ? shape.sp : UNKNOWN) == function->sp &&
        (shape.fp_known ? shape.fp : UNKNOWN) == function->fp)
        return True;
    printf("%s: sp %ld, fp %ld\n", function->name, shape.sp_known ? shape.sp : UNKNOWN,
           shape.fp_known ? shape.fp : UNKNOWN);
    return False;
}

/* ret, b.ne, cbz, tbz; a branch is neither. */
static Bool jumps_are_known(void)
{
    static const UInt ret = 0xd65f03c0, branch = 0x14000001,
                      conditions[] = {0x54000101, 0x340000a8, 0x36f801c8};
    Bool known = lp_arch_is_return((const UChar *)&ret) &&
                 !lp_arch_is_return((const UChar *)&branch) &&
                 !lp_arch_is_condition((const UChar *)&branch);
    UInt i;

    for (i = 0; i < sizeof conditions / sizeof *conditions; i++)
        known = known && lp_arch_is_condition((const UChar *)&conditions[i]);
    if (!known)
        printf("jumps: not known\n");
    return known;
}

int main(void)
{
    Bool right = jumps_are_known();
    UInt i;

    for (i = 0; i < sizeof functions / sizeof *functions; i++)
        right = is_right(&functions[i]) && right;
    return right ? 0 : 1;
}
