/* SPDX-License-Identifier: MIT
 * C++'s allocation functions, called from C by their link names.
 * Link with -lstdc++. */
#include <stdlib.h>

void *new_one(size_t size) __asm__("_Znwm");
void *new_array(size_t size) __asm__("_Znam");
void delete_one(void *p) __asm__("_ZdlPv");
void delete_array(void *p) __asm__("_ZdaPv");

int main(void)
{
    char *p = new_array(40);
    p[0] = 0;
    free(p);
    p = malloc(8);
    p[0] = 0;
    delete_one(p);
    p = new_one(16);
    p[0] = 0;
    delete_array(p);
    return 0;
}
