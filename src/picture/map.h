/* SPDX-License-Identifier: MIT
 *
 * map: numbers by numbers, such as blocks by addresses.
 *
 *     struct ll_map map = {0};
 *     if (!ll_map_set(&map, address, block)) ...
 *     uint64_t block = ll_map_get(&map, address);   0: none
 *     ll_map_release(&map);
 */
#ifndef LL_PICTURE_MAP_H
#define LL_PICTURE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The slots of keys that were set once stay; a value of 0 stands for none. */
struct ll_map {
    struct ll_map_slot {
        uint64_t key, value;
        bool used;
    } * slots; /* owned; `cap` of them, a power of two */
    size_t count, cap;
};

/* False when memory ran out; the map is then unchanged. */
bool ll_map_set(struct ll_map *map, uint64_t key, uint64_t value);

/* The value; 0: none was set. */
uint64_t ll_map_get(const struct ll_map *map, uint64_t key);

void ll_map_release(struct ll_map *map);

#endif
