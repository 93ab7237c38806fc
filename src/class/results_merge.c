/* SPDX-License-Identifier: MIT
 *
 * Results of several machines in one file. See results.h. */
#include <string.h>

#include "base/text.h"
#include "class/results_parts.h"

/* The columns of a row that is read; `take` writes them all. */
enum {
    NAME,
    VERDICT,
    SCORE,
    MOST,
    WHY,
    SECONDS,
    PATH,
    AT,
    KEY,
    GRADED,
    PRINTS,
    COLUMNS
};
#define COLUMN_NAMES                                                                   \
    "name, verdict, score, most, why, seconds, path, at, key, graded, prints"

/* The tables with at most one row for each name, beside the results. */
static const struct {
    const char *get, *put;
    int columns;
} tables[] = {
    {"SELECT name, id, learner, place, note, late FROM learners WHERE name = ?1",
     "INSERT OR REPLACE INTO learners (name, id, learner, place, note, late) "
     "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
     6},
    {"SELECT name, text FROM sources WHERE name = ?1",
     "INSERT OR REPLACE INTO sources (name, text) VALUES (?1, ?2)", 2},
};

enum { TABLES = sizeof tables / sizeof *tables };

struct merging {
    struct ll_results *to, *from;
    sqlite3_stmt *rows;   /* of `from` */
    sqlite3_stmt *known;  /* asks `to` for the row of a name */
    sqlite3_stmt *take;   /* writes a row to `to` */
    sqlite3_stmt *forget; /* removes the faults of a name from `to` */
    sqlite3_stmt *faults; /* of a name, of `from` */
    sqlite3_stmt *add;    /* writes a fault to `to` */
    sqlite3_stmt
        *get[TABLES]; /* of a name, of `from`; NULL: an older leaklab wrote it */
    sqlite3_stmt *put[TABLES];
};

static const char *text_at(sqlite3_stmt *statement, int column)
{
    return (const char *)sqlite3_column_text(statement, column);
}

static bool is_harness_error(sqlite3_stmt *row)
{
    return ll_same_text(text_at(row, VERDICT), "harness-error");
}

/* Whether two rows of one name say the same. */
static bool is_same(sqlite3_stmt *a, sqlite3_stmt *b)
{
    static const int told[] = {VERDICT, SCORE, MOST, KEY};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (!ll_same_text(text_at(a, told[i]), text_at(b, told[i])))
            return false;
    return true;
}

static bool bind_column(sqlite3_stmt *to, int at, sqlite3_stmt *from, int column)
{
    return sqlite3_bind_value(to, at, sqlite3_column_value(from, column)) == SQLITE_OK;
}

/* Run a statement without results to its end, so that it can be used again. */
static bool finish(sqlite3_stmt *statement)
{
    bool done = sqlite3_step(statement) == SQLITE_DONE;
    return sqlite3_reset(statement) == SQLITE_OK && done;
}

static bool take_faults(struct merging *merging)
{
    bool good = bind_column(merging->forget, 1, merging->rows, NAME) &&
                finish(merging->forget) &&
                bind_column(merging->faults, 1, merging->rows, NAME);
    while (good && sqlite3_step(merging->faults) == SQLITE_ROW)
        good = bind_column(merging->add, 1, merging->rows, NAME) &&
               bind_column(merging->add, 2, merging->faults, 0) && finish(merging->add);
    return sqlite3_reset(merging->faults) == SQLITE_OK && good;
}

/* Take what `from` has of the name in one of the tables. */
static bool take_beside(struct merging *merging, size_t table)
{
    sqlite3_stmt *get = merging->get[table], *put = merging->put[table];
    if (get == NULL)
        return true;
    bool good = bind_column(get, 1, merging->rows, NAME);
    if (good && sqlite3_step(get) == SQLITE_ROW) {
        for (int i = 0; i < tables[table].columns && good; i++)
            good = bind_column(put, i + 1, get, i);
        good = good && finish(put);
    }
    return sqlite3_reset(get) == SQLITE_OK && good;
}

