/* SPDX-License-Identifier: MIT */
#include "base/digest.h"

#include <string.h>

void ll_digest_init(struct ll_digest *digest)
{
    SHA256Init(&digest->state);
}

void ll_digest_bytes(struct ll_digest *digest, const void *bytes, size_t count)
{
    SHA256Update(&digest->state, bytes, count);
}

void ll_digest_block(struct ll_digest *digest, const void *bytes, size_t count)
{
    ll_digest_bytes(digest, &count, sizeof count);
    ll_digest_bytes(digest, bytes, count);
}

void ll_digest_text(struct ll_digest *digest, const char *text)
{
    ll_digest_bytes(digest, text, strlen(text) + 1);
}

void ll_digest_finish(struct ll_digest *digest, uint8_t bytes[LL_DIGEST_BYTES])
{
    SHA256Final(bytes, &digest->state);
}

void ll_digest_hex(struct ll_digest *digest, char hex[LL_DIGEST_HEX])
{
    uint8_t bytes[LL_DIGEST_BYTES];
    ll_digest_finish(digest, bytes);
    ll_hex(bytes, sizeof bytes, hex);
}

void ll_digest_of(const void *bytes, size_t count, char hex[LL_DIGEST_HEX])
{
    struct ll_digest digest;
    ll_digest_init(&digest);
    ll_digest_bytes(&digest, bytes, count);
    ll_digest_hex(&digest, hex);
}

void ll_hex(const void *bytes, size_t count, char *hex)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *from = bytes;
    for (size_t i = 0; i < count; i++) {
        *hex++ = digits[from[i] >> 4];
        *hex++ = digits[from[i] & 15];
    }
    *hex = '\0';
}
