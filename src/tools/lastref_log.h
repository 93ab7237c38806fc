/* SPDX-License-Identifier: MIT
 *
 * lastref_log: what the runtime wrote of the references that a program took
 * (runtime/references.h).
 */
#ifndef LL_TOOLS_LASTREF_LOG_H
#define LL_TOOLS_LASTREF_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

/* An object, and where its count was raised last. The strings point into the log. */
struct ll_lastref_object {
    unsigned long long address;
    char *type, *repr; /* NULL: no repr */
    unsigned line;     /* 0: it was not raised */
    char *by, *function, *file;
};

/* A block that holds the address of another one. */
struct ll_lastref_lead {
    unsigned long long from, to;
};

/* Starts zeroed. Release it with ll_lastref_log_release(), also after an error. */
struct ll_lastref_log {
    struct ll_buf text;
    struct ll_lastref_object *objects; /* owned */
    size_t count;
    struct ll_lastref_lead *leads; /* owned; by `from` */
    size_t lead_count;
    bool whole; /* all that the program did is in it */
};

/* Read the file `name` of the folder. A file that is not there is an empty log. */
int ll_lastref_log_read(const char *dir, const char *name, size_t most,
                        struct ll_lastref_log *log, struct ll_error *err) LL_MUST_CHECK;
void ll_lastref_log_release(struct ll_lastref_log *log);

/* The object that lies in the block; NULL: none that was raised. Borrowed. */
const struct ll_lastref_object *ll_lastref_find(const struct ll_lastref_log *log,
                                                unsigned long long block,
                                                unsigned long long size);

/* The first of the leads from that block; `*count` of them follow each other. */
const struct ll_lastref_lead *ll_lastref_leads(const struct ll_lastref_log *log,
                                               unsigned long long block, size_t *count);

#endif
