/* SPDX-License-Identifier: MIT
 *
 * host: a program that is started once under a tool and then runs many programs.
 *
 * Valgrind takes about 0.3 s to start and to translate the dynamic linker and the C
 * library. host.o's main calls functions that most programs use, so that they are
 * translated, and waits for orders. An order names a program that was built as a shared
 * object. A child of the host loads it, runs its main function and ends; it starts with
 * everything that the host has translated:
 *
 *   host ── starts ── waits ── fork ────── waits ── fork ── …
 *                                └─ loads x.so, its main … exit
 *
 * The grader sends orders over LL_HOST_CONTROL, a socket that keeps messages whole.
 * With each order come two descriptors: one for the program's LL_OBSERVE_LINE, and one
 * for its stdout and stderr. Its LL_OBSERVE_REPORT and LL_OBSERVE_LOG are copies of its
 * stdout: the program closes both (observe.c), as one does that runs alone, and since
 * 3.24 memcheck reports closing a descriptor that is closed.
 *
 * One program runs at a time; the next order is read when it has ended. The child
 * closes the socket before it loads any code of the program, and the order's seccomp
 * filter forbids it to make processes.
 *
 * A host of sweeps is linked with lend.o. Its programs are linked with swept.o, and are
 * forked at their allocations:
 *
 *   host ── fork ────────────────────────────────── waits for all of them
 *             └─ loads x.so, its main ─ fork ─ fork … exit
 *                                        └─ an allocation fails … exit
 *
 * The tool writes a report of each process to a file, and descriptors other than
 * stdout, stderr and the line are closed: a program with more is not forked
 * (swept/files.h). When a program has ended, and a process of it has not, the host
 * ends: so no process is there while another program runs.
 */
#ifndef LL_RUNTIME_HOST_H
#define LL_RUNTIME_HOST_H

#include <linux/filter.h>
#include <stdint.h>

enum {
    LL_HOST_CONTROL = 3,
    LL_HOST_FILTER_MAX = 1024, /* instructions */
    LL_HOST_MISUSED = 122,     /* the child's exit status: it cannot run the program */
};

struct ll_host_order {
    double seconds; /* after which it is stopped */
    char program[512];
    char fail[256]; /* LL_FAIL_ENV; "": none, as in a sweep */
    uint32_t filter_count;
    struct sock_filter
        filter[LL_HOST_FILTER_MAX]; /* seccomp's, `filter_count` of them */
};

/* Sent when the host is ready, with only magic and pid set, and after each program. */
struct ll_host_news {
    uint32_t magic;
    int32_t status;     /* as waitpid() has it */
    uint32_t stopped;   /* its time ran out */
    uint32_t pid;       /* of the host, in its namespace */
    double cpu_seconds; /* the child's */
};
#define LL_HOST_MAGIC 0x6c6c686f

#endif
