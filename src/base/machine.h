/* SPDX-License-Identifier: MIT
 *
 * machine: what leaklab has to know of the processor. Another processor needs a row in
 * machine.c, a part of runtime/machine.h, and a file in src/lastptr (arch.h there).
 */
#ifndef LL_BASE_MACHINE_H
#define LL_BASE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

struct ll_machine {
    const char *title;    /* "x86-64" */
    const char *valgrind; /* how names of Valgrind's files end: "amd64-linux" */
    const char *folder;   /* of libraries below /usr/lib, on Debian and its like */
    unsigned elf;         /* EM_ in the header of an object */
    /* The DWARF number of the frame pointer, and how far it points below the end of a
     * frame in code that is not optimised; 0: that depends on the function. */
    unsigned frame_pointer, below_frame_end;
    bool long_double_is_quad; /* IEEE's 128 bits; else the 80 of x87 */
    struct {
        const unsigned char *code;
        size_t size;
    } request; /* how a request to Valgrind begins: see <valgrind/valgrind.h> */
};

/* The machine that this program was built for. */
const struct ll_machine *ll_machine(void);

/* The machine of ELF files with that number, which may be another one; NULL: it is not
 * known. */
const struct ll_machine *ll_machine_of(unsigned elf);

#endif
