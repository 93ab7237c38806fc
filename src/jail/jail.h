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
 * A job with hostile code needs an `isolation` (see isolation.h).
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
    double cpu_seconds;   /* per process; in whole seconds, rounded up, unless memory or
                             disk are measured: then the command itself is stopped in
                             time */
    size_t output_bytes;  /* of stdout and of stderr, each; the rest ends the run */
    size_t file_bytes;    /* the largest file that it may write */
    size_t address_bytes; /* RLIMIT_AS: never with AddressSanitizer */
    /* Measured every few milliseconds, so a job can use a little more. */
    size_t memory_bytes; /* resident, of all its processes together */
    size_t disk_bytes;   /* written, of all its processes together */
    /* Limited only for a job with a grading user. */
    size_t processes;
};

/* For programs under test: 10 s wall, 10 s processor, 1 MiB of output each,
 * 64 MiB a file. */
extern const struct ll_limits ll_limits_default;

/* For hostile programs, the same and: 512 MiB of memory, 128 MiB written, 64 processes
 * and threads. */
extern const struct ll_limits ll_limits_isolated;

enum ll_end {
    LL_END_EXITED,      /* it exited: `status` */
    LL_END_SIGNALLED,   /* a signal ended it, not sent by us: `signal` */
    LL_END_TIMEOUT,     /* wall time ran out: it got SIGTERM, so that a tool can write
                           its report, and SIGKILL 2 s later */
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
    double queued_seconds; /* that the command could have run, and processes that are
                              not the job's did: of its first thread. 0 where the kernel
                              does not tell (/proc/PID/schedstat), and for one that
                              killed its keeper */
    long peak_kib;         /* largest resident set */
    unsigned layers;       /* of isolation that it ran in: bits of enum ll_layer */
};

/* A conversation with the command: a socket that it finds at descriptor
 * LL_JAIL_LINE + i. It cannot be opened a second time through /proc. */
struct ll_line {
    const void *say; /* what it can read there, at most 4 KiB, before the end of the
                        file; borrowed */
    size_t say_bytes;
    struct ll_buf *to; /* what it writes there is appended, up to the output limit */
    int theirs; /* not 0: the command gets this descriptor instead, borrowed, and the
                   caller handles the conversation */
};
enum { LL_JAIL_LINE = 3, LL_JAIL_LINES = 3 };

/* Files that the command cannot read, and a folder that it can read instead. Files that
 * are created in the same folder, or in one above it, while the command runs cannot be
 * read either: so only files of the system may be hidden, no user's. Where the machine
 * cannot hide them (it needs Landlock 2), the command can read them: this may be used
 * to save time, but not to keep a secret. */
struct ll_hidden {
    const char *const *files; /* absolute, free of links; NULL-terminated */
    const char *folder;
};

struct ll_job {
    const char *const *argv; /* NULL-terminated; argv[0] is looked up in PATH */
    const char *const *env;  /* NULL-terminated changes to our environment: "NAME=value"
                                sets it, "NAME" removes it; of two changes the later
                                counts; NULL: no change */
    const char *folder;      /* to run in; NULL: ours */
    const char *stdin_path;  /* NULL: /dev/null */
    struct ll_limits limits;
    struct ll_buf *out; /* stdout is appended; NULL: thrown away */
    struct ll_buf *err; /* stderr is appended; NULL: thrown away; may be == out:
                           then both are appended in the order they came */
    const struct ll_line *lines;          /* the first of `line_count`; NULL: none */
    size_t line_count;                    /* at most LL_JAIL_LINES */
    const struct ll_isolation *isolation; /* NULL: only limits, for trusted commands */
    const struct ll_hidden *hidden;       /* NULL: nothing */
    bool fixed_addresses; /* its memory lies where the last run's lay, if the
                             machine allows that */
    int stop; /* a descriptor: when it is readable, or its other end is closed, the job
                 is cancelled; 0: none */
};

/* Run `job` to its end. 0 when it was run, however it ended, and also when the command
 * could not be started; -1 when the machine failed, or cannot isolate the job. */
int ll_jail_run(const struct ll_job *job, struct ll_ended *ended,
                struct ll_error *error) LL_MUST_CHECK;

/* End all running jobs soon, and start no more. Safe in a signal handler. */
void ll_jail_cancel(void);
bool ll_jail_is_cancelled(void);

/* Append how it ended, in words: "exited with status 3", "was killed by SIGSEGV
 * (it used an address where it has no memory)", "did not end within 10 s and was
 * stopped". */
void ll_ended_say(const struct ll_ended *ended, const struct ll_limits *limits,
                  struct ll_buf *out);

/* Whether it ran and ended without us: it exited, or a signal ended it. */
bool ll_ended_by_itself(const struct ll_ended *ended);

/* Whether a limit of time stopped it: on a busy machine that may say nothing of it. */
bool ll_ended_late(const struct ll_ended *ended);

#endif
