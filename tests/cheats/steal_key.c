/* SPDX-License-Identifier: MIT
 *
 * cheat: finds both halves of the run's key in memory, and writes the rest of the
 *     transcript itself
 * wall with the gate: names
 * wall without: transcript
 * module: leaky
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "builder.h"

extern char __data_start[], _end[];

#define ROTATE(x, by) (((x) << (by)) | ((x) >> (64 - (by))))

static void rounds(uint64_t v[4], int count)
{
    while (count-- > 0) {
        v[0] += v[1];
        v[2] += v[3];
        v[1] = ROTATE(v[1], 13) ^ v[0];
        v[3] = ROTATE(v[3], 16) ^ v[2];
        v[0] = ROTATE(v[0], 32);
        v[2] += v[1];
        v[0] += v[3];
        v[1] = ROTATE(v[1], 17) ^ v[2];
        v[3] = ROTATE(v[3], 21) ^ v[0];
        v[2] = ROTATE(v[2], 32);
    }
}

static uint64_t siphash(const uint64_t k[2], const void *bytes, size_t count)
{
    uint64_t v[4] = {k[0] ^ 0x736f6d6570736575, k[1] ^ 0x646f72616e646f6d,
                     k[0] ^ 0x6c7967656e657261, k[1] ^ 0x7465646279746573};
    uint64_t word;

    for (size_t i = 0; i <= count / 8; i++) {
        word = i < count / 8 ? 0 : (uint64_t)count << 56;
        memcpy(&word, (const char *)bytes + 8 * i, i < count / 8 ? 8 : count % 8);
        v[3] ^= word;
        rounds(v, 2);
        v[0] ^= word;
    }
    v[2] ^= 0xff;
    rounds(v, 4);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static uint64_t key[2];
static int line;

/* Whether it is the key: the conversation's descriptor follows from it. */
static int is_key(const uint64_t k[2])
{
    uint64_t what[2] = {7, 0};
    char path[64], link[64] = "";

    line = 8 + (int)(siphash(k, what, sizeof what) % 512);
    snprintf(path, sizeof path, "/proc/self/fd/%d", line);
    return readlink(path, link, sizeof link - 1) > 0 && strncmp(link, "socket", 6) == 0;
}

/* A word whose complement is an address of readable memory leads to one half; the
 * other lies near. */
static int find_key(void)
{
    uint64_t other[2], half[2];

    for (char *at = __data_start; at + 8 <= _end; at += 8) {
        uintptr_t where;
        memcpy(&where, at, sizeof where);
        where = ~where;
        int ends[2];
        if (where < 4096 || where >> 47 != 0 || pipe(ends) != 0)
            continue;
        int readable = write(ends[1], (void *)where, 16) == 16;
        close(ends[0]);
        close(ends[1]);
        if (!readable)
            continue;
        memcpy(other, (void *)where, sizeof other);
        for (char *near = at - 128; near <= at + 128; near += 8) {
            memcpy(half, near, sizeof half);
            key[0] = half[0] ^ other[0];
            key[1] = half[1] ^ other[1];
            if (half[0] != 0 && is_key(key))
                return 1;
        }
    }
    return 0;
}

/* The driver and all tests, as if they had run; then the end. */
static void forge(void)
{
    static struct {
        uint32_t bytes, kind;
        uint64_t number, content[2], code;
    } frame;
    uint64_t what[2] = {5, 2};

    if (!find_key())
        return;
    frame.bytes = 8;
    frame.kind = 7;
    frame.number = 2;
    frame.content[0] = siphash(key, what, sizeof what);
    frame.content[1] = siphash(key, &frame, 24);
    if (write(line, &frame, 32) == 32)
        puts("forged");
    fflush(stdout);
    syscall(SYS_exit_group, 0);
}

#define TRICK() forge()
