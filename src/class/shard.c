/* SPDX-License-Identifier: MIT */
#include "class/shard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"

enum { SHARDS_MOST = 10000 };

bool ll_shard_read(const char *text, struct ll_shard *shard)
{
    int end = 0;
    *shard = (struct ll_shard){0};
    return text[strspn(text, "0123456789/")] == '\0' &&
           sscanf(text, "%5u/%5u%n", &shard->number, &shard->count, &end) == 2 &&
           text[end] == '\0' && shard->number >= 1 && shard->number <= shard->count &&
           shard->count <= SHARDS_MOST;
}

static bool has(const struct ll_shard *shard, const char *name)
{
    char hex[LL_DIGEST_HEX];
    ll_digest_of(name, strlen(name), hex);
    hex[8] = '\0';
    return strtoul(hex, NULL, 16) % shard->count == shard->number - 1;
}

void ll_shard_keep(const struct ll_shard *shard, struct ll_submissions *submissions)
{
    size_t kept = 0;
    for (size_t i = 0; i < submissions->count; i++) {
        struct ll_submission *one = &submissions->items[i];
        if (shard->count == 0 || has(shard, one->name)) {
            submissions->items[kept++] = *one;
        } else {
            ll_submission_release(one);
        }
    }
    submissions->count = kept;
}
