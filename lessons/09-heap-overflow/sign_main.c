/* SPDX-License-Identifier: MIT
 *
 * sign_main.c: signs for three doors; one has nothing to say yet.
 */
#include <stdio.h>
#include <stdlib.h>

#include "sign.h"

static const char *const doors[] = {"EXIT", "", "please close the door"};
enum { DOORS = sizeof doors / sizeof doors[0] };

int main(void)
{
    int status = EXIT_SUCCESS;

    for (int i = 0; i < DOORS; i++) {
        char *sign = sign_for(doors[i]);

        if (sign == NULL) {
            fprintf(stderr, "no memory for sign %d\n", i + 1);
            status = EXIT_FAILURE;
            continue;
        }
        printf("%s", sign);
        free(sign);
    }
    return status;
}
