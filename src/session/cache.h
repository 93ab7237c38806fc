/* SPDX-License-Identifier: MIT
 *
 * cache: texts under keys, in one SQLite file that all leaklabs of a user share:
 * $XDG_CACHE_HOME/leaklab/cache.db, or ~/.cache/leaklab/cache.db.
 *
 * A cache helps or does nothing: it has no errors. One that cannot be opened is NULL,
 * which every function takes; one that is broken is thrown away and begun anew; what
 * is oldest goes first.
 *
 * Safe to use from several threads and several processes at once.
 */
#ifndef LL_SESSION_CACHE_H
#define LL_SESSION_CACHE_H

#include <stdint.h>

#include "base/digest.h"

struct ll_cache;

struct ll_key {
    uint8_t bytes[LL_DIGEST_BYTES];
};

/* NULL: there is none. Free with ll_cache_close(). */
struct ll_cache *ll_cache_open(void);
void ll_cache_close(struct ll_cache *cache);

/* The text under `key`: a new string, or NULL. */
char *ll_cache_get(struct ll_cache *cache, const struct ll_key *key);
void ll_cache_put(struct ll_cache *cache, const struct ll_key *key, const char *text);

#endif
