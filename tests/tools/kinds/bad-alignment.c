/* SPDX-License-Identifier: MIT */
/* An alignment that is no power of 2. */
#include <stdlib.h>

int main(int argc, char **argv)
{
    (void)argv;
    void *block = NULL;
    if (posix_memalign(&block, (size_t)argc * 24, 8) != 0) /* @at */
        return 0;
    free(block);
    return 0;
}
