/* SPDX-License-Identifier: MIT
 * Descriptors that are closed twice, or used after that; and numbers that are none. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static int opened(void)
{
    return open("/etc/passwd", O_RDONLY);
}

int main(void)
{
    char byte;
    int twice = opened();
    close(twice);
    close(twice);

    int used = opened();
    close(used);
    read(used, &byte, 1);

    FILE *below = fopen("/etc/group", "r");
    close(fileno(below));
    fclose(below);

    /* the number belongs to another file by then: no tool sees this one */
    int old = opened();
    close(old);
    int other = opened();
    read(old, &byte, 1);
    close(other);

    read(-1, &byte, 1);
    write(99, &byte, 1);
    return 0;
}
