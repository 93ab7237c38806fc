/* SPDX-License-Identifier: MIT */
#include "cli/options.h"

#include "jail/jail.h"

#define DAY 86400
#define MIB 1048576.0

/* A program that waits is stopped after so many seconds, one that computes after twice
 * as much processor time: it may have two threads. */
static void set_processor_time(void *stored)
{
    double *wall_seconds = stored;
    struct ll_limits *limits =
        (void *)((char *)wall_seconds - offsetof(struct ll_limits, wall_seconds));
    limits->cpu_seconds = 2 * limits->wall_seconds;
}

const struct ll_option ll_options_timeout[] = {
    {.name = "timeout",
     .type = LL_OPTION_SECONDS,
     .value = "SECONDS",
     .at = offsetof(struct ll_limits, wall_seconds),
     .least = 0.01,
     .most = DAY,
     .then = set_processor_time,
     .help = "stop a run after SECONDS (default 10)"},
    {0},
};

const struct ll_option ll_options_memory[] = {
    /* memcheck alone takes about 80 MiB. */
    {.name = "memory",
     .type = LL_OPTION_SIZE,
     .value = "SIZE",
     .at = offsetof(struct ll_limits, memory_bytes),
     .least = 128 * MIB,
     .most = 1024 * 1024 * MIB,
     .help = "stop a run when the program and its tool have more than SIZE of memory, "
             "such as 256M or 2G (default 512M)"},
    {0},
};

static bool is_end(const struct ll_option *row)
{
    return row->name == NULL && row->letters == NULL && row->group == NULL;
}

bool ll_option_next(const struct ll_option *table, struct ll_option_walk *walk)
{
    bool first = walk->row == NULL;
    while (table != NULL && !is_end(&table[walk->outer])) {
        const struct ll_option *outer = &table[walk->outer];
        const struct ll_option *row =
            outer->group == NULL ? outer : &outer->group[walk->inner];
        if (outer->group == NULL ? walk->inner > 0 : is_end(row)) {
            walk->outer++;
            walk->inner = 0;
            continue;
        }
        walk->row = row;
        walk->at = row->at + (outer->group != NULL ? outer->at : 0);
        walk->index = first ? 0 : walk->index + 1;
        walk->inner++;
        return true;
    }
    return false;
}
