/* SPDX-License-Identifier: MIT
 *
 * A block of C++'s operator new given to free(). */
#include <stdlib.h>

void *operator_new(size_t size) __asm__("_Znwm");

int main(void)
{
    free(operator_new(24));
    return 0;
}
