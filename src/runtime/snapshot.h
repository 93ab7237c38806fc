/* SPDX-License-Identifier: MIT
 *
 * snapshot: what the memory of a program held when a sanitizer found a fault in it.
 *
 * snapshot.o is linked into programs that a sanitizer is built into. When the sanitizer
 * is about to report, the part appends a snapshot to the file that LL_SNAPSHOT_ENV
 * names:
 *
 *     BEGIN  FRAME …  MEMORY …  BLOCK …  UNSET …  END
 *
 * values/snapshot.h reads it, together with the program's debug information. The file
 * is read on the machine that wrote it, so numbers have the machine's form. The program
 * could write anything into it: a reader must check all that it takes from it.
 *
 * lastptr (docs/lastptr.md) writes the same format when a program loses a block, with
 * one more record, LOST, and as many snapshots as it reports losses. Nothing but the
 * format is in this file: lastptr includes it, too.
 *
 * A snapshot without END is not whole. At most LL_SNAPSHOT_MOST are taken of a process.
 * One takes a few milliseconds, and nothing is done before the first fault.
 */
#ifndef LL_RUNTIME_SNAPSHOT_H
#define LL_RUNTIME_SNAPSHOT_H

#include <stdint.h>

#define LL_SNAPSHOT_ENV "LEAKLAB_SNAPSHOT" /* the file; ".PID" is added to it */
#define LL_SNAPSHOT_MAGIC 0x31736576616c6c6cULL

enum {
    LL_SNAPSHOT_MOST = 16,
    LL_SNAPSHOT_FRAMES = 32,
    LL_SNAPSHOT_PARTS = 512,      /* MEMORY records, and BLOCK records */
    LL_SNAPSHOT_UNSETS = 16384,   /* UNSET records */
    LL_SNAPSHOT_BYTES = 16 << 20, /* in the file of a process, all together */
    LL_SNAPSHOT_REGISTERS = 32,   /* by their DWARF numbers; 0 where it is not known */
    LL_SNAPSHOT_CALLS = 16,       /* of a block's stacks */
};

enum ll_snapshot_type {
    LL_SNAPSHOT_BEGIN = 1, /* a: LL_SNAPSHOT_MAGIC, b: what was added to the program's
                              addresses when it was loaded */
    LL_SNAPSHOT_FRAME,  /* a: an address in the function's code, b: its canonical frame
                           address, c: the code of the return statement that led there,
                           if the source has one in that line, 0: none; then
                           LL_SNAPSHOT_REGISTERS numbers of 8 bytes. Only the program's
                           own frames, the innermost first */
    LL_SNAPSHOT_MEMORY, /* a: the address; then the bytes */
    LL_SNAPSHOT_UNSET,  /* a: the address; then for each byte 0, or another number if
                           nothing was stored there */
    LL_SNAPSHOT_BLOCK,  /* a: a heap block, b: its size, c: 1 if it was freed; then
                           LL_SNAPSHOT_CALLS addresses where it was allocated, and as
                           many where it was freed, each list ended by 0 */
    LL_SNAPSHOT_LOST,   /* the block that was lost: LL_SNAPSHOT_CALLS addresses where
                           it was allocated, ended by 0. Only lastptr writes it */
    LL_SNAPSHOT_END,
};

struct ll_snapshot_record {
    uint32_t type;
    uint32_t size; /* bytes that follow */
    uint64_t a, b, c;
};

#endif
