/* SPDX-License-Identifier: MIT
 *
 * observe: runs a lesson's driver and its tests so that another process can judge them.
 *
 * observe.o has the main function of a graded program. It runs units, in order: unit
 * 0 is the exercise's driver, the others are the tests of its suite, which was compiled
 * with observe/check.h in place of Check's header. Nothing is compared here: the value
 * of an assertion's first operand is sent to the grader, and only the grader knows the
 * expected value.
 *
 *   LL_OBSERVE_LINE ◄─ the order, at the start: 16 bytes of key, and what to do
 *                   ─► frames: hello begin observed… end begin … done
 *
 * A frame has a number and a code over all of it (SipHash with the key), so that the
 * grader recognises what the submission writes there. All secrets of a run are derived
 * from the key. It is read before any code of the submission can run, is kept in two
 * parts at addresses that differ from run to run, and is wiped at the end.
 *
 * At the end come the canaries, blocks whose sizes are derived from the key: one is
 * lost, one is read after it was freed, one is read before it was written to. If they
 * are missing from a report, the submission has changed it.
 *
 * The bounds of units are also in Valgrind's trace of allocations (--trace-malloc): as
 * memalign() calls with sizes that are derived from the key. So is each place where a
 * pointer is observed: there the size is so large that the call fails, which takes the
 * place of no freed block that memcheck still watches.
 *
 * Where an interpreter runs, each test is run twice in its unit: the first time fills
 * the interpreter's caches, and only what the second one leaves behind is counted: what
 * is allocated, and the references to objects that are never freed, such as None. So is
 * a driver that is a script, where the order says so; what it prints then is not kept.
 */
#ifndef LL_RUNTIME_OBSERVE_H
#define LL_RUNTIME_OBSERVE_H

#include <stdint.h>

#include "runtime/siphash.h"

enum {
    LL_OBSERVE_LINE = 3,           /* the conversation */
    LL_OBSERVE_REPORT = 4,         /* the tool's report */
    LL_OBSERVE_LOG = 5,            /* Valgrind's log */
    LL_OBSERVE_CONTENT_MAX = 4096, /* bytes of a text or of memory that are sent */
    LL_OBSERVE_MISUSED = 123,
    LL_OBSERVE_ARGS_MAX = 256, /* bytes of a driver's arguments, with their NULs */
};

struct ll_observe_order {
    uint8_t key[LL_SIPHASH_KEY];
    uint32_t magic;                 /* LL_OBSERVE_MAGIC */
    uint32_t first;                 /* the units to run, from here */
    uint32_t last;                  /* to here */
    uint32_t tool;                  /* enum ll_observe_tool */
    uint32_t loads;                 /* it loads code while it runs: an interpreter */
    uint32_t collects;              /* ... whose lost circles of objects do not count */
    uint32_t repeats;               /* a driver that is a script is run twice */
    uint32_t heap_is_plain;         /* a host has provided the heap (shared/heap.h) */
    char args[LL_OBSERVE_ARGS_MAX]; /* of the driver, each with its NUL; an empty one
                                       ends them */
};
#define LL_OBSERVE_MAGIC 0x6c6c6f62

enum ll_observe_tool {
    LL_OBSERVE_BARE,     /* count the bytes that a unit leaves allocated */
    LL_OBSERVE_VALGRIND, /* mark the allocation trace; all canaries */
    LL_OBSERVE_ASAN,     /* its report goes to LL_OBSERVE_REPORT */
};

enum ll_frame_kind {
    LL_FRAME_HELLO = 1, /* struct ll_frame_count: our process id */
    LL_FRAME_BEGIN,     /* struct ll_frame_unit and the test's name */
    LL_FRAME_DESCRIBE,  /* struct ll_frame_said and two texts, see below */
    LL_FRAME_OBSERVED,  /* struct ll_frame_observed and its content */
    LL_FRAME_END,       /* struct ll_frame_unit */
    LL_FRAME_LEFT,      /* struct ll_frame_unit: the unit called exit() */
    LL_FRAME_DONE,      /* struct ll_frame_count: the token */
};

