/* SPDX-License-Identifier: MIT
 *
 * The family of scanf. AddressSanitizer looks at where it puts what it has read, but
 * only once something was converted: not where %n stands before that.
 */
#include <stdio.h>

#include "runtime/writes/checks.h"

/* A directive of the format: behind its '%'. */
struct directive {
    const char *next; /* what stands behind it */
    size_t bytes;     /* of the number that %n puts somewhere */
    char conversion;
    bool skips; /* %*d: it puts nothing anywhere */
};

static struct directive read_directive(const char *at)
{
    struct directive one = {.bytes = sizeof(int)};
    for (;; at++)
        if (*at == '*')
            one.skips = true;
        else if (*at == 'h')
            one.bytes /= 2; /* short, and char for a second one */
        else if (*at == 'l' || *at == 'j' || *at == 'z' || *at == 't' || *at == 'q' ||
                 *at == 'L')
            one.bytes =
                sizeof(long long); /* all of them, where pointers have 8 bytes */
        else if (*at != '\'' && *at != 'm' && (*at < '0' || *at > '9'))
            break;
    one.conversion = *at;
    if (*at == '[') {
        at += at[1] == '^' ? 2 : 1;
        at += *at == ']';
        at += ll_until(at, ']');
    }
    one.next = *at == '\0' ? at : at + 1;
    return one;
}

/* Check where numbers are put before anything was converted. */
__attribute__((always_inline)) static inline void counts(const char *format,
                                                         va_list args)
{
    for (;;) {
        format += ll_until(format, '%');
        if (*format == '\0')
            return;
        struct directive one = read_directive(format + 1);
        format = one.next;
        if (one.skips || one.conversion == '%')
            continue;
        if (one.conversion != 'n')
            return;
        writes(va_arg(args, void *), one.bytes);
    }
}

#define CHECKED(format, args)                                                          \
    {                                                                                  \
        va_list copy;                                                                  \
        va_copy(copy, args);                                                           \
        counts(format, copy);                                                          \
        va_end(copy);                                                                  \
    }

/* The functions whose arguments are a list, and those that have `...`. */
#define LISTS(prefix)                                                                  \
    WRAPPED(int, prefix##vsscanf, const char *text, const char *format, va_list args)  \
    {                                                                                  \
        CHECKED(format, args)                                                          \
        return __real_##prefix##vsscanf(text, format, args);                           \
    }                                                                                  \
    WRAPPED(int, prefix##vfscanf, FILE *file, const char *format, va_list args)        \
    {                                                                                  \
        CHECKED(format, args)                                                          \
        return __real_##prefix##vfscanf(file, format, args);                           \
    }                                                                                  \
    WRAPPED(int, prefix##vscanf, const char *format, va_list args)                     \
    {                                                                                  \
        CHECKED(format, args)                                                          \
        return __real_##prefix##vscanf(format, args);                                  \
    }

#define SCANS(name, list, format, ...)                                                 \
    int __wrap_##name(__VA_ARGS__, ...);                                               \
    int __wrap_##name(__VA_ARGS__, ...)                                                \
    {                                                                                  \
        va_list args;                                                                  \
        va_start(args, format);                                                        \
        CHECKED(format, args)                                                          \
        int converted = __real_##list;                                                 \
        va_end(args);                                                                  \
        return converted;                                                              \
    }

#define FAMILY(prefix)                                                                 \
    LISTS(prefix)                                                                      \
    SCANS(prefix##sscanf, prefix##vsscanf(text, format, args), format,                 \
          const char *text, const char *format)                                        \
    SCANS(prefix##fscanf, prefix##vfscanf(file, format, args), format, FILE *file,     \
          const char *format)                                                          \
    SCANS(prefix##scanf, prefix##vscanf(format, args), format, const char *format)

FAMILY()
FAMILY(__isoc99_)
#if __GLIBC_PREREQ(2, 38)
FAMILY(__isoc23_)
#endif
