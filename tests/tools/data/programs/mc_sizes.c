/* SPDX-License-Identifier: MIT
 * Sizes that cannot be meant, and copies that overlap. */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    volatile size_t huge = (size_t)-1;
    volatile size_t ten = 10;
    char buffer[32] = "0123456789abcdef";
    char *p = malloc(huge);
    free(p);
    p = realloc(NULL, huge - 8);
    free(p);
    strcpy(buffer, buffer + 2);
    strncpy(buffer + 1, buffer, ten);
    return 0;
}
