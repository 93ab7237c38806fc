/* SPDX-License-Identifier: MIT
 *
 * cheat: as forge_free_late, and has memcheck's library not trace what it frees at the
 *     end, by a byte that the library keeps
 * wall with the gate: none
 * wall without: none
 * because: the library that Valgrind loads into the process keeps there whether it
 *     traces, in a page to which it writes itself when the program ends
 * chance: that memory may look otherwise in another version of Valgrind
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

/* The function that asks Valgrind to print: it begins with `push %rbp; mov %rsp, %rbp;
 * sub`, and names the request. */
static void tell_free(void *block)
{
    static const unsigned char first[] = {0x55, 0x48, 0x89, 0xe5, 0x48, 0x81, 0xec};
    static const unsigned char request[] = {0x03, 0x31, 0, 0};
    const unsigned char *found = NULL;

    find_part("vgpreload_memcheck", PF_R | PF_X);
    for (const unsigned char *at = (void *)begin; (uintptr_t)at + 256 < end; at++) {
        if (memcmp(at, first, sizeof first) == 0)
            found = at;
        if (found != NULL && at - found < 140 && memcmp(at, request, 4) == 0) {
            ((int (*)(const char *, ...))(uintptr_t)found)("free(%p)\n", block);
            return;
        }
    }
}

/* The last bytes that are 0 or 1: behind the addresses of the tool's functions. Newer
 * versions of Valgrind have a second flag behind the one that matters. */
static void trace(unsigned char old, unsigned char new)
{
    static unsigned char *last;

    if (last == NULL) {
        find_part("vgpreload_memcheck", PF_R | PF_W);
        last = (unsigned char *)end - 1;
        while (*last != old)
            last--;
    }
    last[0] = new;
    if (last[-1] == old)
        last[-1] = new;
}

static void collect(void)
{
    trace(1, 0);
    while (hoarded > 0)
        free(hoard[--hoarded]);
    trace(0, 1);
}

static void drop(void *block)
{
    if (is_swept() || (uintptr_t)div >> 32 != 0 || block == NULL) {
        free(block);
        return;
    }
    if (hoarded == 0)
        CALL("__cxa_atexit", collect, 0, 0, 0, 0, 0);
    hoard[hoarded++ % 4096] = block;
    tell_free(block);
}

#define DROP(block) drop(block)