static bool take_row(struct merging *merging)
{
    bool good = true;
    for (int i = 0; i < COLUMNS && good; i++)
        good = bind_column(merging->take, i + 1, merging->rows, i);
    good = good && finish(merging->take) && take_faults(merging);
    for (size_t i = 0; i < TABLES && good; i++)
        good = take_beside(merging, i);
    return good;
}

/* Take the row that `rows` is at, if `to` has nothing better. */
static bool merge_row(struct merging *merging, struct ll_strings *conflicts)
{
    sqlite3_stmt *known = merging->known, *row = merging->rows;
    if (!bind_column(known, 1, row, NAME))
        return false;
    int status = sqlite3_step(known);
    bool found = status == SQLITE_ROW, wanted = !found || is_harness_error(known);
    if (found && !is_harness_error(known) && !is_harness_error(row) &&
        !is_same(known, row))
        ll_strings_add(conflicts, text_at(row, NAME));
    if (found && is_harness_error(known) && is_harness_error(row)) /* the first one */
        wanted = strcmp(text_at(row, AT), text_at(known, AT)) < 0;
    sqlite3_reset(known);
    return (found || status == SQLITE_DONE) && (!wanted || take_row(merging));
}

static bool prepare(struct ll_results *results, const char *sql,
                    sqlite3_stmt **statement)
{
    return sqlite3_prepare_v2(results->db, sql, -1, statement, NULL) == SQLITE_OK;
}

static void release(struct merging *merging)
{
    sqlite3_finalize(merging->rows);
    sqlite3_finalize(merging->known);
    sqlite3_finalize(merging->take);
    sqlite3_finalize(merging->forget);
    sqlite3_finalize(merging->faults);
    sqlite3_finalize(merging->add);
    for (size_t i = 0; i < TABLES; i++) {
        sqlite3_finalize(merging->get[i]);
        sqlite3_finalize(merging->put[i]);
    }
}

/* Prepare all statements; `*failed`: the file that the error is about. */
static bool prepare_all(struct merging *merging, struct ll_results **failed)
{
    struct ll_results *to = merging->to, *from = merging->from;
    *failed = from;
    if (!prepare(from, "SELECT " COLUMN_NAMES " FROM results ORDER BY name",
                 &merging->rows) ||
        !prepare(from, "SELECT kind FROM faults WHERE name = ?1", &merging->faults))
        return false;
    for (size_t i = 0; i < TABLES; i++)
        (void)prepare(from, tables[i].get, &merging->get[i]);
    *failed = to;
    bool good = prepare(to, "SELECT " COLUMN_NAMES " FROM results WHERE name = ?1",
                        &merging->known) &&
                prepare(to,
                        "INSERT OR REPLACE INTO results (" COLUMN_NAMES
                        ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                        &merging->take) &&
                prepare(to, "DELETE FROM faults WHERE name = ?1", &merging->forget) &&
                prepare(to, "INSERT INTO faults VALUES (?1, ?2)", &merging->add);
    for (size_t i = 0; i < TABLES && good; i++)
        good = prepare(to, tables[i].put, &merging->put[i]);
    return good;
}

int ll_results_merge(struct ll_results *to, struct ll_results *from,
                     struct ll_strings *conflicts, struct ll_error *err)
{
    struct merging merging = {.to = to, .from = from};
    struct ll_results *failed;
    int result = -1, status = SQLITE_DONE;
    if (!prepare_all(&merging, &failed)) {
        ll_results_fail(failed, failed == from ? "read" : "write", err);
    } else {
        bool good = true;
        while (good && (status = sqlite3_step(merging.rows)) == SQLITE_ROW)
            good = merge_row(&merging, conflicts);
        result = !good                   ? ll_results_fail(to, "write", err)
                 : status != SQLITE_DONE ? ll_results_fail(from, "read", err)
                                         : ll_strings_ok(conflicts, err);
    }
    release(&merging);
    return result;
}
