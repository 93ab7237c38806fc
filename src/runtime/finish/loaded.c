/* SPDX-License-Identifier: MIT */
#include "runtime/finish/loaded.h"

#include <link.h>

#include "runtime/private.h"

/* The C library's, by its reserved name: run the handlers of that module. */
void __cxa_finalize(void *handle);

/* The linker puts these symbols at the start of the file that we are linked into, and
 * at its dynamic section. */
extern const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));
extern ElfW(Dyn) _DYNAMIC[] __attribute__((visibility("hidden"), weak));

/* The executable comes first in the dynamic linker's list. */
bool ll_loaded(void)
{
    const struct link_map *first = _r_debug.r_map;
    return first != NULL && first->l_ld != _DYNAMIC;
}

void ll_loaded_end(void)
{
    uintptr_t destructors = 0;
    size_t count = 0;
    __cxa_finalize(__dso_handle);
    for (const ElfW(Dyn) *entry = _DYNAMIC; entry->d_tag != DT_NULL; entry++) {
        if (entry->d_tag == DT_FINI_ARRAY)
            destructors = (uintptr_t)&__ehdr_start + entry->d_un.d_ptr;
        else if (entry->d_tag == DT_FINI_ARRAYSZ)
            count = entry->d_un.d_val / sizeof(void (*)(void));
    }
    while (count > 0)
        ((void (*const *)(void))destructors)[--count]();
}
