/* SPDX-License-Identifier: MIT
 * Reads and writes at each kind of bad place. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int *dangling(void)
{
    int local[64];
    int *escaped = local;
    local[0] = 1;
    return escaped;
}

int main(void)
{
    volatile int sum = 0;
    int *numbers = calloc(4, sizeof *numbers);
    numbers[4] = 1;
    numbers[-1] = 2;
    sum += *(short *)(void *)((char *)numbers + 20);
    sum += (int)*(long *)(void *)((char *)numbers + 12);

    char *text = strdup("freed");
    free(text);
    sum += text[2];

    sum += *dangling();

    char *small = malloc(8);
    int fd = open("/dev/zero", O_RDONLY);
    if (read(fd, small, 16) != 16 || write(1, small + 8, 1) != 1)
        sum++;
    close(fd);
    free(small);
    free(numbers);
    return 0;
}
