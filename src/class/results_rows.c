/* SPDX-License-Identifier: MIT
 *
 * The rows of results.db. See results.h. */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/text.h"
#include "class/graded_json.h"
#include "class/results_parts.h"

static int bind_name(sqlite3_stmt *statement, int at, const char *name)
{
    /* The column is a BLOB: a file's name may be no UTF-8, and then is no text. */
    return sqlite3_bind_text(statement, at, name, -1, SQLITE_STATIC);
}

bool ll_results_has(struct ll_results *results, const struct ll_result_row *row)
{
    sqlite3_stmt *statement = NULL;
    bool has =
        sqlite3_prepare_v2(results->db,
                           "SELECT 1 FROM results WHERE name = ?1 AND key = ?2 "
                           "AND verdict <> 'harness-error'",
                           -1, &statement, NULL) == SQLITE_OK &&
        bind_name(statement, 1, row->name) == SQLITE_OK &&
        sqlite3_bind_text(statement, 2, row->key, -1, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW;
    sqlite3_finalize(statement);
    return has;
}

bool ll_results_mark(struct ll_results *results, const char *name,
                     struct ll_result_mark *mark)
{
    sqlite3_stmt *statement = NULL;
    bool has =
        sqlite3_prepare_v2(results->db,
                           "SELECT json_extract(graded, '$.verdict'), score, most "
                           "FROM results WHERE name = ?1",
                           -1, &statement, NULL) == SQLITE_OK &&
        bind_name(statement, 1, name) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW;
    unsigned verdict = has ? (unsigned)sqlite3_column_int(statement, 0) : 0;
    has = has && verdict <= LL_HARNESS_ERROR; /* others may have written the file */
    if (has)
        *mark = (struct ll_result_mark){(enum ll_verdict)verdict,
                                        sqlite3_column_double(statement, 1),
                                        sqlite3_column_double(statement, 2)};
    sqlite3_finalize(statement);
    return has;
}

int ll_results_begin(struct ll_results *results, struct ll_error *err)
{
    return ll_results_run(results, "BEGIN IMMEDIATE", "write", err);
}

void ll_results_rollback(struct ll_results *results)
{
    sqlite3_exec(results->db, "ROLLBACK", NULL, NULL, NULL);
}

int ll_results_commit(struct ll_results *results, struct ll_error *err)
{
    if (ll_results_run(results, "COMMIT", "write", err) == 0)
        return 0;
    ll_results_rollback(results);
    return -1;
}

static bool put_row(struct ll_results *results, const struct ll_result_row *row,
                    const struct ll_graded *graded, const char *text)
{
    static const char sql[] =
        "INSERT OR REPLACE INTO results (name, verdict, score, most, why, seconds, "
        "path,"
        " key, graded, prints) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    sqlite3_stmt *statement = NULL;
    const struct ll_fingerprints *prints = row->prints;
    int bytes = prints == NULL ? 0 : (int)(prints->count * sizeof *prints->items);
    bool good =
        sqlite3_prepare_v2(results->db, sql, -1, &statement, NULL) == SQLITE_OK &&
        bind_name(statement, 1, row->name) == SQLITE_OK &&
        sqlite3_bind_text(statement, 2, ll_verdict_name(graded->verdict), -1,
                          SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_bind_double(statement, 3, graded->score) == SQLITE_OK &&
        sqlite3_bind_double(statement, 4, graded->most) == SQLITE_OK &&
        sqlite3_bind_text(statement, 5, graded->why, -1, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_bind_double(statement, 6, graded->seconds) == SQLITE_OK &&
        bind_name(statement, 7, row->path) == SQLITE_OK &&
        sqlite3_bind_text(statement, 8, row->key, -1, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_bind_text(statement, 9, text, -1, SQLITE_STATIC) == SQLITE_OK &&
        (bytes == 0 || sqlite3_bind_blob(statement, 10, prints->items, bytes,
                                         SQLITE_STATIC) == SQLITE_OK) &&
        sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    return good;
}

static bool put_faults(struct ll_results *results, const char *name,
                       const struct ll_diags *diags)
{
    static const char forget[] = "DELETE FROM faults WHERE name = ?1";
    static const char sql[] = "INSERT INTO faults VALUES (?1, ?2)";
    sqlite3_stmt *statement = NULL;
    bool good =
        sqlite3_prepare_v2(results->db, forget, -1, &statement, NULL) == SQLITE_OK &&
        bind_name(statement, 1, name) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    for (size_t i = 0; good && i < diags->count; i++) {
        if (!ll_kind_is_fault(diags->items[i].kind))
            continue;
        statement = NULL;
        good =
            sqlite3_prepare_v2(results->db, sql, -1, &statement, NULL) == SQLITE_OK &&
            bind_name(statement, 1, name) == SQLITE_OK &&
            sqlite3_bind_text(statement, 2, ll_kind_name(diags->items[i].kind), -1,
                              SQLITE_STATIC) == SQLITE_OK &&
            sqlite3_step(statement) == SQLITE_DONE;
        sqlite3_finalize(statement);
    }
    return good;
}

int ll_results_put(struct ll_results *results, const struct ll_result_row *row,
                   const struct ll_graded *graded, struct ll_error *err)
{
    char *text = ll_graded_to_json(graded);
    if (text == NULL)
        return ll_fail_memory(err);
    int result = 0;
    if (ll_results_run(results, "SAVEPOINT row", "write", err) != 0) {
        result = -1;
    } else if (!put_row(results, row, graded, text) ||
               !put_faults(results, row->name, &graded->diags) ||
               sqlite3_exec(results->db, "RELEASE row", NULL, NULL, NULL) !=
                   SQLITE_OK) {
        result = ll_results_fail(results, "write", err);
        sqlite3_exec(results->db, "ROLLBACK TO row; RELEASE row", NULL, NULL, NULL);
    }
    free(text);
    return result;
}

int ll_results_put_learner(struct ll_results *results, const char *name,
                           const struct ll_learner *learner, struct ll_error *err)
{
    static const char sql[] =
        "INSERT OR REPLACE INTO learners (name, id, learner, place, note, late) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    const char *const texts[] = {learner->id, learner->name, learner->place,
                                 learner->note};
    sqlite3_stmt *statement = NULL;
    bool good =
        sqlite3_prepare_v2(results->db, sql, -1, &statement, NULL) == SQLITE_OK &&
        bind_name(statement, 1, name) == SQLITE_OK &&
        sqlite3_bind_int(statement, 6, learner->late) == SQLITE_OK;
    for (int i = 0; i < 4 && good; i++)
        good = sqlite3_bind_text(statement, i + 2, texts[i], -1, SQLITE_STATIC) ==
               SQLITE_OK;
    good = good && sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    return good ? 0 : ll_results_fail(results, "write", err);
}

int ll_results_put_source(struct ll_results *results, const char *name,
                          const struct ll_buf *source, struct ll_error *err)
{
    const char *sql =
        source != NULL ? "INSERT OR REPLACE INTO sources (name, text) VALUES (?1, ?2)"
                       : "DELETE FROM sources WHERE name = ?1";
    sqlite3_stmt *statement = NULL;
    bool good =
        sqlite3_prepare_v2(results->db, sql, -1, &statement, NULL) == SQLITE_OK &&
        bind_name(statement, 1, name) == SQLITE_OK &&
        (source == NULL ||
         sqlite3_bind_text(statement, 2, ll_buf_text(source), (int)source->len,
                           SQLITE_STATIC) == SQLITE_OK) &&
        sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    return good ? 0 : ll_results_fail(results, "write", err);
}

int ll_results_source(struct ll_results *results, const char *name, char **path,
                      struct ll_buf *text, struct ll_error *err)
{
    static const char sql[] =
        "SELECT path, text FROM results LEFT JOIN sources USING (name) WHERE name = ?1";
    sqlite3_stmt *statement = NULL;
    int result = 0;
    *path = NULL;
    if (sqlite3_prepare_v2(results->db, sql, -1, &statement, NULL) != SQLITE_OK ||
        bind_name(statement, 1, name) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW)
        result = ll_results_fail(results, "read", err);
    else if (!ll_set_text(path, (const char *)sqlite3_column_text(statement, 0)))
        result = ll_fail_memory(err);
    else if (sqlite3_column_type(statement, 1) == SQLITE_NULL)
        result = 1;
    else if (!ll_buf_add(text, sqlite3_column_blob(statement, 1),
                         (size_t)sqlite3_column_bytes(statement, 1)))
        result = ll_fail_memory(err);
    sqlite3_finalize(statement);
    return result;
}

/* Who a loaded row is from: the columns from `first` on. */
static int load_learner(sqlite3_stmt *statement, int first, struct ll_learner *learner,
                        struct ll_error *err)
{
    char **const texts[] = {&learner->id, &learner->name, &learner->place,
                            &learner->note};
    for (int i = 0; i < 4; i++)
        if (!ll_set_text(texts[i],
                         (const char *)sqlite3_column_text(statement, first + i)))
            return ll_fail_memory(err);
    learner->late = sqlite3_column_int(statement, first + 4) != 0;
    return 0;
}

static int load_row(struct ll_results *results, sqlite3_stmt *statement,
                    struct ll_graded *graded, struct ll_fingerprints *prints,
                    struct ll_error *err)
{
    const char *text = (const char *)sqlite3_column_text(statement, 0);
    if (text == NULL || !ll_graded_from_json(graded, text))
        return ll_fail(err, LL_FAULT_HARNESS,
                       "cannot read '%s': row %lld cannot be understood", results->path,
                       (long long)sqlite3_column_int64(statement, 2));
    if (load_learner(statement, 3, &graded->learner, err) != 0)
        return -1;
    size_t bytes = (size_t)sqlite3_column_bytes(statement, 1);
    if (prints == NULL || bytes == 0)
        return 0;
    prints->items = malloc(bytes);
    if (prints->items == NULL)
        return ll_fail_memory(err);
    memcpy(prints->items, sqlite3_column_blob(statement, 1), bytes);
    prints->count = bytes / sizeof *prints->items;
    return 0;
}

bool ll_results_rows_good(struct ll_results *results)
{
    sqlite3_stmt *statement = NULL;
    bool good = sqlite3_prepare_v2(results->db, "SELECT graded FROM results", -1,
                                   &statement, NULL) == SQLITE_OK;
    int status = SQLITE_DONE;
    while (good && (status = sqlite3_step(statement)) == SQLITE_ROW) {
        struct ll_graded graded = {0};
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        good = text != NULL && ll_graded_from_json(&graded, text);
        ll_graded_release(&graded);
    }
    sqlite3_finalize(statement);
    return good && status == SQLITE_DONE;
}

/* Room for one more row. */
static bool grow(struct ll_class *class, struct ll_fingerprints **prints, size_t *room)
{
    size_t all_room = *room;
    return LL_GROW(class->all, class->count, all_room) &&
           LL_GROW(*prints, class->count, *room);
}

/* Append all rows to both arrays. */
static int load_rows(struct ll_results *results, struct ll_class *class,
                     struct ll_fingerprints **prints, struct ll_error *err)
{
    static const char sql[] =
        "SELECT graded, prints, results.rowid, id, learner, place, note, late "
        "FROM results LEFT JOIN learners USING (name) ORDER BY name";
    sqlite3_stmt *statement = NULL;
    size_t room = 0;
    int result = 0, status = SQLITE_ROW;
    if (sqlite3_prepare_v2(results->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return ll_results_fail(results, "read", err);
    while (result == 0 && (status = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!grow(class, prints, &room)) {
            result = ll_fail_memory(err);
            break;
        }
        struct ll_graded *graded = &class->all[class->count];
        struct ll_fingerprints *marks = &(*prints)[class->count++];
        *graded = (struct ll_graded){0};
        *marks = (struct ll_fingerprints){0};
        result = load_row(results, statement, graded, marks, err);
    }
    if (result == 0 && status != SQLITE_DONE)
        result = ll_results_fail(results, "read", err);
    sqlite3_finalize(statement);
    return result;
}

int ll_results_load(struct ll_results *results, struct ll_class *class,
                    struct ll_fingerprints **prints, struct ll_error *err)
{
    struct ll_fingerprints *marks = NULL;
    int result = load_rows(results, class, &marks, err);
    if (result == 0 && prints != NULL) {
        *prints = marks;
        return 0;
    }
    for (size_t i = 0; i < class->count; i++)
        ll_fingerprints_release(&marks[i]);
    free(marks);
    if (result != 0)
        ll_class_release(class);
    return result;
}
