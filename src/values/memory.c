/* SPDX-License-Identifier: MIT */
#include "values/memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

void ll_memory_release(struct ll_memory *memory)
{
    free(memory->frames);
    free(memory->parts);
    free(memory->unset);
    free(memory->blocks);
    *memory = (struct ll_memory){0};
}

/* ---- reading the file ---------------------------------------------------------- */

static bool add_frame(struct ll_memory *memory, const struct ll_snapshot_record *record,
                      const unsigned char *bytes)
{
    struct ll_memory_frame frame = {.address = record->a - memory->bias,
                                    .cfa = record->b};
    if (record->size != sizeof frame.registers ||
        memory->frame_count == LL_SNAPSHOT_FRAMES)
        return true;
    if (record->c != 0)
        frame.returned_from = record->c - memory->bias;
    memcpy(frame.registers, bytes, sizeof frame.registers);
    if (!LL_GROW_ONE(memory->frames, memory->frame_count))
        return false;
    memory->frames[memory->frame_count++] = frame;
    return true;
}

static bool add_part(struct ll_memory_part **parts, size_t *count, size_t *cap,
                     size_t most, const struct ll_snapshot_record *record,
                     const unsigned char *bytes)
{
    if (record->a > UINT64_MAX - record->size || *count == most)
        return true;
    if (!LL_GROW(*parts, *count, *cap))
        return false;
    (*parts)[(*count)++] = (struct ll_memory_part){record->a, record->size, bytes};
    return true;
}

static void take_calls(uint64_t calls[LL_SNAPSHOT_CALLS], const unsigned char *bytes,
                       uint64_t bias)
{
    memcpy(calls, bytes, LL_SNAPSHOT_CALLS * sizeof *calls);
    calls[LL_SNAPSHOT_CALLS - 1] = 0;
    for (size_t i = 0; calls[i] != 0; i++)
        calls[i] -= bias;
}

static bool add_block(struct ll_memory *memory, const struct ll_snapshot_record *record,
                      const unsigned char *bytes)
{
    struct ll_memory_block block = {
        .start = record->a, .size = record->b, .is_freed = record->c != 0};
    size_t half = sizeof block.allocated;
    if (record->size != 2 * half || block.start > UINT64_MAX - block.size ||
        memory->block_count == LL_SNAPSHOT_PARTS)
        return true;
    take_calls(block.allocated, bytes, memory->bias);
    take_calls(block.freed, bytes + half, memory->bias);
    if (!LL_GROW_ONE(memory->blocks, memory->block_count))
        return false;
    memory->blocks[memory->block_count++] = block;
    return true;
}

static bool add(struct ll_memory *memory, const struct ll_snapshot_record *record,
                const unsigned char *bytes)
{
    switch (record->type) {
    case LL_SNAPSHOT_FRAME:
        return add_frame(memory, record, bytes);
    case LL_SNAPSHOT_MEMORY:
        return add_part(&memory->parts, &memory->part_count, &memory->part_cap,
                        LL_SNAPSHOT_PARTS, record, bytes);
    case LL_SNAPSHOT_UNSET:
        return add_part(&memory->unset, &memory->unset_count, &memory->unset_cap,
                        LL_SNAPSHOT_UNSETS, record, bytes);
    case LL_SNAPSHOT_BLOCK:
        return add_block(memory, record, bytes);
    case LL_SNAPSHOT_LOST:
        memory->is_loss = record->size == sizeof memory->lost;
        if (memory->is_loss)
            take_calls(memory->lost, bytes, memory->bias);
        return true;
    default:
        return true;
    }
}

int ll_memory_read(struct ll_memory *memory, const struct ll_buf *file, size_t *at)
{
    struct ll_snapshot_record record;
    bool begun = false;
    *memory = (struct ll_memory){0};
    while (file->len - *at >= sizeof record) {
        memcpy(&record, file->data + *at, sizeof record);
        *at += sizeof record;
        if (record.size > file->len - *at)
            break;
        const unsigned char *bytes = (const unsigned char *)file->data + *at;
        *at += record.size;
        if (record.type == LL_SNAPSHOT_BEGIN) {
            ll_memory_release(memory);
            begun = record.a == LL_SNAPSHOT_MAGIC;
            memory->bias = record.b;
        } else if (begun && record.type == LL_SNAPSHOT_END) {
            return 1;
        } else if (begun && !add(memory, &record, bytes)) {
            ll_memory_release(memory);
            return -1;
        }
    }
    ll_memory_release(memory);
    return 0;
}

/* ---- asking -------------------------------------------------------------------- */

static const struct ll_memory_part *find_part(const struct ll_memory_part *parts,
                                              size_t count, uint64_t address)
{
    for (size_t i = 0; i < count; i++)
        if (address - parts[i].start < parts[i].size)
            return &parts[i];
    return NULL;
}

static const struct ll_memory_part *part_of(const struct ll_memory *memory,
                                            uint64_t address)
{
    const struct ll_memory_part *part =
        find_part(memory->parts, memory->part_count, address);
    return part != NULL ? part
                        : find_part(memory->constants, memory->constant_count, address);
}

size_t ll_memory_room(const struct ll_memory *memory, uint64_t address)
{
    const struct ll_memory_part *part = part_of(memory, address);
    return part == NULL ? 0 : (size_t)(part->size - (address - part->start));
}

const unsigned char *ll_memory_at(const struct ll_memory *memory, uint64_t address,
                                  size_t size)
{
    const struct ll_memory_part *part = part_of(memory, address);
    if (part == NULL || part->size - (address - part->start) < size)
        return NULL;
    return part->bytes + (address - part->start);
}

/* How many of the `size` bytes at `address` the part says to be unset. */
static size_t count_unset(const struct ll_memory_part *part, uint64_t address,
                          size_t size)
{
    uint64_t skipped = address > part->start ? address - part->start : 0;
    uint64_t before = part->start > address ? part->start - address : 0;
    size_t unset = 0;
    while (skipped < part->size && before++ < size)
        unset += part->bytes[skipped++] != 0;
    return unset;
}

size_t ll_memory_unset(const struct ll_memory *memory, uint64_t address, size_t size)
{
    size_t unset = 0;
    for (size_t i = 0; i < memory->unset_count && unset < size; i++)
        unset += count_unset(&memory->unset[i], address, size);
    return unset < size ? unset : size;
}

const struct ll_memory_block *ll_memory_block(const struct ll_memory *memory,
                                              uint64_t address)
{
    const struct ll_memory_block *before = NULL;
    for (size_t i = 0; i < memory->block_count; i++) {
        const struct ll_memory_block *block = &memory->blocks[i];
        if (address - block->start < block->size)
            return block;
        if (address == block->start + block->size)
            before = block;
    }
    return before;
}
