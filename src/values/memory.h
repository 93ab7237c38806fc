/* SPDX-License-Identifier: MIT
 *
 * memory: a snapshot of a program's memory, read from the file that the program wrote
 * (runtime/snapshot.h). The program may have written anything: what has not the form of
 * a snapshot is left out.
 */
#ifndef LL_VALUES_MEMORY_H
#define LL_VALUES_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "runtime/snapshot.h"

struct ll_memory_frame {
    uint64_t address;       /* in the function's code, as the program file has it */
    uint64_t cfa;           /* the canonical frame address */
    uint64_t returned_from; /* the code of the return statement that led there, if the
                               source has one in that line; 0: none */
    uint64_t registers[LL_SNAPSHOT_REGISTERS];
};

struct ll_memory_part {
    uint64_t start, size;
    const unsigned char *bytes; /* borrowed from the file's content */
};

struct ll_memory_block {
    uint64_t start, size;
    bool is_freed;
    uint64_t allocated[LL_SNAPSHOT_CALLS]; /* code addresses as for a frame; 0 ends */
    uint64_t freed[LL_SNAPSHOT_CALLS];
};

struct ll_memory {
    uint64_t bias; /* what is added to the program file's addresses */
    struct ll_memory_frame *frames;
    size_t frame_count;
    struct ll_memory_part *parts;
    size_t part_count, part_cap;
    struct ll_memory_part
        *unset; /* each byte: 0, or another if nothing was stored there */
    size_t unset_count, unset_cap;
    struct ll_memory_block *blocks;
    size_t block_count;
    bool is_loss; /* taken when a block was lost, which was allocated there: */
    uint64_t lost[LL_SNAPSHOT_CALLS];
    struct ll_memory_part constants[8]; /* of the program file; borrowed */
    size_t constant_count;
};

/* Read the next snapshot from `file`, from `*at` on, and move `*at` behind it. `memory`
 * borrows from `file`. 1: read. 0: there is none left. -1: memory ran out. */
int ll_memory_read(struct ll_memory *memory, const struct ll_buf *file, size_t *at);
void ll_memory_release(struct ll_memory *memory);

/* `size` bytes at `address`; NULL: the snapshot does not have all of them. */
const unsigned char *ll_memory_at(const struct ll_memory *memory, uint64_t address,
                                  size_t size);

/* How many bytes from `address` on it has. */
size_t ll_memory_room(const struct ll_memory *memory, uint64_t address);

/* How many of these bytes were never set, as far as MemorySanitizer knows. */
size_t ll_memory_unset(const struct ll_memory *memory, uint64_t address, size_t size);

/* The heap block that holds `address`, or that ends there; NULL: none is known. */
const struct ll_memory_block *ll_memory_block(const struct ll_memory *memory,
                                              uint64_t address);

#endif
