/* SPDX-License-Identifier: MIT
 *
 * buf: bytes that grow, up to a limit.
 *
 * Every buffer that grows from outside input has a cap; reaching it, or
 * running out of memory, is remembered in `full` and further additions are
 * dropped, so that a writer may add many times and ask once at the end.
 *
 * `data` is always a terminated string (never NULL after the first addition;
 * ll_buf_text() is never NULL at all). Bytes may contain NULs: use `len`.
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

/* Free what `buf` owns; it is empty and usable again afterwards. */
void ll_buf_release(struct ll_buf *buf);

/* Forget the content, keep the memory. */
void ll_buf_clear(struct ll_buf *buf);

/* Append; each returns false when something was dropped. */
bool ll_buf_add(struct ll_buf *buf, const void *bytes, size_t count);
bool ll_buf_puts(struct ll_buf *buf, const char *text);
bool ll_buf_putc(struct ll_buf *buf, char c);
bool ll_buf_addf(struct ll_buf *buf, const char *format, ...) LL_PRINTF(2, 3);

/* The content as a string; borrowed: valid until the next change. */
const char *ll_buf_text(const struct ll_buf *buf);

/* Take the content: returns a new string, free with free(), and leaves `buf`
 * empty. NULL when the buffer is `full` or memory ran out. */
char *ll_buf_take(struct ll_buf *buf) LL_MUST_CHECK;

#endif
