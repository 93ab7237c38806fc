/* SPDX-License-Identifier: MIT
 *
 * exit is called while local variables hold blocks. They are still reachable.
 *
 * expect: still-reachable bytes=13 blocks=1
 */
#include <stdlib.h>

static void leave(char *text)
{
    text[0] = 0;
    exit(0);
}

int main(void)
{
    char *text = malloc(13); /* @alloc */

    leave(text);
    free(text);
    return 0;
}
