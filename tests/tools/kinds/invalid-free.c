/* SPDX-License-Identifier: MIT */
/* The pointer was moved past the blanks before it was freed. */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *text = malloc(16); /* @alloc */
    if (text == NULL)
        return 1;
    strcpy(text, "  trimmed");
    while (*text == ' ')
        text++;
    free(text); /* @at */
    return 0;
}
