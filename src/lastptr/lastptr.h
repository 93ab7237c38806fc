/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lastptr: a Valgrind tool that says where the last pointer to a block was lost.
 *
 * The idea
 * --------
 * For every live heap block the tool knows exactly how many memory words point into
 * it. Each store of the program may add a pointer and take one away; so may a frame
 * that ends, a block that is freed, a system call that writes memory. When the count
 * of a block falls to zero, the place where that happened is where the program lost
 * it: the tool keeps the call stack, how it happened and which variable held it.
 * Should a pointer come back (it was in a register meanwhile), the loss is void.
 *
 *       program's memory            shadow map                blocks
 *      ┌────────────────┐       word ─► entry            ┌──────────────────┐
 *      │ p ─────────────┼────►  [id 7, to its start] ───►│ 7: 80 bytes      │
 *      │ q ─────────────┼────►  [id 7, inside]       ───►│    strong 2      │
 *      └────────────────┘                                │    starts 1      │
 *                                                        └──────────────────┘
 * The files, from the ground up
 *   vg_compat.h    what differs between releases of Valgrind
 *   shadow.c       the two maps: word -> entry, address -> block
 *   stacks.c       call stacks, captured fast and stored once
 *   blocks.c       the program's heap: malloc, free, ghosts, quarantine
 *   count.c        pointers counted; losses recorded and cancelled
 *   frames.c       stack frames and threads that end; values on their way back
 *   instrument.c   which instructions tell the counters
 *   origins.c      which stores make weak copies only
 *   sections.c     debug information: the sections of a file (cursor.h reads them)
 *   dwarf.c        debug information: entries (DIEs) of the program's objects
 *   functions.c    debug information: functions and their variables
 *   names.c        the source's name for the place that held a pointer
 *   fields.c       what the source calls a place that has no name of its own
 *   leakcheck.c    at exit: which blocks are lost, as memcheck classifies them
 *   output.c       the report
 *   events.c       the log of events
 *   main.c         options and wiring
 */
#ifndef LASTPTR_H
#define LASTPTR_H

#include "vg_compat.h"

/* ---------------------------------------------------------------- stacks.c */

/* A call stack: code addresses, innermost first, each but the first in its caller's
 * call instruction. Stored once, never freed: equal stacks are the same pointer. */
struct stack {
    struct stack *next;
    UInt hash;
    UInt depth;
    Addr ips[];
};

#define LP_DEPTH_MAX 64

/* A stack as it stands now, with the frames' ends: frame i occupies the addresses
 * below cfas[i] (its canonical frame address). Valid until the next capture. */
struct trace {
    Addr ip, sp;
    UInt depth;
    UInt known_cfas; /* the outermost frame's end is not known */
    const struct stack *stack;
    Addr ips[LP_DEPTH_MAX];
    Addr cfas[LP_DEPTH_MAX];
};

const struct trace *lp_trace(ThreadId tid);

/* The stack from the caller on of the function that executes now, which has no frame
 * of its own: its return address is on top of the stack. */
const struct trace *lp_trace_of_caller(ThreadId tid);
const struct stack *lp_stack_intern(const Addr *ips, UInt depth);

/* ---------------------------------------------------------------- blocks.c */

/* How the last pointer went. The names are output.c's. */
enum how {
    HOW_OVERWRITTEN,
    HOW_SCOPE_END,
    HOW_RETURN_IGNORED,
    HOW_NEVER_STORED,
    HOW_CONTAINER_FREED,
    HOW_LONGJMP,
    HOW_THREAD_END,
};

/* Where a pointer was held. Stack slots and globals are named when the report is
 * written: their names do not depend on the moment. A field's name does. */
enum slot_kind { SLOT_NONE, SLOT_STACK, SLOT_STATIC, SLOT_FIELD };

struct slot {
    enum slot_kind kind;
    Addr address;
    Addr frame_ip;   /* stack: an instruction of the function */
    Word cfa_offset; /* stack: the slot's distance from the frame's end, negative */
    SizeT offset;    /* field: its offset in the block */
    const struct stack *container; /* field: where that block was allocated */
    const HChar *expression;       /* what the source calls it at the place, or NULL */
    const HChar *member;           /* field: 'field "x" of struct y', or NULL */
};

