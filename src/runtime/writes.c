/* SPDX-License-Identifier: MIT
 *
 * writes: linked into programs that AddressSanitizer watches. It checks what these
 * functions of the C library read and write, which AddressSanitizer does not look at:
 *
 *     memccpy, stpcpy, stpncpy, explicit_bzero, swab, memfrob
 *     wcscpy, wcpcpy, wcsncpy, wmemcpy, wmemmove, wmempcpy, wmemset
 *     strftime     what it wrote, once that is known
 *     fmemopen     the whole buffer, if the stream may write to it
 *
 * A fault is AddressSanitizer's own: it is reported in the function that the program
 * called, and ends the program. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#include "runtime/private.h"

/* AddressSanitizer's: what the compiler calls before an access of `size` bytes. */
void __asan_loadN(const void *at, size_t size);
void __asan_storeN(const void *at, size_t size);

/* The linker sends the program's calls of `name` to __wrap_name. */
#define WRAPPED(type, name, ...)                                                       \
    type __real_##name(__VA_ARGS__);                                                   \
    type __wrap_##name(__VA_ARGS__);                                                   \
    type __wrap_##name(__VA_ARGS__)

/* In the frame of its caller, which the report begins with. */
__attribute__((always_inline)) static inline void copies(const void *to,
                                                         const void *from, size_t size)
{
    if (size == 0)
        return;
    __asan_loadN(from, size);
    __asan_storeN(to, size);
}

__attribute__((always_inline)) static inline void writes(const void *to, size_t size)
{
    if (size > 0)
        __asan_storeN(to, size);
}

/* ---- bytes ----------------------------------------------------------------------- */

/* The number of bytes up to that one, with it, or `most`. */
static size_t until(const char *from, int byte, size_t most)
{
    for (size_t i = 0; i < most; i++)
        if (from[i] == (char)byte)
            return i + 1;
    return most;
}

WRAPPED(void *, memccpy, void *to, const void *from, int byte, size_t most)
{
    copies(to, from, until(from, byte, most));
    return __real_memccpy(to, from, byte, most);
}

WRAPPED(char *, stpcpy, char *to, const char *from)
{
    copies(to, from, ll_length(from) + 1);
    return __real_stpcpy(to, from);
}

WRAPPED(char *, stpncpy, char *to, const char *from, size_t count)
{
    copies(to, from, until(from, '\0', count));
    writes(to, count);
    return __real_stpncpy(to, from, count);
}

WRAPPED(void, explicit_bzero, void *to, size_t count)
{
    writes(to, count);
    __real_explicit_bzero(to, count);
}

WRAPPED(void, swab, const void *from, void *to, ssize_t count)
{
    copies(to, from, count < 0 ? 0 : (size_t)count & ~(size_t)1);
    __real_swab(from, to, count);
}

WRAPPED(void *, memfrob, void *to, size_t count)
{
    writes(to, count);
    return __real_memfrob(to, count);
}

/* ---- wide characters ------------------------------------------------------------- */

/* The bytes of the text with its end, or of its first `most` characters. */
static size_t wide_bytes(const wchar_t *text, size_t most)
{
    size_t count = 0;
    while (count < most && text[count] != L'\0')
        count++;
    return (count + (count < most)) * sizeof *text;
}

WRAPPED(wchar_t *, wcscpy, wchar_t *to, const wchar_t *from)
{
    copies(to, from, wide_bytes(from, SIZE_MAX));
    return __real_wcscpy(to, from);
}

WRAPPED(wchar_t *, wcpcpy, wchar_t *to, const wchar_t *from)
{
    copies(to, from, wide_bytes(from, SIZE_MAX));
    return __real_wcpcpy(to, from);
}

WRAPPED(wchar_t *, wcsncpy, wchar_t *to, const wchar_t *from, size_t count)
{
    copies(to, from, wide_bytes(from, count));
    writes(to, count * sizeof *to);
    return __real_wcsncpy(to, from, count);
}

WRAPPED(wchar_t *, wmemcpy, wchar_t *to, const wchar_t *from, size_t count)
{
    copies(to, from, count * sizeof *to);
    return __real_wmemcpy(to, from, count);
}

WRAPPED(wchar_t *, wmemmove, wchar_t *to, const wchar_t *from, size_t count)
{
    copies(to, from, count * sizeof *to);
    return __real_wmemmove(to, from, count);
}

WRAPPED(wchar_t *, wmempcpy, wchar_t *to, const wchar_t *from, size_t count)
{
    copies(to, from, count * sizeof *to);
    return __real_wmempcpy(to, from, count);
}

WRAPPED(wchar_t *, wmemset, wchar_t *to, wchar_t wide, size_t count)
{
    writes(to, count * sizeof *to);
    return __real_wmemset(to, wide, count);
}

/* ---- others ---------------------------------------------------------------------- */

WRAPPED(size_t, strftime, char *to, size_t size, const char *format,
        const struct tm *when)
{
    size_t length = __real_strftime(to, size, format, when);
    writes(to, length == 0 ? 0 : length + 1);
    return length;
}

WRAPPED(FILE *, fmemopen, void *buffer, size_t size, const char *mode)
{
    size_t length = ll_length(mode);
    bool only_reads = mode[0] == 'r' && ll_until(mode, '+') == length;
    writes(buffer, buffer == NULL || only_reads ? 0 : size);
    return __real_fmemopen(buffer, size, mode);
}
