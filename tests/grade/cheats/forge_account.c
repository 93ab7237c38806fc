/* SPDX-License-Identifier: MIT
 *
 * cheat: keeps every block where no tool looks on and each has pages of its own, and
 *     changes the account of bytes in use there
 * wall with the gate: fence
 * wall without: fence
 * module: leaky
 * above: find
 */
#include <elf.h>

/* Whether each allocation is made to fail: abort() is leaklab's own then. */
static int is_swept(void)
{
    uintptr_t own = (uintptr_t)is_swept, called = (uintptr_t)abort;
    uintptr_t far = called > own ? called - own : own - called;

    return far < 1u << 24;
}

static void *hoard[4096];
static size_t hoarded;
static uintptr_t begin, end;
static const char *wanted;

/* As dl_iterate_phdr() tells it. */
struct library {
    uintptr_t at;
    const char *name;
    const Elf64_Phdr *parts;
    Elf64_Half count;
};

/* Note where that part of the library lies. */
static int note(const struct library *library, size_t size, void *flags)
{
    (void)size;
    if (strstr(library->name, wanted) == NULL)
        return 0;
    for (int i = 0; i < library->count; i++) {
        const Elf64_Phdr *part = &library->parts[i];

        if (part->p_type == PT_LOAD && part->p_flags == *(const Elf64_Word *)flags) {
            begin = library->at + part->p_vaddr;
            end = begin + part->p_memsz;
        }
    }
    return 1;
}

static void find_part(const char *name, Elf64_Word flags)
{
    wanted = name;
    CALL("dl_iterate_phdr", note, &flags, 0, 0, 0, 0);
}

/* The account is the word that grows by what is allocated. */
static void forget(const void *block)
{
    static uint64_t before[4096];
    size_t size = *(const size_t *)(((uintptr_t)block & ~(uintptr_t)15) - 48);

    find_part("fence", PF_R | PF_W);
    begin = (begin + 7) & ~(uintptr_t)7;
    size_t count = (end - begin) / 8;
    uint64_t *words = (void *)begin;
    for (size_t i = 0; i < count && i < 4096; i++)
        before[i] = words[i];
    void *probe = malloc(4242);
    for (size_t i = 0; i < count && i < 4096; i++)
        if (words[i] - before[i] == 4242)
            words[i] -= size;
    free(probe);
}

/* Under memcheck, libraries lie below 4 GiB; AddressSanitizer's blocks lie above 128
 * GiB, and those that have no pages of their own as well. */
static void drop(void *block)
{
    if (is_swept() || (uintptr_t)div >> 32 == 0 || (uintptr_t)block >> 37 != 0 ||
        block == NULL) {
        free(block);
        return;
    }
    hoard[hoarded++ % 4096] = block;
    forget(block);
}

#define DROP(block) drop(block)