struct loss {
    const struct stack *where;
    enum how how;
    Addr return_ip; /* an instruction of the return statement that was taken; or 0 */
    ULong when;     /* the losses in their order */
    struct slot slot;
};

/* FRESH     no pointer was ever stored: it is on its way back from the allocator
 * HELD      memory points to it
 * RETURNED  the last pointer died in a frame whose function returned it
 * LOST      the last pointer is gone */
enum block_state { BLOCK_FRESH, BLOCK_HELD, BLOCK_RETURNED, BLOCK_LOST, BLOCK_GHOST };

/* The three ways to lose a block, each with its own last event:
 *   LOSS_ALL    no pointer at all was left
 *   LOSS_ROOT   only pointers from other blocks were left (rings)
 *   LOSS_START  only pointers to its inside were left ("possibly lost") */
enum { LOSS_ALL, LOSS_ROOT, LOSS_START, LOSS_COUNT };

struct block {
    Addr start;
    SizeT size;
    UInt id;
    enum block_state state : 8;
    Bool only_on_stack; /* no pointer to it was ever stored off the stack */
    UInt refs;          /* words that point into it, weak ones too */
    UInt strong;        /* words that count: see count.c */
    UInt roots;         /* strong words outside the heap */
    UInt starts;        /* strong words that hold its first address */
    const struct stack *allocated;
    const struct stack *site; /* fresh, returned: the stack that the value ... */
    UInt site_depth;          /* ... has come back to, at this depth */
    enum how site_how : 8;
    UInt leak_index; /* leakcheck.c's: its place among the live blocks */
    struct loss *losses[LOSS_COUNT];
    struct block *next_quarantined;
};

struct block *lp_block(UInt id);
UInt lp_block_limit(void); /* ids are below this */
void lp_ghost_release(struct block *block);
void lp_blocks_init(void);

/* ---------------------------------------------------------------- shadow.c */

/* What a memory word points to: a block's id and three flags; 0: to no block. */
#define ENTRY_START 1u /* to the block's first byte */
#define ENTRY_WEAK 2u  /* a copy that does not keep the block: see count.c */
#define ENTRY_ROOT 4u  /* the word is not in a heap block */
#define ENTRY_ID(entry) ((entry) >> 3)
#define ENTRY(id, flags) (((id) << 3) | (flags))

/* The addresses that heap blocks were ever given, as [min, min + length). Read by
 * generated code. */
extern struct heap_range {
    Addr min;
    UWord length;
} lp_heap;

UInt lp_entry(Addr word);
void lp_entry_set(Addr word, UInt entry);

/* The first word at or after `from`, below `to`, that has an entry; else `to`. */
Addr lp_entry_next(Addr from, Addr to);

void lp_heap_add(const struct block *block);
void lp_heap_remove(const struct block *block);
struct block *lp_heap_find(Addr address); /* the live block that contains it */

/* Calls `visit` for each word that has an entry. */
void lp_entries_visit(void (*visit)(Addr word, UInt entry));

/* ----------------------------------------------------------------- count.c */

/* Why pointers are going away now, and in which thread; the losses of one event share
 * a stack, captured when the first one needs it. */
void lp_event_begin(ThreadId tid, enum how how);

/* The same, for an event whose stack is known already. */
void lp_event_begin_at(ThreadId tid, enum how how, const struct trace *trace,
                       Addr return_ip);

/* The event is the end of the frame that ends at `cfa`, whose function's instruction
 * `ip` executes now. */
void lp_event_begin_frame(ThreadId tid, enum how how, Addr ip, Addr cfa,
                          Addr return_ip);

void lp_word_changed(Addr word, Bool weak); /* re-read a word of memory */
void lp_range_changed(Addr from, SizeT size, Bool weak);
void lp_range_gone(Addr from, Addr to); /* these words exist no more */
void lp_range_weaken(Addr from, Addr to);
void lp_range_moved(Addr from, Addr to, SizeT size);
void lp_losses_free(struct block *block);

/* ---------------------------------------------------------------- frames.c */

/* What is known of a return instruction when it is translated. */
struct return_site {
    Addr ip;
    Addr return_ip;   /* an instruction of the return statement, if the code shows it */
    Bool ask_last_ip; /* else: the instruction that jumped here may be one */
    Bool own_code;    /* of the program, not of a library */
    Bool has_value;   /* the function returns something (or that is not known) */
    Bool wide_value;  /* ... in two registers */
    UInt stack_parameters; /* bytes above the new stack pointer that die as well */
};

