/* SPDX-License-Identifier: MIT
 *
 * It may start another program, or become it, and ends with the status of that. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sums.h"

int main(int argc, char **argv)
{
    int list[] = {1, 2};
    char *text = strdup("within");
    if (text == NULL)
        return 1;
    printf("%s: %s %d\n", text, argv[0], sums_of(list, 2));
    fflush(stdout);
    free(text);
    if (argc == 3 && strcmp(argv[1], "become") == 0)
        execl(argv[2], argv[2], (char *)NULL);
    return argc == 3 ? system(argv[2]) : argc == 2 ? atoi(argv[1]) : 0;
}
