/* SPDX-License-Identifier: MIT */
/* Nothing is wrong here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *copy = malloc(6);
    if (copy == NULL)
        return 1;
    memcpy(copy, "clean", 6);
    puts(copy);
    free(copy);
    return 3;
}
