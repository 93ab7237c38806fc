/* SPDX-License-Identifier: MIT */
#include "class/results.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/grow.h"
#include "base/path.h"
#include "class/graded_json.h"

/* Change it with the form of what is stored. */
#define FORM "1"

struct ll_results {
    sqlite3 *db;
    char *path; /* owned: for messages */
    int lock;   /* descriptor of the lock file, while we write; -1 */
};

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS class (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS results ("
    " name BLOB PRIMARY KEY, verdict TEXT NOT NULL, score REAL, most REAL, why TEXT,"
    " seconds REAL, path BLOB, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,"
    " key TEXT NOT NULL, graded TEXT NOT NULL, prints BLOB);"
    "CREATE VIEW IF NOT EXISTS items AS"
    " SELECT results.name AS name, json_extract(value, '$.name') AS item,"
    "  json_extract(value, '$.title') AS title,"
    "  json_extract(value, '$.points') AS points, json_extract(value, '$.most') AS "
    "most,"
    "  CASE json_extract(value, '$.verdict') WHEN 0 THEN 'pass' WHEN 1 THEN 'fail'"
    "   WHEN 2 THEN 'ungradable' ELSE 'harness-error' END AS verdict,"
    "  json_extract(value, '$.message') AS message"
    " FROM results, json_each(results.graded, '$.items');"
    "CREATE TABLE IF NOT EXISTS faults (name BLOB NOT NULL, kind TEXT NOT NULL);"
    "CREATE INDEX IF NOT EXISTS faults_by_name ON faults (name);";

static int fail(const struct ll_results *results, const char *what,
                struct ll_error *err)
{
    return ll_fail(err, LL_FAULT_HARNESS, "cannot %s '%s': %s", what, results->path,
                   sqlite3_errmsg(results->db));
}

static int run(struct ll_results *results, const char *sql, const char *what,
               struct ll_error *err)
{
    return sqlite3_exec(results->db, sql, NULL, NULL, NULL) == SQLITE_OK
               ? 0
               : fail(results, what, err);
}

void ll_results_close(struct ll_results *results)
{
    if (results == NULL)
        return;
    sqlite3_close(results->db);
    if (results->lock >= 0)
        close(results->lock);
    free(results->path);
    free(results);
}

/* A lock of fcntl(): our child processes do not have it, and it ends when we do. */
static int lock(struct ll_results *results, const char *folder, struct ll_error *err)
{
    char *path = ll_path_join(folder, ".lock");
    if (path == NULL)
        return ll_fail_memory(err);
    int result = 0;
    results->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (results->lock < 0)
        result = ll_fail(err, LL_FAULT_HARNESS, "cannot write '%s': %s", path,
                         strerror(errno));
    else if (fcntl(results->lock, F_SETLK,
                   &(struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET}) != 0 &&
             (errno == EACCES || errno == EAGAIN))
        result = ll_fail(err, LL_FAULT_INPUT,
                         "another leaklab is writing to '%s': wait for it, or choose "
                         "another folder with --output",
                         folder);
    free(path);
    return result;
}

static struct ll_results *open_at(const char *path, int flags, struct ll_error *err)
{
    struct ll_results *results = calloc(1, sizeof *results);
    if (results == NULL || (results->path = strdup(path)) == NULL) {
        free(results);
        ll_fail_memory(err);
        return NULL;
    }
    results->lock = -1;
    if (sqlite3_open_v2(path, &results->db, flags, NULL) != SQLITE_OK ||
        sqlite3_busy_timeout(results->db, 10000) != SQLITE_OK) {
        fail(results, "open", err);
        ll_results_close(results);
        return NULL;
    }
    return results;
}

/* The one text that `sql` gives for `value` (NULL: none asked). New string. */
static char *ask(struct ll_results *results, const char *sql, const char *value)
{
    sqlite3_stmt *statement = NULL;
    char *answer = NULL;
    if (sqlite3_prepare_v2(results->db, sql, -1, &statement, NULL) == SQLITE_OK &&
        (value == NULL ||
         sqlite3_bind_text(statement, 1, value, -1, SQLITE_STATIC) == SQLITE_OK) &&
        sqlite3_step(statement) == SQLITE_ROW &&
        sqlite3_column_text(statement, 0) != NULL)
        answer = strdup((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return answer;
}

/* Check what the file is about; a new file is told. */
static int check_about(struct ll_results *results, const char *about,
                       struct ll_error *err)
{
    static const char put[] = "INSERT OR IGNORE INTO class VALUES ('about', ?1)";
    sqlite3_stmt *statement = NULL;
    char *stated = NULL, *form = NULL;
    int result = -1;
    if (sqlite3_prepare_v2(results->db, put, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_bind_text(statement, 1, about, -1, SQLITE_STATIC) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_DONE ||
        sqlite3_exec(results->db,
                     "INSERT OR IGNORE INTO class VALUES ('form', '" FORM "')", NULL,
                     NULL, NULL) != SQLITE_OK) {
        fail(results, "write", err);
        goto out;
    }
    stated = ask(results, "SELECT value FROM class WHERE name = ?1", "about");
    form = ask(results, "SELECT value FROM class WHERE name = ?1", "form");
    if (stated == NULL || form == NULL)
        fail(results, "read", err);
    else if (strcmp(form, FORM) != 0)
        ll_fail(err, LL_FAULT_INPUT,
                "'%s' was written by another leaklab: choose another folder with "
                "--output",
                results->path);
    else if (strcmp(stated, about) != 0)
        ll_fail(err, LL_FAULT_INPUT,
                "'%s' holds results of %s, not of %s: choose another folder with "
                "--output",
                results->path, stated, about);
    else
        result = 0;

out:
    sqlite3_finalize(statement);
    free(stated);
    free(form);
    return result;
}

static int check_new(struct ll_results *results, struct ll_error *err)
{
    char *count = ask(results, "SELECT count(*) FROM results", NULL);
    int result = 0;
    if (count == NULL)
        result = fail(results, "read", err);
    else if (strcmp(count, "0") != 0)
        result = ll_fail(err, LL_FAULT_INPUT,
                         "'%s' holds %s results already: carry on with --resume, or "
                         "choose another folder with --output",
                         results->path, count);
    free(count);
    return result;
}

struct ll_results *ll_results_open(const char *folder, const char *about, bool resume,
                                   struct ll_error *err)
{
    struct ll_results *results = NULL;
    char *path =
        folder == NULL ? strdup(":memory:") : ll_path_join(folder, "results.db");
    if (path == NULL) {
        ll_fail_memory(err);
        return NULL;
    }
    if (folder == NULL || ll_path_make_dirs(folder, err) == 0)
        results = open_at(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
    free(path);
    if (results == NULL)
        return NULL;
    if ((folder != NULL && lock(results, folder, err) != 0) ||
        run(results, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", "open",
            err) != 0 ||
        run(results, schema, "write", err) != 0 ||
        check_about(results, about, err) != 0 ||
        (!resume && check_new(results, err) != 0)) {
        ll_results_close(results);
        return NULL;
    }
    return results;
}

struct ll_results *ll_results_read(const char *folder, struct ll_error *err)
{
    char *path = ll_path_join(folder, "results.db");
    struct ll_results *results = NULL;
    if (path == NULL)
        ll_fail_memory(err);
    else if (!ll_path_exists(path))
        ll_fail(err, LL_FAULT_INPUT, "cannot open '%s': %s", path, strerror(errno));
    else
        results = open_at(path, SQLITE_OPEN_READWRITE, err);
    free(path);
    return results;
}

/* ---- rows ---------------------------------------------------------------------- */

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

int ll_results_begin(struct ll_results *results, struct ll_error *err)
{
    return run(results, "BEGIN IMMEDIATE", "write", err);
}

int ll_results_commit(struct ll_results *results, struct ll_error *err)
{
    if (run(results, "COMMIT", "write", err) == 0)
        return 0;
    sqlite3_exec(results->db, "ROLLBACK", NULL, NULL, NULL);
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
    if (run(results, "SAVEPOINT row", "write", err) != 0) {
        result = -1;
    } else if (!put_row(results, row, graded, text) ||
               !put_faults(results, row->name, &graded->diags) ||
               sqlite3_exec(results->db, "RELEASE row", NULL, NULL, NULL) !=
                   SQLITE_OK) {
        result = fail(results, "write", err);
        sqlite3_exec(results->db, "ROLLBACK TO row; RELEASE row", NULL, NULL, NULL);
    }
    free(text);
    return result;
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
    static const char sql[] = "SELECT graded, prints, rowid FROM results ORDER BY name";
    sqlite3_stmt *statement = NULL;
    size_t room = 0;
    int result = 0, status = SQLITE_ROW;
    if (sqlite3_prepare_v2(results->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return fail(results, "read", err);
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
        result = fail(results, "read", err);
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