struct ll_frame_head {
    uint32_t bytes; /* of what follows, without the code at the end */
    uint32_t kind;
    uint64_t number; /* from 0 */
};

struct ll_frame_count {
    uint64_t count;
};

/* Objects that Python makes once and shares. */
enum ll_shared {
    LL_SHARED_CONSTANTS, /* None, True and the like */
    LL_SHARED_NUMBERS,   /* small ones */
    LL_SHARED_TEXTS,     /* of one letter or byte, empty ones, and the script's */
    LL_SHARED_TYPES,     /* types, exceptions and functions */
    LL_SHARED_COUNT
};

struct ll_frame_unit {
    uint32_t unit;
    uint32_t index; /* BEGIN: of a loop test */
    int64_t bytes;  /* END, bare: how many more are allocated than at the begin */
    int64_t references[LL_SHARED_COUNT]; /* END, where it was repeated: how many more
                                            there are than at that point */
    int64_t descriptors; /* END: how many more are open than at the begin */
};

/* Before OBSERVED, where the program was built to tell all: the file, and the text of
 * the assertion, each with its NUL; and for a comparison with a tolerance what it was
 * compared with. */
struct ll_frame_said {
    double with;
    double tolerance;
    uint32_t holds;
    uint32_t file_bytes;
};

enum ll_observed_type {
    LL_OBSERVED_TRUTH = 1, /* value: 0 or 1 */
    LL_OBSERVED_INT,
    LL_OBSERVED_UINT,
    LL_OBSERVED_DOUBLE,  /* value: its bits */
    LL_OBSERVED_CLOSE,   /* the same, with a tolerance */
    LL_OBSERVED_TEXT,    /* content: the text without its NUL; value: its length */
    LL_OBSERVED_MEMORY,  /* content; value: its length */
    LL_OBSERVED_POINTER, /* value: whether it is what it should be (NULL, or not) */
};

struct ll_frame_observed {
    uint32_t line;
    uint32_t type;
    uint64_t value;
    uint64_t address;   /* of what a pointer points to, complemented; 0: no pointer */
    uint64_t hash;      /* of all the content */
    uint64_t is_static; /* 1: the address lies in the program itself, in no block of the
                           heap */
};

/* What is derived from the key. */
enum ll_observe_secret {
    LL_SECRET_MARK = 1, /* + the unit: sizes of the allocations at its bounds */
    LL_SECRET_LEAK,     /* sizes of the canaries */
    LL_SECRET_FREED,
    LL_SECRET_UNWRITTEN,
    LL_SECRET_TOKEN,
    LL_SECRET_RULE,     /* of the line between leaks and canary in an ASan report */
    LL_SECRET_FD,       /* where the conversation moves to */
    LL_SECRET_AGAIN,    /* + the unit: sizes of the allocations where it is repeated */
    LL_SECRET_OBSERVED, /* + how many pointers were observed before: the size that is
                           asked for */
};

static inline uint64_t ll_observe_secret(const uint8_t key[LL_SIPHASH_KEY],
                                         enum ll_observe_secret what, uint64_t of)
{
    uint64_t words[2] = {(uint64_t)what, of};
    return ll_siphash(key, words, sizeof words);
}

/* The sizes, in bytes, of canaries and of the two allocations of a mark. */
static inline uint32_t ll_observe_size(uint64_t secret)
{
    return 8192 + (uint32_t)(secret & 0xfff8);
}

/* The size, in bytes, that is asked for where a pointer is observed: at least 2^60,
 * which no system has, and less than what Valgrind takes for negative. */
static inline uint64_t ll_observe_pointer_size(uint64_t secret)
{
    return (uint64_t)1 << 60 | secret >> 4;
}

/* The line in an ASan report, a format: its number is LL_SECRET_RULE. */
#define LL_OBSERVE_RULE "\n--%016llx--\n"

/* The names of the functions in which the canaries are allocated. */
#define LL_CANARY_LEAK "ll_canary_leak"
#define LL_CANARY_READ "ll_canary_read"

#endif
