/* SPDX-License-Identifier: MIT */
#include "runtime/swept/modules.h"

#include <elf.h>
#include <link.h>

#include "runtime/hooks.h"
#include "runtime/preload.h"
#include "runtime/private.h"

enum { MODULES_MAX = 256 };

static struct ll_module modules[MODULES_MAX];
static size_t module_count;
static unsigned own_libraries; /* so many were told */

/* The linker puts this symbol at the start of the file that we are linked into. */
extern const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));
/* And this one at its dynamic section. */
extern ElfW(Dyn) _DYNAMIC[] __attribute__((visibility("hidden"), weak));

static bool serves_libc(const char *path)
{
    static const char *const names[] = {
        "libc.so",  "libc-",   "libpthread", "ld-linux", "libasan",
        "libubsan", "libtsan", "vgpreload",  "libdl",    LL_PRELOAD_NAME};
    const char *name = path;
    for (const char *at = path; *at != '\0'; at++)
        if (*at == '/')
            name = at + 1;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (ll_starts(name, names[i]))
            return true;
    return false;
}

/* Whether it is the program: the file that we are linked into; or, where we are a
 * library that was loaded into it, the executable, which comes first. */
static bool is_program(const struct link_map *loaded)
{
    return ll_preload_is_own == NULL ? loaded->l_ld == _DYNAMIC
                                     : loaded == _r_debug.r_map;
}

/* What lies in the file, and its number in the log. */
static enum ll_module_kind kind_of(const struct link_map *loaded, unsigned *number)
{
    if (is_program(loaded))
        return LL_MODULE_PROGRAM;
    if (serves_libc(loaded->l_name))
        return LL_MODULE_LIBC;
    if (ll_preload_is_own == NULL || !ll_preload_is_own(loaded->l_name))
        return LL_MODULE_OTHER;
    *number = ++own_libraries;
    ll_sweep_log("library %u %s", *number, loaded->l_name);
    return LL_MODULE_PROGRAM;
}

/* Its headers, and how many there are. A shared library's file begins at its base
 * address, as its first segment has the address 0. NULL: they are not known. */
static const ElfW(Phdr) * headers_of(const struct link_map *loaded, size_t *count)
{
    const ElfW(Ehdr) *file = (const void *)loaded->l_addr;
    if (is_program(loaded) && ll_preload_is_own != NULL) {
        *count = __getauxval(AT_PHNUM);
        return (const ElfW(Phdr) *)__getauxval(AT_PHDR);
    }
    if (is_program(loaded))
        file = &__ehdr_start;
    if (file == NULL)
        return NULL;
    *count = file->e_phnum;
    return (const void *)((const char *)(const void *)file + file->e_phoff);
}

/* Add the segments of `loaded` that hold code. */
static void add_module(const struct link_map *loaded)
{
    unsigned number = 0;
    size_t count = 0;
    const ElfW(Phdr) *headers = headers_of(loaded, &count);
    if (headers == NULL)
        return;
    enum ll_module_kind kind = kind_of(loaded, &number);
    for (size_t i = 0; i < count && module_count < MODULES_MAX; i++) {
        const ElfW(Phdr) *header = &headers[i];
        if (header->p_type != PT_LOAD || (header->p_flags & PF_X) == 0)
            continue;
        uintptr_t from = loaded->l_addr + header->p_vaddr;
        modules[module_count++] = (struct ll_module){
            loaded->l_addr, from, from + header->p_memsz, kind, number, loaded->l_ld};
    }
}

static bool is_known(const struct link_map *loaded)
{
    for (size_t i = 0; i < module_count; i++)
        if (modules[i].dynamic == loaded->l_ld)
            return true;
    return false;
}

/* Add what is new. */
void ll_modules_read(void)
{
    static size_t count_then;
    size_t count = 0;
    for (const struct link_map *at = _r_debug.r_map; at != NULL; at = at->l_next)
        count++;
    if (count == count_then)
        return;
    count_then = count;
    for (const struct link_map *at = _r_debug.r_map; at != NULL; at = at->l_next)
        if (!is_known(at))
            add_module(at);
}

