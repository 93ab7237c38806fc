/* SPDX-License-Identifier: MIT
 *
 * realloc moves a block, and a block that holds pointers. Nothing is lost.
 *
 * expect: none
 */
#include <stdlib.h>

int main(void)
{
    char **rows = malloc(2 * sizeof *rows);
    char *text = malloc(10);
    int i;

    rows[0] = malloc(5);
    rows[1] = malloc(6);
    rows = realloc(rows, 100 * sizeof *rows);
    text = realloc(text, 1000);
    for (i = 0; i < 2; i++)
        free(rows[i]);
    free(rows);
    free(text);
    return 0;
}
