/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

void delete (void *block) __asm__("_ZdlPv");

/* AddressSanitizer reports in the middle of the free. It has used the beginning of the
 * block by then, so that `name` cannot be told. The other block is whole. */
int main(void)
{
    char *name = malloc(24);
    char *title = malloc(24);
    if (name == NULL || title == NULL)
        return 1;
    strcpy(name, "Ada Lovelace");
    strcpy(title, "Notes");
    if (name[0] != title[0])
        delete (name);
    free(title);
    return 0;
}