static const struct ll_module *find_module(uintptr_t address)
{
    for (size_t i = 0; i < module_count; i++)
        if (modules[i].from <= address && address < modules[i].to)
            return &modules[i];
    return NULL;
}

/* A finished program may have loaded one more library of its own: dlopen(). */
const struct ll_module *ll_module_of(uintptr_t address)
{
    const struct ll_module *module = find_module(address);
    if (module != NULL || ll_preload_is_own == NULL ||
        _r_debug.r_state != RT_CONSISTENT)
        return module;
    ll_modules_read();
    return find_module(address);
}

/* ---- names of functions ---------------------------------------------------------- */

struct symbols {
    const ElfW(Sym) * table;
    const char *names;
    const uint32_t *gnu_hash, *hash;
};

/* The addresses in a dynamic section are the file's in some modules (the vDSO), and in
 * others the dynamic linker has added the base already. */
static uintptr_t in_memory(const struct ll_module *module, uintptr_t address)
{
    return address < module->base ? address + module->base : address;
}

static struct symbols find_symbols(const struct ll_module *module)
{
    struct symbols found = {0};
    for (const ElfW(Dyn) *entry = module->dynamic; entry->d_tag != DT_NULL; entry++) {
        const void *at = (const void *)in_memory(module, entry->d_un.d_ptr);
        if (entry->d_tag == DT_SYMTAB)
            found.table = at;
        else if (entry->d_tag == DT_STRTAB)
            found.names = at;
        else if (entry->d_tag == DT_GNU_HASH)
            found.gnu_hash = at;
        else if (entry->d_tag == DT_HASH)
            found.hash = at;
    }
    return found;
}

/* How many symbols there are. The GNU hash table does not say it; it holds the chains
 * of symbols with equal hashes, and the last symbol of all is at the end of the chain
 * that begins last:
 *
 *     bucket count, first symbol, words of filter, - │ filter │ buckets │ chains
 */
static size_t count_symbols(const struct symbols *symbols)
{
    if (symbols->hash != NULL)
        return symbols->hash[1];
    if (symbols->gnu_hash == NULL)
        return 0;
    const uint32_t *head = symbols->gnu_hash;
    const uint32_t *buckets = head + 4 + head[2] * (sizeof(ElfW(Addr)) / 4);
    const uint32_t *chains = buckets + head[0];
    uint32_t last = 0;
    for (uint32_t i = 0; i < head[0]; i++)
        if (buckets[i] > last)
            last = buckets[i];
    if (last < head[1])
        return head[1];
    while ((chains[last - head[1]] & 1) == 0)
        last++;
    return last + 1;
}

const char *ll_module_function(uintptr_t address)
{
    const struct ll_module *module = ll_module_of(address);
    const ElfW(Sym) *best = NULL;
    if (module == NULL || module->dynamic == NULL)
        return NULL;
    struct symbols symbols = find_symbols(module);
    if (symbols.table == NULL || symbols.names == NULL)
        return NULL;
    size_t count = count_symbols(&symbols);
    for (size_t i = 0; i < count; i++) {
        const ElfW(Sym) *symbol = &symbols.table[i];
        unsigned type = ELF64_ST_TYPE(symbol->st_info); /* the same in 32 bits */
        if ((type != STT_FUNC && type != STT_GNU_IFUNC) ||
            symbol->st_shndx == SHN_UNDEF)
            continue;
        uintptr_t start = module->base + symbol->st_value;
        bool holds = symbol->st_size == 0
                         ? start == address
                         : start <= address && address < start + symbol->st_size;
        if (holds && (best == NULL || symbol->st_value > best->st_value))
            best = symbol;
    }
    return best == NULL ? NULL : symbols.names + best->st_name;
}
