/* SPDX-License-Identifier: MIT
 *
 * report: reads the leaks in an XML report of memcheck or lastptr.
 */
#ifndef TESTS_LASTPTR_REPORT_H
#define TESTS_LASTPTR_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#define LEAKS_MAX 256

struct leak {
    char kind[40];                     /* Leak_DefinitelyLost, ... */
    unsigned long bytes, blocks, ring; /* ring: of how many blocks; 0: none */
    unsigned allocated; /* the innermost line in the program's source; 0: none */
    unsigned lost;
    bool has_loss;
    char how[40], variable[256], declared[512], confidence[20];
};

struct report {
    struct leak leaks[LEAKS_MAX];
    size_t count;
    bool complete; /* FINISHED and well formed to the end */
};

/* Reads the report in `path`. `source` is the base name of the program's source file.
 * If the file cannot be read to its end, the report is not complete. */
void report_read(struct report *report, const char *path, const char *source);

#endif
