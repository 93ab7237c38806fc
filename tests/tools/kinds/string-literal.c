/* SPDX-License-Identifier: MIT */
/* A text in quotes is changed where it lies. */
#include <stdio.h>

int main(void)
{
    const char *greeting = "hello";
    char *first = (char *)greeting;
    puts(greeting);
    *first = 'H'; /* @at */
    return 0;
}
