/* SPDX-License-Identifier: MIT */
/* A file that is closed on both ways out of an if, and after it. */
#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argv;
    FILE *file = fopen("/dev/null", "r"); /* @alloc */
    if (file == NULL)
        return 1;
    if (argc == 1)
        fclose(file); /* @freed */
    fclose(file);     /* @at */
    return 0;
}
