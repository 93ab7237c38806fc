/* SPDX-License-Identifier: MIT */
/* The search found nothing, and nobody looked. */
#include <stdio.h>
#include <string.h>

int main(void)
{
    const char *settings = "colour=blue";
    const char *equals = strchr(settings, ':');
    printf("%c\n", equals[1]); /* @at */
    return 0;
}
