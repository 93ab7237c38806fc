/* SPDX-License-Identifier: MIT
 *
 * diag: the one model of a memory fault, whichever tool saw it.
 *
 *              ┌ at         where it happened
 *   diagnosis ─┼ allocated  where the block was allocated
 *     kind     ├ other      data race: the access of the other thread
 *              ├ freed      where it was freed (use after free, double free)
 *     bytes    └ lost       where the last pointer to it went, which variable
 *     blocks                held it and how it was lost
 *     witnesses: each tool that saw it, with its own words
 *
 * Code above this floor knows no tool's report format and no tool's wording.
 *
 * Ownership: a `struct ll_diag` owns all that it points to; release it with
 * ll_diag_release(), or hand it to a list, which then owns it. Strings that may
 * be unknown are NULL. Counts that are unknown are 0.
 */
#ifndef LL_DIAG_DIAG_H
#define LL_DIAG_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "diag/values.h"

/* The names are the field's: Valgrind's manual, AddressSanitizer's reports. */
enum ll_kind {
    LL_DEFINITELY_LOST,
    LL_INDIRECTLY_LOST,
    LL_POSSIBLY_LOST,
    LL_STILL_REACHABLE,
    LL_KEPT_TOO_LONG,
    LL_INVALID_READ,
    LL_INVALID_WRITE,
    LL_USE_AFTER_FREE,
    LL_DOUBLE_FREE,
    LL_INVALID_FREE,
    LL_MISMATCHED_FREE,
    LL_UNINITIALISED,
    LL_OVERLAP,
    LL_BAD_SIZE,
    LL_SIGNED_OVERFLOW,
    LL_BAD_SHIFT,
    LL_DIVISION_BY_ZERO,
    LL_STACK_ESCAPE,
    LL_CRASH,
    LL_DESCRIPTOR_LEAK,
    LL_THREAD_LEAK,
    LL_DATA_RACE,
    LL_LOCK_MISUSE,
    LL_LOST_REFERENCE,
    LL_OTHER,
    LL_KIND_COUNT
};

/* "definitely-lost", "use-after-free", ...: the name in manifests, JSON and on
 * the command line. */
const char *ll_kind_name(enum ll_kind kind);

/* The reverse. False when there is no such kind. */
bool ll_kind_from_name(const char *name, enum ll_kind *kind);

/* Reads and writes where the program had no memory. */
bool ll_kind_is_access(enum ll_kind kind);

/* The kinds of a block that was not freed, and a lost reference, whose object was not
 * freed. */
bool ll_kind_is_leak(enum ll_kind kind);

/* Those of them to which a pointer was left when the program ended: still reachable, a
 * note, and kept too long, the same where it counts as a fault (see reachable.h). */
static inline bool ll_kind_is_reachable(enum ll_kind kind)
{
    return kind == LL_STILL_REACHABLE || kind == LL_KEPT_TOO_LONG;
}

/* Whether the kind makes a program faulty. Still reachable does not: memory held
 * to the end is reported as a note (SEI CERT MEM31-C-EX1). */
bool ll_kind_is_fault(enum ll_kind kind);

struct ll_frame {
    char *function; /* NULL: unknown */
    char *file;     /* absolute where the tool told the folder; NULL: unknown */
    char *object;   /* the executable or library; NULL: unknown */
    unsigned line;  /* from 1; 0: unknown */
    unsigned column;
};

/* Innermost frame first. */
struct ll_stack {
    struct ll_frame *frames; /* owned */
    size_t count;
};

/* Append a frame, copying the strings (NULL: unknown). False when memory ran out;
 * the stack is then unchanged. */
bool ll_stack_add(struct ll_stack *stack, const char *function, const char *file,
                  unsigned line, unsigned column, const char *object);
bool ll_stack_copy(struct ll_stack *to, const struct ll_stack *from);

/* Whether two stacks have the same lines, functions and files; and whether `stack`
 * ends, on its outer side, with the frames of `tail`. */
bool ll_stack_same(const struct ll_stack *a, const struct ll_stack *b);
bool ll_stack_ends_with(const struct ll_stack *stack, const struct ll_stack *tail);

/* Release the `count` innermost frames; there are as many. */
void ll_stack_drop(struct ll_stack *stack, size_t count);
void ll_stack_release(struct ll_stack *stack);

