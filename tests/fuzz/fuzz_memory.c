/* SPDX-License-Identifier: MIT
 *
 * The snapshots of memory that a program left: reading them, and asking what they hold.
 * What is told from them, with the program's debug information, is fuzz_values. */
#include "fuzz/fuzz.h"
#include "values/memory.h"

/* Ask at the edges of everything that the snapshot names. */
static size_t ask(const struct ll_memory *memory, uint64_t address)
{
    size_t sum = 0, room = ll_memory_room(memory, address);
    const unsigned char *bytes = ll_memory_at(memory, address, room);
    if (bytes != NULL && room > 0)
        sum += bytes[0] + bytes[room - 1];
    fuzz_expect(ll_memory_at(memory, address, room + 1) == NULL,
                "a part has no more bytes than it has room");
    sum += ll_memory_unset(memory, address, 64);
    const struct ll_memory_block *block = ll_memory_block(memory, address);
    if (block != NULL)
        for (size_t i = 0; block->allocated[i] != 0 || block->freed[i] != 0; i++)
            sum++;
    return sum;
}

static size_t ask_all(const struct ll_memory *memory)
{
    size_t sum = ask(memory, 0) + ask(memory, UINT64_MAX);
    for (size_t i = 0; i < memory->part_count && i < 16; i++)
        sum += ask(memory, memory->parts[i].start) +
               ask(memory, memory->parts[i].start + memory->parts[i].size);
    for (size_t i = 0; i < memory->unset_count && i < 16; i++)
        sum += ask(memory, memory->unset[i].start) +
               ask(memory, memory->unset[i].start + memory->unset[i].size - 1);
    for (size_t i = 0; i < memory->block_count && i < 16; i++)
        sum += ask(memory, memory->blocks[i].start) +
               ask(memory, memory->blocks[i].start + memory->blocks[i].size);
    for (size_t i = 0; i < memory->frame_count; i++)
        sum += ask(memory, memory->frames[i].cfa - 8);
    for (size_t i = 0; memory->is_loss && memory->lost[i] != 0; i++)
        sum++;
    return sum;
}

static bool read_snapshots(const uint8_t *bytes, size_t count)
{
    struct ll_buf file = fuzz_buf(bytes, count);
    struct ll_memory memory;
    size_t at = 0, good = 0;
    int result;
    while ((result = ll_memory_read(&memory, &file, &at)) == 1) {
        fuzz_keep(ask_all(&memory));
        ll_memory_release(&memory);
        good++;
    }
    fuzz_expect(result == 0, "a snapshot never fails");
    ll_memory_release(&memory);
    ll_buf_release(&file);
    return good > 0;
}

static void add(struct ll_buf *out, enum ll_snapshot_type type, uint64_t a, uint64_t b,
                const void *bytes, size_t size)
{
    const struct ll_snapshot_record record = {
        .type = type, .size = (uint32_t)size, .a = a, .b = b};
    ll_buf_add(out, &record, sizeof record);
    ll_buf_add(out, bytes, size);
}

/* One record of each type. */
static void examples(struct ll_buf *good, struct ll_buf *bad)
{
    uint64_t registers[LL_SNAPSHOT_REGISTERS] = {1, 2, 3};
    uint64_t calls[2 * LL_SNAPSHOT_CALLS] = {0x1234, 0, [LL_SNAPSHOT_CALLS] = 0x5678};
    const char bytes[16] = {1, 0, 1};
    add(good, LL_SNAPSHOT_BEGIN, LL_SNAPSHOT_MAGIC, 0x1000, "", 0);
    add(good, LL_SNAPSHOT_FRAME, 0x2000, 0x7000, registers, sizeof registers);
    add(good, LL_SNAPSHOT_MEMORY, 0x6ff0, 0, bytes, sizeof bytes);
    add(good, LL_SNAPSHOT_BLOCK, 0x9000, 16, calls, sizeof calls);
    add(good, LL_SNAPSHOT_UNSET, 0x6ff8, 0, bytes, 8);
    add(good, LL_SNAPSHOT_LOST, 0, 0, calls, sizeof calls / 2);
    ll_buf_add(bad, ll_buf_text(good), good->len);
    add(good, LL_SNAPSHOT_END, 0, 0, "", 0);
}

const struct fuzzer fuzzer = {read_snapshots, examples};
