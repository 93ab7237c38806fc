/* SPDX-License-Identifier: MIT
 * For other_file.c. */
#include <stdlib.h>

static int *make_counts(void)
{
    return calloc(2, sizeof(int));
}