/* Where an address lies, relative to the nearest block. */
enum ll_position { LL_POSITION_UNKNOWN, LL_BEFORE, LL_INSIDE, LL_AFTER };
enum ll_region {
    LL_REGION_UNKNOWN,
    LL_REGION_HEAP,
    LL_REGION_STACK,
    LL_REGION_GLOBAL,
    LL_REGION_NOTHING,   /* no memory: NULL and addresses near it, wild pointers */
    LL_REGION_READ_ONLY, /* memory that may not be written: string literals, code */
    LL_REGION_ARRAY,     /* an array whose bounds are known from its type; only the side
                            (before or after) is known, not the distance */
    LL_REGION_ALLOCA, /* memory from alloca, or an array of a size that was set at run
                         time: of these only the region is known */
};

struct ll_place {
    enum ll_region region;
    enum ll_position position;
    unsigned long long distance;    /* bytes from the block's start (inside) or from
                                       the nearer edge (before, after) */
    unsigned long long block_size;  /* bytes; 0: unknown */
    bool is_null;                   /* the address is NULL or just above it */
    unsigned long long null_offset; /* how far above NULL */
    bool first_bad; /* the distance is that of the first bad byte: the access itself may
                       have begun before it */
    bool may_be_local; /* NULL: a function returns the address of a local
                          variable, which the compiler makes NULL */
};

/* How the last pointer to a block was lost. */
enum ll_loss {
    LL_LOSS_UNKNOWN,
    LL_LOSS_OVERWRITTEN,
    LL_LOSS_SCOPE_END,
    LL_LOSS_RETURN_IGNORED, /* returned and never stored */
    LL_LOSS_NEVER_STORED,
    LL_LOSS_CONTAINER_FREED,
    LL_LOSS_LONGJMP,
    LL_LOSS_THREAD_END,
    LL_LOSS_COUNT
};

/* "overwritten", "scope-end", "return-ignored", ... */
const char *ll_loss_name(enum ll_loss loss);
bool ll_loss_from_name(const char *name, enum ll_loss *loss);

/* What a program does wrong with its locks, or with another function for threads. */
enum ll_misuse {
    LL_MISUSE_OTHER,      /* see `what` */
    LL_MISUSE_ORDER,      /* two locks were taken in both orders */
    LL_MISUSE_NOT_LOCKED, /* a lock was unlocked that nobody held */
    LL_MISUSE_NOT_OWNER,  /* a lock was unlocked that another thread held */
    LL_MISUSE_TWICE,      /* a thread took a lock that it held */
    LL_MISUSE_HELD,       /* a thread ended with a lock */
    LL_MISUSE_DESTROYED,  /* a lock was destroyed that somebody held */
    LL_MISUSE_CALL,       /* a call failed: its function is in `operation`, the error
                             in `type` */
};

/* A thread that took part in a fault between threads. */
struct ll_thread {
    unsigned number; /* in the order in which threads were started; 1: that of main();
                        0: not known */
    bool writes;     /* data race: it wrote; else it read */
    char *locks;     /* that it held then: "`lock`, `log.lock`"; NULL: none */
    struct ll_stack started; /* empty: by the system, or not known */
};

/* Blocks that one place in the program allocated. */
struct ll_held {
    struct ll_stack allocated;
    unsigned long long bytes, blocks;
    bool is_object; /* they are the lost objects' own, not what these lead to */
};

#define LL_DETACHED "pthread_detach"
#define LL_WITNESSES_MAX 16

struct ll_witness {
    const char *tool; /* borrowed: the name of a row of the tool table */
    char *raw;        /* owned: what the tool itself printed about this fault */
    bool of_sequel;   /* it saw only what followed from the fault */
};

