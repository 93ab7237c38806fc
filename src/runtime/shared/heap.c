/* SPDX-License-Identifier: MIT */
#include "runtime/shared/heap.h"

#include "runtime/hooks.h"
#include "runtime/private.h"

/* Valgrind's malloc takes memory from the kernel in pieces of PIECE bytes, and gives
 * back one in which nothing is allocated. So a small block stays in each. */
enum { PIECE = 4 << 20, PIECES = 32, SMALL = 12 << 10, LARGE = PIECE - (20 << 10) };

/* Blocks that fill what is left between others: of each size so many. */
enum { SIZES = 17, SMALLEST = 16, FEW = 4, MANY = 48, MANY_UP_TO = 4096 };

static void *volatile kept[PIECES]; /* never read: only so that they are not lost */
static void *large[PIECES], *filling[SIZES][MANY];

static void take_heap(void)
{
    for (size_t i = 0; i < PIECES; i++) {
        large[i] = __libc_malloc(LARGE);
        kept[i] = __libc_malloc(SMALL); /* does not fit into what others left */
    }
    for (size_t i = SIZES; i-- > 0;) {
        size_t size = (size_t)SMALLEST << i;
        for (size_t k = 0; k < (size > MANY_UP_TO ? FEW : MANY); k++)
            filling[i][k] = __libc_malloc(size);
    }
}

/* No address stays: blocks of the submission will have the same, and be reachable. */
static void give_heap(void)
{
    for (size_t i = 0; i < SIZES; i++)
        for (size_t k = 0; k < MANY; k++)
            __libc_free(filling[i][k]);
    for (size_t i = 0; i < PIECES; i++)
        __libc_free(large[i]);
    ll_wipe(filling, sizeof filling);
    ll_wipe(large, sizeof large);
}

static uint64_t read_hex(const char **text)
{
    uint64_t number = 0;
    for (;; ++*text) {
        unsigned digit = (unsigned char)**text;
        if (digit >= '0' && digit <= '9')
            digit -= '0';
        else if (digit >= 'a' && digit <= 'f')
            digit -= 'a' - 10;
        else
            return number;
        number = number << 4 | digit;
    }
}

/* One line of /proc/self/maps, "04e42000-05242000 rwxp …". */
static void take_code(const char *line)
{
    uint64_t from = read_hex(&line);
    if (*line++ != '-')
        return;
    uint64_t to = read_hex(&line);
    if (ll_starts(line, " rwx") && from >> 36 == 0)
        (void)LL_CALL(SYS_mprotect, from, to - from, PROT_READ | PROT_WRITE, 0, 0, 0);
}

bool ll_heap_take_code(void)
{
    static char text[1 << 16];
    size_t length = 0;
    int fd = ll_sys_open("/proc/self/maps", O_RDONLY | O_CLOEXEC, 0);
    ssize_t got = fd < 0 ? -1 : 1;
    while (got > 0 && length < sizeof text - 1) {
        got = ll_sys_read(fd, text + length, sizeof text - 1 - length);
        length += got > 0 ? (size_t)got : 0;
    }
    if (fd >= 0)
        ll_sys_close(fd);
    if (fd < 0 || got != 0)
        return false;
    for (const char *line = text; *line != '\0';) {
        take_code(line);
        line += ll_until(line, '\n');
        line += *line == '\n';
    }
    ll_wipe(text, length);
    return true;
}

bool ll_heap_make_plain(void)
{
    /* For memcheck, all bytes of changed memory may be used, also those between blocks.
     * free() makes them unusable again. */
    take_heap();
    bool plain = ll_heap_take_code();
    give_heap();
    return plain;
}
