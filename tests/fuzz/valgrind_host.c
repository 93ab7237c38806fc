/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz/valgrind_host.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The blocks in use: a tool never frees what it has read. */
static void **blocks;
static size_t count, room;

/* Keep a block, in the place of `old` if that is not NULL. */
static void *keep(void *block, void *old)
{
    if (count == room)
        blocks = realloc(blocks, (room = 2 * room + 64) * sizeof *blocks);
    if (block == NULL || blocks == NULL)
        abort();
    for (size_t i = 0; old != NULL && i < count; i++)
        if (blocks[i] == old)
            return blocks[i] = block;
    return blocks[count++] = block;
}

void fuzz_valgrind_free_all(void)
{
    while (count > 0)
        free(blocks[--count]);
}

void *VG_(malloc)(const HChar *cc, SizeT size)
{
    (void)cc;
    return keep(malloc(size), NULL);
}

void *VG_(calloc)(const HChar *cc, SizeT many, SizeT size)
{
    (void)cc;
    return keep(calloc(many, size), NULL);
}

void *VG_(realloc)(const HChar *cc, void *block, SizeT size)
{
    (void)cc;
    return keep(realloc(block, size), block);
}

void VG_(free)(void *block)
{
    for (size_t i = 0; block != NULL && i < count; i++)
        if (blocks[i] == block)
            blocks[i] = blocks[--count];
    free(block);
}

Int VG_(fd_open)(const HChar *path, Int flags, Int mode)
{
    return open(path, flags, mode);
}

void VG_(close)(Int fd)
{
    close(fd);
}

Int VG_(read)(Int fd, void *to, Int size)
{
    return (Int)read(fd, to, (size_t)size);
}

Off64T VG_(lseek)(Int fd, Off64T offset, Int whence)
{
    return lseek(fd, offset, whence);
}

Int VG_(memcmp)(const void *a, const void *b, SizeT size)
{
    return memcmp(a, b, size);
}

void *VG_(memcpy)(void *to, const void *from, SizeT size)
{
    return memcpy(to, from, size);
}

void *VG_(memset)(void *to, Int byte, SizeT size)
{
    return memset(to, byte, size);
}

Int VG_(strcmp)(const HChar *a, const HChar *b)
{
    return strcmp(a, b);
}

HChar *VG_(strstr)(const HChar *text, const HChar *part)
{
    return strstr(text, part);
}
