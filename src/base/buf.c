/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ll_buf_init(struct ll_buf *buf, size_t max)
{
    *buf = (struct ll_buf){.max = max};
}

void ll_buf_release(struct ll_buf *buf)
{
    free(buf->data);
    ll_buf_init(buf, buf->max);
}

void ll_buf_clear(struct ll_buf *buf)
{
    buf->len = 0;
    buf->full = false;
    if (buf->data != NULL)
        buf->data[0] = '\0';
}

/* Make room for `count` more bytes and a terminator. */
static bool reserve(struct ll_buf *buf, size_t count)
{
    if (buf->full)
        return false;
    if (count > buf->max - buf->len) {
        buf->full = true;
        return false;
    }
    size_t need = buf->len + count + 1;
    if (need <= buf->cap)
        return true;

    size_t cap = buf->cap < 32 ? 64 : buf->cap * 2;
    if (cap < need)
        cap = need;
    char *data = realloc(buf->data, cap);
    if (data == NULL) {
        buf->full = true;
        return false;
    }
    buf->data = data;
    buf->cap = cap;
    return true;
}

bool ll_buf_add(struct ll_buf *buf, const void *bytes, size_t count)
{
    if (!reserve(buf, count))
        return false;
    if (count > 0)
        memcpy(buf->data + buf->len, bytes, count);
    buf->len += count;
    buf->data[buf->len] = '\0';
    return true;
}

bool ll_buf_puts(struct ll_buf *buf, const char *text)
{
    return ll_buf_add(buf, text, strlen(text));
}

bool ll_buf_putc(struct ll_buf *buf, char c)
{
    return ll_buf_add(buf, &c, 1);
}

bool ll_buf_addf(struct ll_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int count = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (count < 0 || !reserve(buf, (size_t)count)) {
        buf->full = true;
        return false;
    }
    va_start(args, format);
    vsnprintf(buf->data + buf->len, (size_t)count + 1, format, args);
    va_end(args);
    buf->len += (size_t)count;
    return true;
}

bool ll_buf_quote(struct ll_buf *buf, const char *word)
{
    ll_buf_putc(buf, '\'');
    for (; *word != '\0'; word++)
        if (*word == '\'')
            ll_buf_puts(buf, "'\\''");
        else
            ll_buf_putc(buf, *word);
    return ll_buf_putc(buf, '\'');
}

bool ll_buf_literal(struct ll_buf *buf, const void *bytes, size_t count)
{
    static const char letters[] = "\n\t\r\"\\", escapes[] = "ntr\"\\";
    bool whole = ll_buf_putc(buf, '"');
    for (size_t i = 0; i < count; i++) {
        unsigned char c = ((const unsigned char *)bytes)[i];
        const char *letter = c == '\0' ? NULL : strchr(letters, c);
        if (letter != NULL)
            whole &=
                ll_buf_putc(buf, '\\') && ll_buf_putc(buf, escapes[letter - letters]);
        else if (c < ' ' || c == 0x7f)
            whole &= ll_buf_addf(buf, "\\x%02x", c);
        else
            whole &= ll_buf_putc(buf, (char)c);
    }
    return ll_buf_putc(buf, '"') && whole;
}

void ll_buf_show_zeros(struct ll_buf *buf)
{
    for (size_t i = 0; i < buf->len; i++)
        if (buf->data[i] == '\0')
            buf->data[i] = '?';
}

const char *ll_buf_text(const struct ll_buf *buf)
{
    return buf->data == NULL ? "" : buf->data;
}

char *ll_buf_take(struct ll_buf *buf)
{
    if (!reserve(buf, 0))
        return NULL;
    char *data = buf->data;
    data[buf->len] = '\0';
    ll_buf_init(buf, buf->max);
    return data;
}
