/* SPDX-License-Identifier: MIT */
/* A file that is used after it was closed. */
#include <stdio.h>

int main(void)
{
    FILE *file = fopen("/dev/null", "r"); /* @alloc */
    if (file == NULL)
        return 1;
    fclose(file);              /* @freed */
    return fgetc(file) == 'a'; /* @at */
}
