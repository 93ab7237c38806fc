/* SPDX-License-Identifier: MIT */
#include "runtime/swept/origin.h"

#include <unwind.h>

#include "runtime/hooks.h"
#include "runtime/private.h"
#include "runtime/swept.h"
#include "runtime/swept/modules.h"

enum { SEEN_MAX = 8192 };

static _Unwind_Reason_Code add_frame(struct _Unwind_Context *context, void *data)
{
    struct ll_origin *origin = data;
    uintptr_t address = _Unwind_GetIP(context);
    if (origin->count == 0 && address != origin->caller)
        return _URC_NO_REASON;
    origin->frames[origin->count++] = address;
    return origin->count < LL_ORIGIN_FRAMES_MAX ? _URC_NO_REASON : _URC_END_OF_STACK;
}

void ll_origin_read(struct ll_origin *origin, const void *caller)
{
    origin->count = 0;
    origin->caller = (uintptr_t)caller;
    _Unwind_Backtrace(add_frame, origin);
}

/* ---- the program's? -------------------------------------------------------------- */

/* The first frame that is not the C library's; count: there is none. */
static size_t first_outside(const struct ll_origin *origin)
{
    size_t i = 0;
    for (; i < origin->count; i++) {
        const struct ll_module *module = ll_module_of(origin->frames[i]);
        if (module == NULL || module->kind != LL_MODULE_LIBC)
            break;
    }
    return i;
}

static bool is_program(uintptr_t address)
{
    const struct ll_module *module = ll_module_of(address);
    return module != NULL && module->kind == LL_MODULE_PROGRAM;
}

int Py_IsInitialized(void) LL_WEAK;

bool ll_origin_is_programs(const struct ll_origin *origin)
{
    bool has_python = Py_IsInitialized != NULL;
    for (size_t i = first_outside(origin); i < origin->count; i++) {
        if (is_program(origin->frames[i]))
            return true;
        if (has_python)
            return false;
    }
    return origin->count == LL_ORIGIN_FRAMES_MAX; /* it may be deeper */
}

bool ll_origin_is_known(const struct ll_origin *origin, bool innermost)
{
    static uint64_t seen[SEEN_MAX];
    static size_t count;
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    size_t depth = origin->count;
    if (innermost && depth > LL_ORIGIN_INNERMOST)
        depth = LL_ORIGIN_INNERMOST;
    for (size_t i = 0; i < depth; i++)
        hash = (hash ^ origin->frames[i]) * 1099511628211u;
    for (size_t i = 0; i < SEEN_MAX; i++) {
        uint64_t *slot = &seen[(hash + i) % SEEN_MAX];
        if (*slot == hash)
            return true;
        if (*slot == 0 && count < SEEN_MAX / 2) {
            *slot = hash;
            count++;
            return false;
        }
        if (*slot == 0)
            break;
    }
    return true; /* there is no room for more */
}

/* ---- the library function that the program called -------------------------------- */

/* Copy to `name` what people call the function `found`: "fopen" for "_IO_fopen64". */
static void take_name(const char *found, char *name, size_t size)
{
    static const char *const prefixes[] = {"__interceptor_", "_IO_", "__"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (ll_starts(found, prefixes[i]))
            found += ll_length(prefixes[i]);
    size_t length = ll_length(found);
    if (length > 2 && ll_same(found + length - 2, "64"))
        length -= 2;
    if (length >= size)
        length = size - 1;
    ll_copy(name, found, length);
    name[length] = '\0';
}

/* The library function that the program called, copied to `name`; "-": there is none,
 * or it is not known. */
static void find_through(const struct ll_origin *origin, char *name, size_t size)
{
    size_t own = 0;
    while (own < origin->count && !is_program(origin->frames[own]))
        own++;
    ll_copy(name, "-", 2);
    if (own == 0 || own == origin->count)
        return;
    uintptr_t function = (uintptr_t)ll_machine_called(origin->frames[own]);
    if (ll_module_of(function) == NULL)
        function = origin->frames[own - 1] - 1;
    const char *found = ll_module_function(function);
    if (found != NULL)
        take_name(found, name, size);
}

/* The program's frames, each as " 0x12ab". */
static void write_frames(const struct ll_origin *origin,
                         char frames[LL_ORIGIN_FRAMES_MAX * 20])
{
    size_t length = 0;
    frames[0] = '\0';
    for (size_t i = 0; i < origin->count; i++) {
        const struct ll_module *module = ll_module_of(origin->frames[i]);
        if (module == NULL || module->kind != LL_MODULE_PROGRAM)
            continue;
        length += (size_t)ll_format(
            frames + length, LL_ORIGIN_FRAMES_MAX * 20 - length, " 0x%lx",
            (unsigned long)(origin->frames[i] - module->base) |
                (unsigned long)module->number << LL_SWEEP_LIBRARY_SHIFT);
    }
}

void ll_origin_log_end(const struct ll_origin *origin)
{
    char frames[LL_ORIGIN_FRAMES_MAX * 20];
    write_frames(origin, frames);
    ll_sweep_log("left %d%s", (int)ll_sys_getpid(), frames);
}

void ll_origin_log(const struct ll_origin *origin, unsigned long number,
                   const char *name, size_t size)
{
    char frames[LL_ORIGIN_FRAMES_MAX * 20], through[128];
    write_frames(origin, frames);
    find_through(origin, through, sizeof through);
    ll_sweep_log("point %lu %s %zu %s%s", number, name, size, through, frames);
}
