/* SPDX-License-Identifier: MIT
 *
 * buf: bytes that grow, up to a limit.
 *
 * A buffer holds at most `max` bytes. When it reaches that limit, or memory runs
 * out, it sets `full` and drops all further additions. So a writer can add many
 * times and check `full` once at the end.
 *
 * `data` is NULL until the first addition, and a terminated string after it;
 * ll_buf_text() never returns NULL. The content may contain NUL bytes: use `len`.
 */
#ifndef LL_BASE_BUF_H
#define LL_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct ll_buf {
    char *data; /* owned */
    size_t len; /* bytes in use, without the terminator */
    size_t cap; /* bytes allocated */
    size_t max; /* bytes allowed */
    bool full;  /* something was dropped */
};

#define LL_BUF_DEFAULT_MAX ((size_t)64 * 1024 * 1024)

/* An empty buffer that owns nothing yet: `struct ll_buf b = LL_BUF_INIT;` */
#define LL_BUF_INIT                                                                    \
    {                                                                                  \
        .max = LL_BUF_DEFAULT_MAX                                                      \
    }

void ll_buf_init(struct ll_buf *buf, size_t max);

/* Free what `buf` owns. It is then empty and can be used again. */
void ll_buf_release(struct ll_buf *buf);

/* Forget the content, keep the memory. */
void ll_buf_clear(struct ll_buf *buf);

/* Append; each returns false when something was dropped. */
bool ll_buf_add(struct ll_buf *buf, const void *bytes, size_t count);
bool ll_buf_puts(struct ll_buf *buf, const char *text);
bool ll_buf_putc(struct ll_buf *buf, char c);
bool ll_buf_addf(struct ll_buf *buf, const char *format, ...) LL_PRINTF(2, 3);

/* Append `word` in quotes, as one word of the shell, whatever is in it. */
bool ll_buf_quote(struct ll_buf *buf, const char *word);

/* Append `bytes` as C writes a text, in quotes: "a line\n". Bytes from 128 on stay. */
bool ll_buf_literal(struct ll_buf *buf, const void *bytes, size_t count);

/* Make a string of the content: each NUL byte in it becomes '?'. */
void ll_buf_show_zeros(struct ll_buf *buf);

/* The content as a string; borrowed: valid until the next change. */
const char *ll_buf_text(const struct ll_buf *buf);

/* Take the content: returns a new string, free with free(), and leaves `buf`
 * empty. NULL when the buffer is `full` or memory ran out. */
char *ll_buf_take(struct ll_buf *buf) LL_MUST_CHECK;

#endif
