/* SPDX-License-Identifier: MIT */
#include "picture/map.h"

#include <stdlib.h>

static struct ll_map_slot *find(const struct ll_map *map, uint64_t key)
{
    size_t at = (size_t)((key * 0x9E3779B97F4A7C15u) >> 20) & (map->cap - 1);
    while (map->slots[at].used && map->slots[at].key != key)
        at = (at + 1) & (map->cap - 1);
    return &map->slots[at];
}

static bool grow(struct ll_map *map)
{
    struct ll_map wider = {.cap = map->cap == 0 ? 64 : 2 * map->cap,
                           .count = map->count};
    wider.slots = calloc(wider.cap, sizeof *wider.slots);
    if (wider.slots == NULL)
        return false;
    for (size_t i = 0; i < map->cap; i++)
        if (map->slots[i].used)
            *find(&wider, map->slots[i].key) = map->slots[i];
    free(map->slots);
    *map = wider;
    return true;
}

bool ll_map_set(struct ll_map *map, uint64_t key, uint64_t value)
{
    if (2 * map->count >= map->cap && !grow(map))
        return false;
    struct ll_map_slot *slot = find(map, key);
    map->count += !slot->used;
    *slot = (struct ll_map_slot){.key = key, .value = value, .used = true};
    return true;
}

uint64_t ll_map_get(const struct ll_map *map, uint64_t key)
{
    if (map->cap == 0)
        return 0;
    const struct ll_map_slot *slot = find(map, key);
    return slot->used ? slot->value : 0;
}

void ll_map_release(struct ll_map *map)
{
    free(map->slots);
    *map = (struct ll_map){0};
}
