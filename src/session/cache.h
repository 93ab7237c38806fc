/* SPDX-License-Identifier: MIT
 *
 * cache: texts and bytes under keys, in one SQLite file that all leaklabs of a user
 * share: $XDG_CACHE_HOME/leaklab/cache.db, or ~/.cache/leaklab/cache.db.
 *
 * The cache reports no errors. If it cannot be opened it is NULL, which every function
 * accepts. A broken cache is deleted and started again. 3,000 texts and 1,000 entries
 * of bytes are kept; the oldest are removed first.
 *
 * Safe to use from several threads and several processes at once.
 */
#ifndef LL_SESSION_CACHE_H
#define LL_SESSION_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/digest.h"

struct ll_cache;

struct ll_key {
    uint8_t bytes[LL_DIGEST_BYTES];
};

/* The user's folder of what can be made again: the cache's, made where it is missing.
 * New string; NULL: there is none. */
char *ll_cache_folder(void);

/* A new cache, close with ll_cache_close(); NULL: it cannot be opened. */
struct ll_cache *ll_cache_open(void);
void ll_cache_close(struct ll_cache *cache);

/* The text under `key`: a new string, or NULL. */
char *ll_cache_get(struct ll_cache *cache, const struct ll_key *key);
void ll_cache_put(struct ll_cache *cache, const struct ll_key *key, const char *text);

/* The same for bytes, which are kept apart. False: there is nothing under `key`. */
bool ll_cache_get_bytes(struct ll_cache *cache, const struct ll_key *key,
                        struct ll_buf *bytes);
void ll_cache_put_bytes(struct ll_cache *cache, const struct ll_key *key,
                        const void *bytes, size_t count);

#endif
