/* SPDX-License-Identifier: MIT
 * Descriptors that were not closed. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static void closed(void)
{
    close(open("/dev/null", O_RDONLY));
}

int main(void)
{
    int ends[2];
    closed();
    open("/etc/passwd", O_RDONLY);
    fopen("/etc/group", "r");
    opendir("/");
    if (pipe(ends) == 0)
        close(ends[0]);
    socket(AF_INET, SOCK_STREAM, 0);
    close(0);
    open("/dev/null", O_RDONLY);
    return 0;
}
