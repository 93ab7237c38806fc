/* SPDX-License-Identifier: MIT
 *
 * A function overwrites its caller's variable through a pointer to it.
 *
 * expect: definitely-lost bytes=14 blocks=1 how=overwritten variable=*out
 */
#include <stdlib.h>

static void renew(char **out, size_t size)
{
    *out = malloc(size); /* @alloc @lost */
}

int main(void)
{
    char *buffer;

    renew(&buffer, 14);
    renew(&buffer, 15);
    free(buffer);
    return 0;
}
