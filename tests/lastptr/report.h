/* SPDX-License-Identifier: MIT
 *
 * report: the leaks in an XML report of memcheck or lastptr, as the tests want them.
 */
#ifndef TESTS_LASTPTR_REPORT_H
#define TESTS_LASTPTR_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#define LEAKS_MAX 256

struct leak {
    char kind[40]; /* Leak_DefinitelyLost, ... */
    unsigned long bytes, blocks;
    unsigned allocated; /* the first line of the program's own source; 0: none */
    unsigned lost;
    bool has_loss;
    char how[40], variable[256], declared[512], confidence[20];
};

struct report {
    struct leak leaks[LEAKS_MAX];
    size_t count;
    bool complete; /* FINISHED and well formed to the end */
};

/* Reads `path`; `source` is the base name of the program's file. Leaves an incomplete
 * report if there is none. */
void report_read(struct report *report, const char *path, const char *source);

#endif
