/* SPDX-License-Identifier: MIT
 *
 * losing: reads lines, keeps those that are longer than a letter, and loses their
 * texts. */
#include <stdio.h>
#include <string.h>

#include "list.h"

int main(void)
{
    char line[80];
    struct item *list = NULL;
    while (fgets(line, sizeof line, stdin) != NULL)
        if (strlen(line) > 2)
            list = list_add(list, line);
    if (list == NULL)
        list = list_add(list, "none");
    list_free(list);
    puts("losing: done");
    return 0;
}