struct ll_diag {
    enum ll_kind kind;
    unsigned long long bytes;  /* of these blocks, without those that were reachable
                                  only through them */
    unsigned long long blocks; /* leaks: how many; else 0 */
    unsigned long long access; /* bytes read or written at once */
    struct ll_place place;     /* where the bad address lay */
    bool grows; /* kept too long: bytes and blocks are those of a run with
                   more input; a run with less input kept only: */
    unsigned long long fewer_bytes, fewer_blocks;
    struct ll_stack at; /* empty for leaks */
    struct ll_stack allocated;
    struct ll_stack freed;
    struct ll_stack lost;
    struct ll_stack other; /* data race: the access of the other thread, which came
                              first in this run; locks in both orders: where the order
                              was the other one */
    struct ll_thread thread, other_thread; /* of `at` and of `other` */
    enum ll_misuse misuse;                 /* of locks */
    unsigned long long ring_blocks; /* lost: the blocks form a ring: each leads to all
                                       others of so many blocks; 0: no ring is known */
    unsigned long long ring_bytes;  /* of such a ring */
    enum ll_loss how;   /* how the last pointer was lost; of a ring, the last one from
                           outside */
    char *variable;     /* which variable held it (of a thread its pthread_t); for
                           uninitialised use and stack escape: the variable, where the
                           tool names it */
    char *declared;     /* where that variable is declared, in words */
    char *allocated_by; /* mismatched free: the family, "malloc", "operator new []"; of
                           a lost block: the program's own function that made it,
                           without malloc */
    char *freed_by;     /* mismatched free: "free", "operator delete []"; of a lost
                           block: the function that takes it back, if not free */
    char *operation;    /* an operation without a meaning: "2147483647 + 1"; of a shift
                           the number of places, of an index the index; of a
                           thread LL_DETACHED, if it was */
    char *bound;    /* of an index: the condition around the line that is about it, and
                       where it is: "`i <= n` in line 9" */
    char *type;     /* of its result, of what was shifted, or of the array: "int",
                       "int[4]"; of an unset variable */
    char *taken_by; /* lost reference: the function that took it, "Py_INCREF"; `type`
                       is then the object's, `at` the line that took it */
    char *repr;     /* lost reference: the object, as Python shows it */
    struct ll_held *held; /* lost reference: what was lost with the object, and the
                             object's own blocks, until it is known that another tool
                             counted them */
    size_t held_count;
    int signal;           /* crash: the signal, else 0 */
    char *what;           /* the tool's headline, in its own words */
    char *got, *wanted;   /* of a failed test: the texts that it compared, as C writes
                             them, where they are long; `what` then ends with the
                             expression. Else NULL */
    unsigned return_line; /* lost: this line ended the function if it is a return
                             statement, which could not be read; 0: unknown */
    struct ll_value_list
        values;          /* what the variables of that line held; may be empty */
    struct ll_path path; /* the calls that led there; may be empty */
    bool in_one_run;     /* crash: another run was ended by another signal */
    bool cut_short;      /* only runs that were stopped at a limit show it */
    char *sequel;        /* what followed from it, in sentences (see cause.h) */
    bool approximate;    /* the lost site was found in optimised code */
    bool inside;         /* the lost site is a call: it happened in the function that
                            was called there, which has no debug information */
    struct ll_witness witnesses[LL_WITNESSES_MAX];
    size_t witness_count;
};

void ll_diag_init(struct ll_diag *diag, enum ll_kind kind);
void ll_diag_release(struct ll_diag *diag);

/* Add a witness; copies `raw` (NULL: none). */
bool ll_diag_add_witness(struct ll_diag *diag, const char *tool, const char *raw);
bool ll_diag_seen_by(const struct ll_diag *diag, const char *tool);

/* Add blocks to what is held: to those that a stack with the same lines and functions
 * allocated. `held->allocated` is copied. */
bool ll_diag_add_held(struct ll_diag *diag, const struct ll_held *held);

/* Release those of them that are the objects' own. */
void ll_diag_drop_object(struct ll_diag *diag);

/* Add copies of the witnesses of `from`; the words of a tool that is a witness already
 * are appended to its words. */
bool ll_diag_take_witnesses(struct ll_diag *into, const struct ll_diag *from);

/* The stack by which two faults are told apart: for a leak, a descriptor or a thread,
 * where it was allocated, opened or started; for anything else, where it happened.
 * Borrowed. */
const struct ll_stack *ll_diag_key_stack(const struct ll_diag *diag);

struct ll_diags {
    struct ll_diag *items; /* owned, in the order in which they were found */
    size_t count;
    size_t cap;
};

/* Move `*diag` into the list; on failure `*diag` is released. */
int ll_diags_add(struct ll_diags *list, struct ll_diag *diag,
                 struct ll_error *err) LL_MUST_CHECK;
int ll_diags_add_copy(struct ll_diags *list, const struct ll_diag *diag,
                      struct ll_error *err) LL_MUST_CHECK;

/* Add a fault of no kind of its own, told in the words of `what`, whose content is
 * taken. `allocated`: where the memory came from; NULL: it is about none. `witness`:
 * the tool, by its name. */
