/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * snapshot: what the program's variables held when it lost a block.
 *
 * leaklab reads the file of --snapshots together with the program's debug information
 * and shows values beside the line of the loss. The format is in runtime/snapshot.h.
 *
 * Life cycle: a loss takes a snapshot and keeps it in memory. If the loss turns out to
 * be void, its snapshot is dropped. At exit only the snapshots of reported losses are
 * written to the file, in the order of the report.
 *
 * Only the first loss of a block from each allocation gets one at each stack. The
 * numbers of snapshots that are taken and kept are limited, and so is their size: a
 * program with a million losses takes no longer.
 */
#ifndef LP_SNAPSHOT_H
#define LP_SNAPSHOT_H

#include "records.h"
#include "stacks.h"

/* Whether snapshots are taken. */
extern Bool lp_snapshots_on;

/* Take them, and write those of reported losses to that file ("%p" in its name is the
 * number of the process). `file_name` must stay valid. */
void lp_snapshots_open(const HChar *file_name);

/* The first three are those of struct block's `losses`. SNAPSHOT_ON_THE_WAY: a function
 * has returned the block, and it is not known yet whether the value will be stored. */
enum { SNAPSHOT_ON_THE_WAY = LOSS_COUNT, SNAPSHOT_COUNT };

/* The thread has just lost the block, at `trace`. Sets *place, which must be NULL, or
 * leaves it. `which`: what kind of loss. `return_ip`: an instruction of the return
 * statement that was executed, or 0. */
void lp_snapshot_take(struct snapshot **place, UInt which, const struct block *block,
                      ThreadId tid, const struct trace *trace, Addr return_ip);

/* A function of the running thread returns the block to the block's site, which is in
 * its caller. Replaces block->on_the_way. */
void lp_snapshot_of_return(struct block *block, ThreadId tid);

/* Free *place and set it to NULL, if it is not NULL. */
void lp_snapshot_drop(struct snapshot **place);

/* Append it to the file, as that of a lost block which was allocated there. `place` is
 * the instruction that the report shows as the place of the loss; `returned_from`: the
 * one that is the place if the source has a return statement there, 0: none. */
void lp_snapshot_write(const struct snapshot *snapshot, const struct stack *allocated,
                       Addr place, Addr returned_from);

#endif
