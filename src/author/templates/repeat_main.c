/* SPDX-License-Identifier: MIT
 *
 * repeat_main.c: a text three times.
 */
#include <stdio.h>
#include <stdlib.h>

#include "repeat.h"

int main(void)
{
    char *chorus = repeat("la-", 3);

    if (chorus == NULL) {
        printf("no memory for the chorus\n");
        return EXIT_FAILURE;
    }
    printf("%s\n", chorus);
    free(chorus);
    return 0;
}