int ll_diags_add_words(struct ll_diags *list, struct ll_buf *what,
                       const struct ll_stack *allocated, const char *witness,
                       struct ll_error *err) LL_MUST_CHECK;

/* Release the item at `index`; those behind it move up. */
void ll_diags_remove(struct ll_diags *list, size_t index);
void ll_diags_release(struct ll_diags *list);

/* How many of the list are faults (see ll_kind_is_fault). */
size_t ll_diags_faults(const struct ll_diags *list);

/* ---- the reader's own code ------------------------------------------------
 *
 * `roots` is a NULL-terminated array of absolute folders that hold the sources
 * of the program under test. A frame whose file lies below one of them is the
 * reader's own; the others are the C library's, a tool's or our runtime's.
 */

/* The innermost frame of the reader's own code, or NULL. Borrowed. */
const struct ll_frame *ll_stack_own(const struct ll_stack *stack,
                                    const char *const *roots);

/* Whether both are in one line of one file; false, if one of them is NULL. */
bool ll_frames_same_line(const struct ll_frame *a, const struct ll_frame *b);

/* Fill `own` with the frames of the reader's own code, innermost first, at most `most`;
 * return how many there are. Borrowed. */
size_t ll_stack_owns(const struct ll_stack *stack, const char *const *roots,
                     const struct ll_frame **own, size_t most);

/* The first frame of the reader's own code from frame `*next` on, or NULL; moves
 * `*next` behind it. Borrowed. */
const struct ll_frame *ll_stack_next_own(const struct ll_stack *stack, size_t *next,
                                         const char *const *roots);

/* Tools keep 40 frames at most, and do not count the same ones. A stack of this depth
 * may lack its end. */
enum { LL_STACK_DEEP = 30 };

/* Whether two stacks agree in every own frame that both have. */
bool ll_stacks_same_own(const struct ll_stack *a, const struct ll_stack *b,
                        const char *const *roots);

/* Whether `inner` was called from where `outer` is: all own frames of `outer`, of which
 * there are some, are the outermost of `inner`, which has more. */
bool ll_stack_is_called_from(const struct ll_stack *inner, const struct ll_stack *outer,
                             const char *const *roots);

/* Add copies of `from` to `into`, so that one fault seen by several tools becomes one
 * diagnosis with several witnesses. Two diagnoses are the same fault if their kinds
 * agree and their key stacks agree in every own frame; docs/internals/one-diagnosis.md
 * has the exceptions. Any two kinds of lost block agree, and the first list's kind
 * stays. What only one tool knows (freed, lost, place) is filled in. On failure `into`
 * is unchanged. */
int ll_diags_merge(struct ll_diags *into, const struct ll_diags *from,
                   const char *const *roots, struct ll_error *err) LL_MUST_CHECK;

/* Whether two diagnoses, neither of them a leak, are the same fault for
 * ll_diags_merge(). */
bool ll_diag_is_same(const struct ll_diag *a, const struct ll_diag *b,
                     const char *const *roots);

/* Whether two data races are about the same memory: one variable, or one member of
 * blocks that one line allocated. */
bool ll_diag_same_memory(const struct ll_diag *a, const struct ll_diag *b,
                         const char *const *roots);

/* Drop what is not about the reader's code: leaks and descriptors without an own frame
 * in their allocation stack, and stdio's buffers, which belong to the C library, the
 * memory of Python's static types, and texts that Python interns and keeps for ever. Of
 * a leak that is kept, drop the place of the loss when it is a guess in code of others.
 * `program` may have no debug information: its frames without a line are the reader's,
 * too; NULL: there is none. Returns how many were dropped. */
size_t ll_diags_keep_own(struct ll_diags *list, const char *const *roots,
                         const char *program);

/* Join those leaks of one tool that differ only in the depth of a recursion, what it
 * says of one use of a Python object that was freed, the references to objects of one
 * type that one line lost, and the data races about one variable in one function. */
void ll_diags_fold(struct ll_diags *list, const char *const *roots);

/* Sort in the order of reading: first what stops a program (crashes, faults with a
 * sequel, invalid accesses and frees, uninitialised use), then lost blocks (definitely,
 * indirectly, possibly; the largest of each first), then notes. Within these groups the
 * order stays. */
void ll_diags_sort(struct ll_diags *list);

#endif
