/* SPDX-License-Identifier: MIT
 *
 * modules: the executable and the shared libraries of this process, as they are when
 * the program starts: which of them holds an address, and the name of the function
 * there.
 *
 * The dynamic linker's list is read directly. dl_iterate_phdr() and dladdr() would tell
 * the same, but the program may define functions of these names. */
#ifndef LL_RUNTIME_SWEPT_MODULES_H
#define LL_RUNTIME_SWEPT_MODULES_H

#include <stdint.h>

enum ll_module_kind {
    LL_MODULE_PROGRAM, /* the file that we are linked into; or the executable that we
                          are loaded into, and libraries of its own */
    LL_MODULE_LIBC,    /* the C library, and what replaces a part of it */
    LL_MODULE_OTHER,
};

struct ll_module {
    uintptr_t base;     /* what is added to the addresses in its file */
    uintptr_t from, to; /* its code */
    enum ll_module_kind kind;
    unsigned number;     /* of the program's own: of a library, from 1, as in the log */
    const void *dynamic; /* its dynamic section */
};

void ll_modules_read(void);

/* NULL: it is in the code of none. */
const struct ll_module *ll_module_of(uintptr_t address);

/* The exported function that begins last at or before `address`. NULL: there is none.
 * Valid as long as the module is loaded. */
const char *ll_module_function(uintptr_t address);

#endif
