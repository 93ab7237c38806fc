/* SPDX-License-Identifier: MIT
 *
 * host: a program that is started once under a tool, and then is many programs.
 *
 * Valgrind takes some 0.3 s to start: it translates the dynamic linker, the C library
 * and itself into being. host.o's main does all that, uses what most programs use, and
 * waits. Each order is a program built as a shared object; a child of the host loads
 * it, becomes it and ends with it, and starts with what the host has translated:
 *
 *   host ── starts ── waits ── fork ────── waits ── fork ── …
 *                                └─ loads x.so, its main … exit
 *
 * It talks with the grader by LL_HOST_CONTROL, a socket of whole messages. With an
 * order come two descriptors: what the program finds at LL_OBSERVE_LINE, and its stdout
 * and stderr. One program runs at a time; the next order is read when it has ended.
 * The socket is closed in the child before any of the program's code is loaded, and
 * the child cannot make processes any more: the order's filter sees to that.
 */
#ifndef LL_RUNTIME_HOST_H
#define LL_RUNTIME_HOST_H

#include <linux/filter.h>
#include <stdint.h>

enum {
    LL_HOST_CONTROL = 3,
    LL_HOST_FILTER_MAX = 1024, /* instructions */
    LL_HOST_MISUSED = 122,     /* the child's exit status: it cannot become that */
};

struct ll_host_order {
    double seconds; /* until it is stopped */
    char program[512];
    char fail[256]; /* LL_FAIL_ENV; "": none */
    uint32_t filter_count;
    struct sock_filter
        filter[LL_HOST_FILTER_MAX]; /* seccomp's, `filter_count` of them */
};

/* Sent once when the host is ready (all zero but for the magic), and after each end. */
struct ll_host_news {
    uint32_t magic;
    int32_t status;     /* as waitpid() has it */
    uint32_t stopped;   /* its time was over */
    uint32_t pid;       /* of the host, in its namespace */
    double cpu_seconds; /* the child's */
};
#define LL_HOST_MAGIC 0x6c6c686f

#endif
