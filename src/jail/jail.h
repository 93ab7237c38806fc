/* SPDX-License-Identifier: MIT
 *
 * jail: run one command with limits, and say how it ended.
 *
 * Every command that leaklab starts (compilers, tools, programs under test) goes
 * through ll_jail_run(). It makes the command the leader of a process group of
 * its own, limits its time, processor time, output and files, keeps stdout and
 * stderr apart, and leaves no process behind: when the command has ended, or a
 * limit was reached, whatever is left of its group is killed, and so are orphans
 * that left the group (see keeper.h); also when leaklab itself is killed.
 *
 * Safe to call from several threads at once.
 *
 * Hostile code is held by a job's `isolation` (see isolation.h).
 */
#ifndef LL_JAIL_JAIL_H
#define LL_JAIL_JAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "jail/isolation.h"

/* 0 means no limit. */
struct ll_limits {
    double wall_seconds;
    double cpu_seconds;   /* per process */
    size_t output_bytes;  /* of stdout and of stderr, each; the rest ends the run */
    size_t file_bytes;    /* the largest file that it may write */
    size_t address_bytes; /* RLIMIT_AS: never with AddressSanitizer */
    /* These are looked at every few milliseconds, so a little more may be had. */
    size_t memory_bytes; /* resident, of all its processes together */
    size_t disk_bytes;   /* written, of all its processes together */
    /* Of the job with a grading user; else not limited. */
    size_t processes;
};

/* For programs under test: 10 s wall, 10 s processor, 1 MiB of output each,
 * 64 MiB a file. */
extern const struct ll_limits ll_limits_default;

/* For hostile ones, on top of that: 512 MiB of memory, 128 MiB written, 64 processes
 * and threads. */
extern const struct ll_limits ll_limits_isolated;

enum ll_end {
    LL_END_EXITED,      /* by itself: `status` */
    LL_END_SIGNALLED,   /* by a signal not ours: `signal` */
    LL_END_TIMEOUT,     /* wall time ran out: it got SIGTERM, so that a tool could still
                           report, and 2 s later SIGKILL */
    LL_END_CPU,         /* processor time ran out */
    LL_END_OUTPUT,      /* printed too much: stopped by us */
    LL_END_MEMORY,      /* had too much memory: stopped by us */
    LL_END_DISK,        /* wrote too much: stopped by us */
    LL_END_CANCELLED,   /* ll_jail_cancel() or Ctrl-C */
    LL_END_NOT_STARTED, /* exec failed: `status` is the errno */
};

struct ll_ended {
    enum ll_end how;
    int status; /* exit status, or errno */
    int signal;
    double wall_seconds; /* of the whole run */
    double cpu_seconds;  /* user + system, of the command and its waited-for children */
    long peak_kib;       /* largest resident set */
    unsigned layers;     /* of isolation that held it: bits of enum ll_layer */
};

/* A conversation with the command: a socket that it finds at descriptor
 * LL_JAIL_LINE + i. It cannot be opened a second time through /proc. */
struct ll_line {
    const void *say; /* what it can read there from the start, at most 4 KiB; then
                        comes the end of the file; borrowed */
    size_t say_bytes;
    struct ll_buf *to; /* what it writes there is appended, up to the output limit */
    int theirs; /* not 0: instead of all that, what it finds there is this descriptor,
                   borrowed, and the conversation is the caller's */
};
enum { LL_JAIL_LINE = 3, LL_JAIL_LINES = 3 };

/* Files that the command cannot read, though others can, and a folder that it can read
 * in their place. What comes to be in a folder on the way to them while it runs cannot
 * be read either; so they are to be files of the system, and not of a user. Where the
 * machine cannot hide them (no Landlock of version 2), they are read: no more may
 * depend on this than how long something takes. */
struct ll_hidden {
    const char *const *files; /* absolute, free of links; NULL-terminated */
    const char *folder;
};

struct ll_job {
    const char *const *argv; /* NULL-terminated; argv[0] is looked up in PATH */
    const char *const *env;  /* NULL-terminated "NAME=value" set on top of ours;
                                "NAME" alone removes it; the later of two
                                 counts; NULL: as ours */
    const char *folder;      /* to run in; NULL: ours */
    const char *stdin_path;  /* NULL: /dev/null */
    struct ll_limits limits;
    struct ll_buf *out; /* stdout is appended; NULL: thrown away */
    struct ll_buf *err; /* stderr is appended; NULL: thrown away; may be == out,
                           and then they interleave as they came */
    const struct ll_line *lines;          /* the first of `line_count`; NULL: none */
    size_t line_count;                    /* at most LL_JAIL_LINES */
    const struct ll_isolation *isolation; /* NULL: limits only, for what is trusted */
    const struct ll_hidden *hidden;       /* NULL: nothing */
    int stop; /* a descriptor: once it is readable, or its other end is closed, the job
                 is cancelled; 0: none */
};

/* Run `job` to its end. 0 when it was run, however it ended (also when it could
 * not be started); -1 when the machine failed us, or cannot isolate it as it must. */
int ll_jail_run(const struct ll_job *job, struct ll_ended *ended,
                struct ll_error *error) LL_MUST_CHECK;

/* End all running jobs soon, and every later one at once; safe in a signal
 * handler. */
void ll_jail_cancel(void);
bool ll_jail_is_cancelled(void);

/* Append how it ended, in words: "exited with status 3", "was killed by SIGSEGV
 * (invalid memory access)", "did not end within 10 s and was stopped". */
void ll_ended_say(const struct ll_ended *ended, const struct ll_limits *limits,
                  struct ll_buf *out);

#endif
