/* SPDX-License-Identifier: MIT
 *
 * elf_object: reads the symbols and sections of a relocatable ELF object.
 *
 * Objects come from hostile sources, and nothing in one is believed: an offset that
 * points outside the file, or a header that no compiler writes, makes the whole object
 * unreadable. No library is used, as those assume files that are well made.
 */
#ifndef LL_SUBMISSION_ELF_OBJECT_H
#define LL_SUBMISSION_ELF_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/machine.h"

struct ll_symbol {
    const char *name;            /* borrowed from the object */
    unsigned char type, binding; /* STT_, STB_ */
    bool defined;
    bool common; /* defined, but the linker finds a place for it */
};

struct ll_section {
    const char *name; /* borrowed from the object */
    uint32_t type;
    uint64_t flags, size, align;
    const uint8_t *bytes; /* borrowed; NULL: none in the file */
};

struct ll_elf_object {
    struct ll_buf file; /* owned */
    const struct ll_machine *machine;
    struct ll_symbol *symbols; /* owned: the named ones */
    size_t symbol_count;
    struct ll_section *sections; /* owned */
    size_t section_count;
};

/* Read `path`. -1 with an input fault when it is no such object, or one for another
 * machine. Release in any case. */
int ll_elf_object_read(const char *path, const struct ll_machine *machine,
                       struct ll_elf_object *object,
                       struct ll_error *err) LL_MUST_CHECK;
void ll_elf_object_release(struct ll_elf_object *object);

/* The symbol of that name; NULL: there is none. */
const struct ll_symbol *ll_elf_object_find(const struct ll_elf_object *object,
                                           const char *name);

/* Whether it is a global symbol that the object defines, or that it uses and does not
 * define. */
bool ll_symbol_is_given(const struct ll_symbol *symbol);
bool ll_symbol_is_taken(const struct ll_symbol *symbol);

/* Whether it is defined, and stays what all objects and libraries see, though objcopy
 * hides global names: a unique or a common symbol. */
bool ll_symbol_stays_global(const struct ll_symbol *symbol);

/* Whether functions in the section, or named in it, run before main or after it. */
bool ll_section_runs_by_itself(const struct ll_section *section);

#endif
