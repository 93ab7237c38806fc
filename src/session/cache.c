/* SPDX-License-Identifier: MIT */
#include "session/cache.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"

enum {
    KEPT = 2000,           /* texts */
    TEXT_MAX = 256 * 1024, /* bytes of one; a longer one is not kept */
    PATIENCE = 200,        /* ms to wait for another leaklab */
};

/* A text that is put again gets a new, higher id: the lowest ids are the oldest.
 * Nothing is lost with the machine's power but time, so nothing is synced. */
static const char schema[] = "PRAGMA journal_mode = WAL;"
                             "PRAGMA synchronous = OFF;"
                             "CREATE TABLE IF NOT EXISTS texts ("
                             " id INTEGER PRIMARY KEY,"
                             " key BLOB NOT NULL UNIQUE,"
                             " text TEXT NOT NULL)";

static char *cache_path(void)
{
    char *path = NULL;
    const char *base = getenv("XDG_CACHE_HOME");
    const char *below = "/leaklab";
    if (base == NULL || base[0] != '/') {
        base = getenv("HOME");
        below = "/.cache/leaklab";
    }
    if (base == NULL || base[0] != '/' || asprintf(&path, "%s%s", base, below) < 0)
        return NULL;
    char *file = NULL;
    if (ll_path_make_dirs(path, NULL) == 0)
        file = ll_path_join(path, "cache.db");
    free(path);
    return file;
}

static bool is_broken(int status)
{
    return (status & 0xff) == SQLITE_NOTADB || (status & 0xff) == SQLITE_CORRUPT;
}

static int open_at(const char *path, sqlite3 **db)
{
    int status = sqlite3_open_v2(
        path, db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX,
        NULL);
    if (status == SQLITE_OK)
        status = sqlite3_busy_timeout(*db, PATIENCE);
    if (status == SQLITE_OK)
        status = sqlite3_exec(*db, schema, NULL, NULL, NULL);
    if (status != SQLITE_OK) {
        sqlite3_close(*db);
        *db = NULL;
    }
    return status;
}

struct ll_cache *ll_cache_open(void)
{
    sqlite3 *db = NULL;
    char *path = cache_path();
    if (path != NULL && is_broken(open_at(path, &db))) {
        unlink(path);
        open_at(path, &db);
    }
    free(path);
    return (struct ll_cache *)db;
}

void ll_cache_close(struct ll_cache *cache)
{
    sqlite3_close((sqlite3 *)cache);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql, const struct ll_key *key)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_bind_blob(statement, 1, key->bytes, sizeof key->bytes, SQLITE_STATIC) !=
            SQLITE_OK) {
        sqlite3_finalize(statement);
        return NULL;
    }
    return statement;
}

bool ll_cache_get_bytes(struct ll_cache *cache, const struct ll_key *key,
                        struct ll_buf *bytes)
{
    bool found = false;
    if (cache == NULL)
        return false;
    sqlite3_stmt *statement =
        prepare((sqlite3 *)cache, "SELECT text FROM texts WHERE key = ?1", key);
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const void *first = sqlite3_column_blob(statement, 0);
        found = first != NULL &&
                ll_buf_add(bytes, first, (size_t)sqlite3_column_bytes(statement, 0));
    }
    sqlite3_finalize(statement);
    return found;
}

char *ll_cache_get(struct ll_cache *cache, const struct ll_key *key)
{
    struct ll_buf text = LL_BUF_INIT;
    if (ll_cache_get_bytes(cache, key, &text))
        return ll_buf_take(&text);
    ll_buf_release(&text);
    return NULL;
}

void ll_cache_put(struct ll_cache *cache, const struct ll_key *key, const char *text)
{
    ll_cache_put_bytes(cache, key, text, strlen(text));
}

void ll_cache_put_bytes(struct ll_cache *cache, const struct ll_key *key,
                        const void *bytes, size_t count)
{
    if (cache == NULL || count > TEXT_MAX)
        return;
    sqlite3 *db = (sqlite3 *)cache;
    sqlite3_stmt *statement =
        prepare(db, "INSERT OR REPLACE INTO texts (key, text) VALUES (?1, ?2)", key);
    if (sqlite3_bind_blob(statement, 2, bytes, (int)count, SQLITE_STATIC) == SQLITE_OK)
        sqlite3_step(statement);
    if (is_broken(sqlite3_finalize(statement)))
        unlink(sqlite3_db_filename(db, NULL)); /* the next leaklab makes a new one */

    char trim[100];
    sqlite3_snprintf(sizeof trim, trim,
                     "DELETE FROM texts WHERE id <= (SELECT max(id) FROM texts) - %d",
                     KEPT);
    sqlite3_exec(db, trim, NULL, NULL, NULL);
}
