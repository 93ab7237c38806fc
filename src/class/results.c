/* SPDX-License-Identifier: MIT */
#include "class/results.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "class/results_parts.h"

/* Change it with the form of what is stored. */
#define FORM "1"

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
    "CREATE INDEX IF NOT EXISTS faults_by_name ON faults (name);"
    "CREATE TABLE IF NOT EXISTS learners ("
    " name BLOB PRIMARY KEY, id TEXT, learner TEXT, place TEXT, note TEXT, late "
    "INTEGER);"
    "CREATE TABLE IF NOT EXISTS sources (name BLOB PRIMARY KEY, text TEXT NOT NULL);";

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
        ll_results_fail(results, "open", err);
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
        ll_results_fail(results, "write", err);
        goto out;
    }
    stated = ask(results, "SELECT value FROM class WHERE name = ?1", "about");
    form = ask(results, "SELECT value FROM class WHERE name = ?1", "form");
    if (stated == NULL || form == NULL)
        ll_results_fail(results, "read", err);
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
        result = ll_results_fail(results, "read", err);
    else if (strcmp(count, "0") != 0)
        result = ll_fail(err, LL_FAULT_INPUT,
                         "'%s' holds %s results already: carry on with --resume, or "
                         "choose another folder with --output",
                         results->path, count);
    free(count);
    return result;
}

/* Whether SQLite has just said that the file is damaged, or is none of its own. */
static bool says_broken(const struct ll_results *results)
{
    int code = sqlite3_errcode(results->db) & 0xff;
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

/* Whether all of the file can be read. */
static bool is_whole(struct ll_results *results)
{
    char *answer = ask(results, "PRAGMA quick_check", NULL);
    bool whole =
        answer != NULL && strcmp(answer, "ok") == 0 && ll_results_rows_good(results);
    free(answer);
    return whole;
}

/* Make ready to write. 1: the file is broken. */
static int prepare(struct ll_results *results, const char *about, bool resume,
                   struct ll_error *err)
{
    if (ll_results_run(results,
                       "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", "open",
                       err) != 0 ||
        ll_results_run(results, schema, "write", err) != 0)
        return says_broken(results) ? 1 : -1;
    if (!is_whole(results))
        return 1;
    if (check_about(results, about, err) != 0)
        return -1;
    return resume ? 0 : check_new(results, err);
}

/* Rename a broken file, and what SQLite keeps beside it. `*aside` becomes its new path:
 * the first of results.db.broken-1, -2, ... that is free. */
static int set_aside(const char *path, char **aside, struct ll_error *err)
{
    static const char *const beside[] = {"-wal", "-shm"};
    char *to = NULL;
    for (unsigned i = 1; to == NULL; i++) {
        if (asprintf(&to, "%s.broken-%u", path, i) < 0) {
            to = NULL;
            return ll_fail_memory(err);
        }
        if (ll_path_exists(to)) {
            free(to);
            to = NULL;
        }
    }
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        struct ll_buf from = LL_BUF_INIT, new = LL_BUF_INIT;
        ll_buf_addf(&from, "%s%s", path, beside[i]);
        ll_buf_addf(&new, "%s%s", to, beside[i]);
        rename(ll_buf_text(&from), ll_buf_text(&new)); /* it may not be there */
        ll_buf_release(&new);
        ll_buf_release(&from);
    }
    if (rename(path, to) != 0) {
        ll_fail(err, LL_FAULT_HARNESS, "cannot rename '%s' to '%s': %s", path, to,
                strerror(errno));
        free(to);
        return -1;
    }
    *aside = to;
    return 0;
}

/* Open the file at `path`. NULL without an error: it is broken. */
static struct ll_results *open_to_write(const char *path, const char *folder,
                                        const char *about, bool resume, bool *broken,
                                        struct ll_error *err)
{
    struct ll_results *results =
        open_at(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
    *broken = false;
    if (results == NULL)
        return NULL;
    int result = folder != NULL ? lock(results, folder, err) : 0;
    if (result == 0)
        result = prepare(results, about, resume, err);
    if (result == 0)
        return results;
    *broken = result > 0;
    ll_results_close(results);
    return NULL;
}

struct ll_results *ll_results_open(const char *folder, const char *about, bool resume,
                                   char **aside, struct ll_error *err)
{
    struct ll_results *results = NULL;
    bool broken = false;
    char *path =
        folder == NULL ? strdup(":memory:") : ll_path_join(folder, "results.db");
    *aside = NULL;
    if (path == NULL) {
        ll_fail_memory(err);
        return NULL;
    }
    if (folder == NULL || ll_path_make_dirs(folder, err) == 0)
        results = open_to_write(path, folder, about, resume, &broken, err);
    if (broken && !resume)
        ll_fail(err, LL_FAULT_INPUT,
                "'%s' is broken: carry on with --resume, which keeps it under another "
                "name and makes a new one, or choose another folder with --output",
                path);
    else if (broken && set_aside(path, aside, err) == 0)
        results = open_to_write(path, folder, about, resume, &broken, err);
    free(path);
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

char *ll_results_about(struct ll_results *results, struct ll_error *err)
{
    char *about = ask(results, "SELECT value FROM class WHERE name = ?1", "about");
    if (about == NULL)
        ll_fail(err, LL_FAULT_INPUT, "'%s' is broken, or no results of leaklab's",
                results->path);
    return about;
}
