/* SPDX-License-Identifier: MIT
 *
 * qsort moves pointers, and so does a swap in the program. Nothing is lost.
 *
 * expect: none
 */
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void swap(char **a, char **b)
{
    char *c = *a;

    *a = *b;
    *b = c;
}

int main(void)
{
    char *names[50];
    int i;

    for (i = 0; i < 50; i++) {
        names[i] = malloc(8);
        names[i][0] = (char)('a' + i * 7 % 26);
        names[i][1] = 0;
    }
    qsort(names, 50, sizeof *names, compare);
    for (i = 0; i < 25; i++)
        swap(&names[i], &names[49 - i]);
    for (i = 0; i < 50; i++)
        free(names[i]);
    return 0;
}
