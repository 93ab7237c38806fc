/* SPDX-License-Identifier: MIT
 *
 * siphash: SipHash-2-4 (Aumasson and Bernstein), a keyed hash of 64 bits. */
#ifndef LL_RUNTIME_SIPHASH_H
#define LL_RUNTIME_SIPHASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LL_SIPHASH_KEY 16

#define LL_ROTATE(x, by) (((x) << (by)) | ((x) >> (64 - (by))))

static inline void ll_siphash_round(uint64_t v[4])
{
    v[0] += v[1];
    v[2] += v[3];
    v[1] = LL_ROTATE(v[1], 13) ^ v[0];
    v[3] = LL_ROTATE(v[3], 16) ^ v[2];
    v[0] = LL_ROTATE(v[0], 32);
    v[2] += v[1];
    v[0] += v[3];
    v[1] = LL_ROTATE(v[1], 17) ^ v[2];
    v[3] = LL_ROTATE(v[3], 21) ^ v[0];
    v[2] = LL_ROTATE(v[2], 32);
}

static inline uint64_t ll_siphash(const uint8_t key[LL_SIPHASH_KEY], const void *bytes,
                                  size_t count)
{
    const uint8_t *at = bytes;
    uint64_t k[2], word;
    memcpy(k, key, sizeof k);
    uint64_t v[4] = {k[0] ^ 0x736f6d6570736575, k[1] ^ 0x646f72616e646f6d,
                     k[0] ^ 0x6c7967656e657261, k[1] ^ 0x7465646279746573};
    for (size_t left = count; left >= sizeof word; left -= sizeof word) {
        memcpy(&word, at, sizeof word);
        at += sizeof word;
        v[3] ^= word;
        ll_siphash_round(v);
        ll_siphash_round(v);
        v[0] ^= word;
    }
    word = (uint64_t)count << 56;
    for (size_t i = 0; i < count % sizeof word; i++)
        word |= (uint64_t)at[i] << (8 * i);
    v[3] ^= word;
    ll_siphash_round(v);
    ll_siphash_round(v);
    v[0] ^= word;
    v[2] ^= 0xff;
    for (int i = 0; i < 4; i++)
        ll_siphash_round(v);
    word = v[0] ^ v[1] ^ v[2] ^ v[3];
    memset(k, 0, sizeof k);
    return word;
}

#endif
