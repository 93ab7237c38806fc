/* SPDX-License-Identifier: MIT
 *
 * writes: linked into programs that AddressSanitizer watches. It checks what these
 * functions of the C library read and write, which AddressSanitizer does not look at:
 *
 *     memccpy, mempcpy, stpcpy, stpncpy, explicit_bzero, swab, memfrob
 *     wcscpy, wcpcpy, wcsncpy, wmemcpy, wmemmove, wmempcpy, wmemset
 *     strcoll, strsep, strtok_r, perror
 *     atof, strtod, strtof, strtold, strtoul, strtoull
 *     strftime     what it wrote, once that is known
 *     timespec_get
 *     fmemopen     the whole buffer, if the stream may write to it
 *     sscanf and its family: where %n puts a number (writes/scanf.c)
 *     what <pthread.h>, <semaphore.h> and <threads.h> have (writes/threads.c)
 *
 * sizes.c and fail.c do it for posix_memalign, whose calls they get.
 *
 * A fault is AddressSanitizer's own: it is reported in the function that the program
 * called, and ends the program. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#include "runtime/writes/checks.h"

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

WRAPPED(void *, mempcpy, void *to, const void *from, size_t count)
{
    copies(to, from, count);
    return __real_mempcpy(to, from, count);
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

/* ---- texts ----------------------------------------------------------------------- */

WRAPPED(int, strcoll, const char *a, const char *b)
{
    reads(a, ll_length(a) + 1);
    reads(b, ll_length(b) + 1);
    return __real_strcoll(a, b);
}

WRAPPED(char *, strsep, char **text, const char *marks)
{
    writes(text, sizeof *text);
    reads(marks, ll_length(marks) + 1);
    char *part = __real_strsep(text, marks);
    reads(part, part == NULL ? 0 : ll_length(part) + 1);
    return part;
}

WRAPPED(void, perror, const char *text)
{
    reads(text, text == NULL ? 0 : ll_length(text) + 1);
    __real_perror(text);
}

WRAPPED(char *, strtok_r, char *text, const char *marks, char **rest)
{
    writes(rest, sizeof *rest);
    reads(marks, ll_length(marks) + 1);
    const char *from = text != NULL ? text : *rest;
    char *word = __real_strtok_r(text, marks, rest);
    const char *last = word != NULL ? word : from;
    reads(from, (size_t)(last - from) + ll_length(last) + 1);
    return word;
}

/* ---- numbers --------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The bytes that were read of a number that ends at `stop`, with the one behind it. */
static size_t number_bytes(const char *from, const char *stop)
{
    size_t count = (size_t)(stop - from);
    while (stop == from && is_blank(from[count]))
        count++;
    return count + 1;
}

/* `stop` is NULL if there is no such base: then nothing was read. */
__attribute__((always_inline)) static inline void ends(const char *from, char *stop,
                                                       char **end)
{
    if (stop == NULL)
        return;
    reads(from, number_bytes(from, stop));
    if (end == NULL)
        return;
    writes(end, sizeof *end);
    *end = stop;
}

#define FLOATING(type, name)                                                           \
    WRAPPED(type, name, const char *from, char **end)                                  \
    {                                                                                  \
        char *stop = NULL;                                                             \
        type number = __real_##name(from, &stop);                                      \
        ends(from, stop, end);                                                         \
        return number;                                                                 \
    }

#define WHOLE(type, name)                                                              \
    WRAPPED(type, name, const char *from, char **end, int base)                        \
    {                                                                                  \
        char *stop = NULL;                                                             \
        type number = __real_##name(from, &stop, base);                                \
        ends(from, stop, end);                                                         \
        return number;                                                                 \
    }

FLOATING(double, strtod)
FLOATING(float, strtof)
FLOATING(long double, strtold)
WHOLE(unsigned long, strtoul)
WHOLE(unsigned long long, strtoull)

/* What <stdlib.h> of glibc 2.38 and later calls in their place. */
#if __GLIBC_PREREQ(2, 38)
WHOLE(long, __isoc23_strtol)
WHOLE(long long, __isoc23_strtoll)
WHOLE(unsigned long, __isoc23_strtoul)
WHOLE(unsigned long long, __isoc23_strtoull)
#endif

WRAPPED(double, atof, const char *from)
{
    char *stop = NULL;
    double number = __real_strtod(from, &stop);
    ends(from, stop, NULL);
    return number;
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

WRAPPED(int, timespec_get, struct timespec *now, int base)
{
    int known = __real_timespec_get(now, base);
    writes(now, known == 0 ? 0 : sizeof *now);
    return known;
}

WRAPPED(FILE *, fmemopen, void *buffer, size_t size, const char *mode)
{
    size_t length = ll_length(mode);
    bool only_reads = mode[0] == 'r' && ll_until(mode, '+') == length;
    writes(buffer, buffer == NULL || only_reads ? 0 : size);
    return __real_fmemopen(buffer, size, mode);
}
