/* SPDX-License-Identifier: MIT */
/* stdin is used after it was closed: no memory was freed. */
#include <stdio.h>

int main(void)
{
    fclose(stdin);              /* @freed */
    return fgetc(stdin) == 'a'; /* @at */
}
