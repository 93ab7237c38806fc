/* SPDX-License-Identifier: MIT */
#include <stdio.h>
int plain(void);
int plain(void)
{
    return puts("plain");
}
