/* SPDX-License-Identifier: MIT
 *
 * kernel: the functions that have the kernel read or write memory. It tells of a page
 * that cannot be used, and the program would go on: so these end it, as if it had used
 * the page itself. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "runtime/fence/die.h"
#include "runtime/private.h"

/* The C library's, by reserved names. */
size_t _IO_fread(void *to, size_t size, size_t count, FILE *file);
size_t _IO_fwrite(const void *from, size_t size, size_t count, FILE *file);
FILE *_IO_fopen(const char *path, const char *mode);
ssize_t __read(int fd, void *to, size_t count);
ssize_t __write(int fd, const void *from, size_t count);

/* The function failed, and errno was 0 before it. */
static void look_at_failure(void)
{
    if (errno == EFAULT)
        ll_fence_die();
}

#define BY_KERNEL(type, call, failed)                                                  \
    int saved = errno;                                                                 \
    errno = 0;                                                                         \
    type result = call;                                                                \
    if (failed)                                                                        \
        look_at_failure();                                                             \
    if (errno == 0)                                                                    \
        errno = saved;                                                                 \
    return result

size_t fread(void *to, size_t size, size_t count, FILE *file)
{
    BY_KERNEL(size_t, _IO_fread(to, size, count, file), result < count);
}

size_t fwrite(const void *from, size_t size, size_t count, FILE *file)
{
    BY_KERNEL(size_t, _IO_fwrite(from, size, count, file), result < count);
}

FILE *fopen(const char *path, const char *mode)
{
    BY_KERNEL(FILE *, _IO_fopen(path, mode), result == NULL);
}

ssize_t read(int fd, void *to, size_t count)
{
    BY_KERNEL(ssize_t, __read(fd, to, count), result < 0);
}

ssize_t write(int fd, const void *from, size_t count)
{
    BY_KERNEL(ssize_t, __write(fd, from, count), result < 0);
}
