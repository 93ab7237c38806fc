/* SPDX-License-Identifier: MIT */
#include "runtime/finish/sanitizer.h"

#include <link.h>
#include <sys/mman.h>

#include "runtime/hooks.h"
#include "runtime/private.h"

enum { PAGE = 4096 }; /* larger pages: the kernel refuses, and nothing changes */

/* The program headers of a library that the dynamic linker has mapped. */
struct headers {
    uintptr_t base;
    ElfW(Phdr) * items;
    size_t count;
};

/* The segment that has the address; NULL: none. */
static ElfW(Phdr) * find_segment(const struct headers *headers, uintptr_t address)
{
    for (size_t i = 0; i < headers->count; i++) {
        ElfW(Phdr) *one = &headers->items[i];
        if (one->p_type == PT_LOAD &&
            address - (headers->base + one->p_vaddr) < one->p_memsz)
            return one;
    }
    return NULL;
}

/* The check asks the headers how far the variables go. */
static void shorten(const struct headers *headers)
{
    uintptr_t first = (uintptr_t)headers->items & ~(uintptr_t)(PAGE - 1);
    uintptr_t end = (uintptr_t)(headers->items + headers->count);
    const ElfW(Phdr) *own = find_segment(headers, (uintptr_t)headers->items);
    if (own == NULL || (own->p_flags & (PF_R | PF_W | PF_X)) != PF_R ||
        ll_sys_protect((void *)first, end - first, PROT_READ | PROT_WRITE) != 0)
        return;
    for (size_t i = 0; i < headers->count; i++) {
        ElfW(Phdr) *one = &headers->items[i];
        if (one->p_type == PT_LOAD && (one->p_flags & PF_W) != 0)
            one->p_memsz = one->p_filesz;
    }
    (void)ll_sys_protect((void *)first, end - first, PROT_READ);
}

/* The library that has the address: the last one that begins before it. The first in
 * the dynamic linker's list is the program. dl_iterate_phdr() may be the program's own.
 */
static const ElfW(Ehdr) * find_library(uintptr_t address)
{
    const struct link_map *map = _r_debug.r_map, *found = NULL;
    while (map != NULL && (map = map->l_next) != NULL)
        if (map->l_addr <= address && (found == NULL || map->l_addr > found->l_addr))
            found = map;
    return found == NULL ? NULL : (const void *)found->l_addr;
}

void ll_sanitizer_leave_out_itself(void)
{
    uintptr_t check = (uintptr_t)__lsan_do_recoverable_leak_check;
    const ElfW(Ehdr) *head = check == 0 ? NULL : find_library(check);
    if (head == NULL || head->e_ident[0] != ELFMAG0)
        return;
    struct headers headers = {.base = (uintptr_t)head,
                              .items = (void *)((uintptr_t)head + head->e_phoff),
                              .count = head->e_phnum};
    if (find_segment(&headers, check) != NULL)
        shorten(&headers);
}
