/* SPDX-License-Identifier: MIT */
#include "class/results_parts.h"

int ll_results_fail(const struct ll_results *results, const char *what,
                    struct ll_error *err)
{
    return ll_fail(err, LL_FAULT_HARNESS, "cannot %s '%s': %s", what, results->path,
                   sqlite3_errmsg(results->db));
}

int ll_results_run(struct ll_results *results, const char *sql, const char *what,
                   struct ll_error *err)
{
    return sqlite3_exec(results->db, sql, NULL, NULL, NULL) == SQLITE_OK
               ? 0
               : ll_results_fail(results, what, err);
}
