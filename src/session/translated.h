/* SPDX-License-Identifier: MIT
 *
 * translated: what Cython made, kept until the process ends, so that a source is
 * translated once and not once for each tool.
 *
 * Who gets no text makes it, and says so in any case:
 *
 *     if (!ll_translated_get(&key, &text)) {
 *         ... translate ...
 *         ll_translated_put(&key, worked ? &text : NULL);
 *     }
 *
 * Safe to call from several threads. Only the last texts are kept. Out of memory, a
 * text is made again.
 */
#ifndef LL_SESSION_TRANSLATED_H
#define LL_SESSION_TRANSLATED_H

#include <stdbool.h>

#include "base/buf.h"
#include "session/cache.h"

/* Append the text of that key to `text`. False: there is none, and nothing was
 * appended. While another thread makes it, wait for it. */
bool ll_translated_get(const struct ll_key *key, struct ll_buf *text);

/* Keep a copy of `text`; NULL: there is none. Threads that wait go on. */
void ll_translated_put(const struct ll_key *key, const struct ll_buf *text);

#endif
