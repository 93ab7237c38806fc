/* SPDX-License-Identifier: MIT */
#include <stddef.h>

int main(void)
{
    int value = 1, *p = &value;
    {
        int value = 2;
        p = value > 1 ? NULL : p;
        *p = value;
    }
    return value;
}
