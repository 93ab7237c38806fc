/* SPDX-License-Identifier: MIT
 *
 * key.c: stands above cheats that search the memory for the run's key, by what is known
 * of how it is hidden (src/runtime/observe.c).
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

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
    struct rlimit most;
    uint64_t room = getrlimit(RLIMIT_NOFILE, &most) != 0 || most.rlim_cur > 1024
                        ? 1024
                        : most.rlim_cur;

    line = 8 + (int)(siphash(k, what, sizeof what) % (room / 2));
    snprintf(path, sizeof path, "/proc/self/fd/%d", line);
    return readlink(path, link, sizeof link - 1) > 0 && strncmp(link, "socket", 6) == 0;
}

/* Whether a mapping that may be written, and no code, has 16 bytes there. */
static int is_mapped(uint64_t at)
{
    char line[256];
    unsigned long from, to;
    FILE *maps = fopen("/proc/self/maps", "r");
    int found = 0;

    while (maps != NULL && fgets(line, sizeof line, maps) != NULL)
        found = found || (sscanf(line, "%lx-%lx rw-p", &from, &to) == 2 && at >= from &&
                          at + 16 <= to && strstr(line, " rw-p ") != NULL &&
                          strchr(line, '/') == NULL && strchr(line, '[') == NULL);
    if (maps != NULL)
        fclose(maps);
    return found;
}

/* A word whose complement is an address of such memory leads to one half; the other
 * lies near. The first half's page is full of words that follow from the key. Not
 * instrumented: it reads between variables, too. */
__attribute__((no_sanitize("address"))) static int find_key(void)
{
    for (uint64_t *at = (uint64_t *)__data_start; at < (uint64_t *)_end; at++) {
        uint64_t where = ~*at;
        if (where < 4096 || where >> 47 != 0 || !is_mapped(where))
            continue;
        volatile unsigned char *other = (unsigned char *)where;
        uint64_t words[2] = {0, 0}, first[2] = {0, 0};
        uint64_t page = *(volatile uint64_t *)(where & ~(uint64_t)4095);
        for (int i = 0; i < 16; i++)
            words[i / 8] |= (uint64_t)other[i] << (8 * (i % 8));
        for (uint64_t *near = at - 64; near <= at + 64; near++) {
            key[0] = near[0] ^ words[0];
            key[1] = near[1] ^ words[1];
            if (siphash(key, first, sizeof first) == page && is_key(key))
                return 1;
        }
    }
    return 0;
}
