/* SPDX-License-Identifier: MIT */
/* A file is opened on each call and closed on none. */
#include <fcntl.h>
#include <unistd.h>

static int first_byte(const char *path)
{
    char byte = 0;
    int fd = open(path, O_RDONLY); /* @alloc */
    if (fd < 0)
        return -1;
    if (read(fd, &byte, 1) != 1)
        return -1;
    return byte;
}

int main(void)
{
    return first_byte("/proc/self/exe") == 0x7f ? 0 : 1;
}
