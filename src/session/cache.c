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
    ENTRY_MAX = 256 * 1024, /* bytes of one; a longer one is not kept */
    PATIENCE = 200,         /* ms to wait for another leaklab */
};

/* Texts and bytes are kept apart, so that the many objects that a lesson is compiled to
 * push out no results. An entry that is put again gets a new, higher id: the lowest ids
 * are the oldest. Nothing is lost with the machine's power but time, so nothing is
 * synced. */
#define TABLE(name)                                                                    \
    "CREATE TABLE IF NOT EXISTS " name " ("                                            \
    " id INTEGER PRIMARY KEY,"                                                         \
    " key BLOB NOT NULL UNIQUE,"                                                       \
    " text TEXT NOT NULL);"
static const char schema[] =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = OFF;" TABLE("texts") TABLE("objects");

static const struct shelf {
    const char *get, *put, *trim;
} shelves[] = {
#define SHELF(name, kept)                                                              \
    {                                                                                  \
        "SELECT text FROM " name " WHERE key = ?1",                                    \
            "INSERT OR REPLACE INTO " name " (key, text) VALUES (?1, ?2)",             \
            "DELETE FROM " name " WHERE id <= (SELECT max(id) FROM " name ") - " kept  \
    }
    SHELF("texts", "3000"), SHELF("objects", "1000"), /* 30 KiB each */
};
enum { TEXTS, OBJECTS };

char *ll_cache_folder(void)
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
    if (ll_path_make_dirs(path, NULL) == 0)
        return path;
    free(path);
    return NULL;
}

static char *cache_path(void)
{
    char *folder = ll_cache_folder();
    char *file = folder == NULL ? NULL : ll_path_join(folder, "cache.db");
    free(folder);
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

static bool get(struct ll_cache *cache, const struct shelf *shelf,
                const struct ll_key *key, struct ll_buf *bytes)
{
    bool found = false;
    if (cache == NULL)
        return false;
    sqlite3_stmt *statement = prepare((sqlite3 *)cache, shelf->get, key);
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const void *first = sqlite3_column_blob(statement, 0);
        found = first != NULL &&
                ll_buf_add(bytes, first, (size_t)sqlite3_column_bytes(statement, 0));
    }
    sqlite3_finalize(statement);
    return found;
}

static void put(struct ll_cache *cache, const struct shelf *shelf,
                const struct ll_key *key, const void *bytes, size_t count)
{
    if (cache == NULL || count > ENTRY_MAX)
        return;
    sqlite3 *db = (sqlite3 *)cache;
    sqlite3_stmt *statement = prepare(db, shelf->put, key);
    if (sqlite3_bind_blob(statement, 2, bytes, (int)count, SQLITE_STATIC) == SQLITE_OK)
        sqlite3_step(statement);
    if (is_broken(sqlite3_finalize(statement)))
        unlink(sqlite3_db_filename(db, NULL)); /* the next leaklab makes a new one */
    sqlite3_exec(db, shelf->trim, NULL, NULL, NULL);
}

char *ll_cache_get(struct ll_cache *cache, const struct ll_key *key)
{
    struct ll_buf text = LL_BUF_INIT;
    if (get(cache, &shelves[TEXTS], key, &text))
        return ll_buf_take(&text);
    ll_buf_release(&text);
    return NULL;
}

void ll_cache_put(struct ll_cache *cache, const struct ll_key *key, const char *text)
{
    put(cache, &shelves[TEXTS], key, text, strlen(text));
}

bool ll_cache_get_bytes(struct ll_cache *cache, const struct ll_key *key,
                        struct ll_buf *bytes)
{
    return get(cache, &shelves[OBJECTS], key, bytes);
}

void ll_cache_put_bytes(struct ll_cache *cache, const struct ll_key *key,
                        const void *bytes, size_t count)
{
    put(cache, &shelves[OBJECTS], key, bytes, count);
}
