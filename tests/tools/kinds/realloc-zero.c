/* SPDX-License-Identifier: MIT */
/* realloc with the size 0. */
#include <stdlib.h>

int main(int argc, char **argv)
{
    (void)argv;
    char *text = malloc(8);
    if (text == NULL)
        return 1;
    char *shorter = realloc(text, (size_t)(argc - 1)); /* @at */
    free(shorter);
    return 0;
}