/* Of the running thread; read and written by generated code. */
extern struct running {
    Addr low;     /* the lowest stack word that may have an entry */
    Addr last_ip; /* what last left a superblock of the program's own code */
    const struct return_site *last_return; /* of the program's own code */
} lp_running;

VG_REGPARM(0)
void lp_on_return(struct return_site *site, Addr new_sp, UWord rax, UWord rdx);
VG_REGPARM(1) void lp_on_stack_cut(Addr new_sp);
void lp_stack_word_stored(Addr word);
Bool lp_is_stack_of(ThreadId tid, Addr word);
void lp_frames_init(void);

/* When a block's last stored pointer died in a returning frame: is it the value that
 * the frame returns? Then the block is on its way to the caller. */
Bool lp_is_being_returned(struct block *block);

/* ------------------------------------------------------------ instrument.c */

IRSB *lp_instrument(VgCallbackClosure *closure, IRSB *in, const VexGuestLayout *layout,
                    const VexGuestExtents *extents, const VexArchInfo *host,
                    IRType guest_word, IRType host_word);

/* --------------------------------------- functions.c, names.c, fields.c */

/* The program's own code: not in a folder of system libraries, not Valgrind's. */
Bool lp_is_own_code(Addr ip);

struct function;
const struct function *lp_function_at(Addr ip); /* NULL: nothing is known */
Bool lp_function_has_value(const struct function *function);
SizeT lp_function_value_size(const struct function *function);
UInt lp_function_stack_parameters(const struct function *function);
Bool lp_function_optimised(const struct function *function);
Bool lp_function_starts(const struct function *function, Addr ip); /* at `ip` */

/* Whether the frame's slot belongs to a declared variable, in code where every
 * variable has its place on the stack. True when that is not known. */
Bool lp_slot_is_declared(Addr ip, Word cfa_offset);

/* Fill in the slot's description as of now: by the stack as it stands, or for a slot
 * that is known to lie in the frame that ends at `cfa`. */
void lp_slot_describe(struct slot *slot, Addr word, const struct trace *trace);
void lp_slot_describe_local(struct slot *slot, Addr word, Addr ip, Addr cfa);

/* The words of the source and of the declaration, written into buffers; an empty
 * string when not known. */
void lp_slot_name(const struct slot *slot, HChar *expression, SizeT expression_size,
                  HChar *declared, SizeT declared_size);

/* The source line of an instruction: False when unknown. */
Bool lp_source_line(Addr ip, const HChar **file, const HChar **dir, UInt *line);

/* Whether the instruction's source line contains a return statement. */
Bool lp_line_returns(Addr ip);

/* ------------------------------------------------------------- leakcheck.c */

enum leak_kind { LEAK_DEFINITE, LEAK_INDIRECT, LEAK_POSSIBLE, LEAK_REACHABLE };

/* Blocks that leaked alike: same allocation, same kind, same loss. */
struct leak {
    enum leak_kind kind;
    const struct stack *allocated;
    const struct loss *loss; /* NULL: none (reachable), or not known */
    SizeT bytes;             /* of the blocks themselves */
    SizeT indirect_bytes;    /* definite: of what was reachable only through them */
    UInt blocks;
};

/* The leaks, the worst kind first, the largest first; their number in *count. */
const struct leak *lp_leak_check(UInt *count);

/* ---------------------------------------------------------------- output.c */

void lp_report(Bool xml);

/* ---------------------------------------------------------------- events.c */

extern Bool lp_events_on;
void lp_events_open(const HChar *file_name, ULong cap_bytes);
void lp_events_close(void);
void lp_events_forked(void);
void lp_event_alloc(const struct block *block);
void lp_event_free(const struct block *block);
void lp_event_pointer(Addr word, UInt old, UInt entry);
void lp_event_loss(const struct block *block, enum how how);
void lp_event_found(const struct block *block); /* the loss is void */

/* Numbers for what generated code tells later: a file (high half) and line, 0 if not
 * known; a function. */
ULong lp_event_place(Addr ip);
UInt lp_event_function(Addr ip);
VG_REGPARM(1) void lp_event_line(ULong place);
VG_REGPARM(2) void lp_event_call(UWord function, Addr sp);
VG_REGPARM(1) void lp_event_return(Addr sp);

#endif
