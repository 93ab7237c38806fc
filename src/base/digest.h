/* SPDX-License-Identifier: MIT
 *
 * digest: the SHA-256 of data that is added piece by piece.
 *
 *     struct ll_digest digest;
 *     char hex[LL_DIGEST_HEX];
 *     ll_digest_init(&digest);
 *     ll_digest_text(&digest, name);
 *     ll_digest_block(&digest, bytes, count);
 *     ll_digest_hex(&digest, hex);
 *
 * Nothing is allocated and nothing fails. Add pieces of different lengths with
 * ll_digest_text() or ll_digest_block(): they mark where a piece ends, so that "ab",
 * "c" and "a", "bc" have different digests.
 */
#ifndef LL_BASE_DIGEST_H
#define LL_BASE_DIGEST_H

#include <sha2.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LL_DIGEST_BYTES = SHA256_DIGEST_LENGTH,
    LL_DIGEST_HEX = 2 * SHA256_DIGEST_LENGTH + 1, /* with the terminator */
};

struct ll_digest {
    SHA2_CTX state;
};

void ll_digest_init(struct ll_digest *digest);

/* Add only the bytes: for a piece of a fixed length, or the only piece. */
void ll_digest_bytes(struct ll_digest *digest, const void *bytes, size_t count);

/* Add the length and the bytes. */
void ll_digest_block(struct ll_digest *digest, const void *bytes, size_t count);

/* Add a string and its terminator. */
void ll_digest_text(struct ll_digest *digest, const char *text);

/* Return the digest. After this, `digest` must be initialised before it is used again.
 */
void ll_digest_finish(struct ll_digest *digest, uint8_t bytes[LL_DIGEST_BYTES]);
void ll_digest_hex(struct ll_digest *digest, char hex[LL_DIGEST_HEX]);

/* The digest of just these `count` bytes. */
void ll_digest_of(const void *bytes, size_t count, char hex[LL_DIGEST_HEX]);

/* Write `count` bytes as 2 * `count` hexadecimal digits, lower case, and a
 * terminator. */
void ll_hex(const void *bytes, size_t count, char *hex);

#endif
