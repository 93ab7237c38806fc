/* SPDX-License-Identifier: MIT
 *
 * results_parts: what the files of results.h share.
 */
#ifndef LL_CLASS_RESULTS_PARTS_H
#define LL_CLASS_RESULTS_PARTS_H

#include <sqlite3.h>

#include "class/results.h"

struct ll_results {
    sqlite3 *db;
    char *path; /* owned: for messages */
    int lock;   /* descriptor of the lock file, while we write; -1 */
};

/* Fail: "cannot WHAT 'PATH': SQLite's reason". */
int ll_results_fail(const struct ll_results *results, const char *what,
                    struct ll_error *err);

/* Run a statement without results; `what` as above. */
int ll_results_run(struct ll_results *results, const char *sql, const char *what,
                   struct ll_error *err) LL_MUST_CHECK;

/* Whether each row can be understood. */
bool ll_results_rows_good(struct ll_results *results);

#endif
