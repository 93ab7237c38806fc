/* SPDX-License-Identifier: MIT
 *
 * copies: the C library's functions that may not copy between places that share bytes.
 * memcheck and AddressSanitizer tell of such a copy; here it ends the program. A copy
 * of a place to itself is left alone: compilers make those.
 *
 * Copying is done by the C library, by a reserved name. */
#include <stdint.h>
#include <string.h>

#include "runtime/fence/die.h"
#include "runtime/private.h"

void *__memmove_chk(void *to, const void *from, size_t count, size_t room);

static void *copy(void *to, const void *from, size_t count)
{
    uintptr_t a = (uintptr_t)to, b = (uintptr_t)from;
    if (a != b && (a < b ? b - a : a - b) < count)
        ll_fence_die();
    return __memmove_chk(to, from, count, SIZE_MAX);
}

static size_t length_within(const char *text, size_t most)
{
    size_t length = 0;
    while (length < most && text[length] != '\0')
        length++;
    return length;
}

void *memcpy(void *to, const void *from, size_t count)
{
    return copy(to, from, count);
}

void *mempcpy(void *to, const void *from, size_t count)
{
    return (char *)copy(to, from, count) + count;
}

char *strcpy(char *to, const char *from)
{
    return copy(to, from, ll_length(from) + 1);
}

char *stpcpy(char *to, const char *from)
{
    size_t length = ll_length(from);
    return (char *)copy(to, from, length + 1) + length;
}

char *strncpy(char *to, const char *from, size_t count)
{
    size_t length = length_within(from, count);
    copy(to, from, length < count ? length + 1 : count);
    for (size_t i = length; i < count; i++)
        to[i] = '\0';
    return to;
}

char *strcat(char *to, const char *from)
{
    copy(to + ll_length(to), from, ll_length(from) + 1);
    return to;
}

char *strncat(char *to, const char *from, size_t most)
{
    char *end = to + ll_length(to);
    size_t length = length_within(from, most);
    copy(end, from, length);
    end[length] = '\0';
    return to;
}
