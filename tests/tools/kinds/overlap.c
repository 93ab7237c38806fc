/* SPDX-License-Identifier: MIT */
/* The blanks at the front are cut off by copying a text onto itself: memmove's work. */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char text[32] = "  overlapping";
    const char *word = text + strspn(text, " ");
    strcpy(text, word); /* @at */
    puts(text);
    return 0;
}
