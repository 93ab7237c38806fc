/* SPDX-License-Identifier: MIT
 * A set of descriptors has room for the numbers below FD_SETSIZE, 1024: a system gives
 * out the lowest number that is free. */
#include <fcntl.h>
#include <sys/select.h>
#include <unistd.h>

int main(void)
{
    fd_set ready;
    int file = open("/etc/passwd", O_RDONLY);
    if (file < 0)
        return 1;
    FD_ZERO(&ready);
    FD_SET(file, &ready);
    int count = select(file + 1, &ready, NULL, NULL, NULL);
    close(file);
    return count != 1;
}
