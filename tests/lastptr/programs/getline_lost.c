/* SPDX-License-Identifier: MIT
 *
 * getline allocates the line; the variable goes out of scope.
 *
 * expect: definitely-lost bytes=120 blocks=1 how=scope-end variable=line
 */
#include <stdio.h>
#include <stdlib.h>

static long read_number(FILE *file)
{
    char *line = NULL;
    size_t size = 0;

    if (getline(&line, &size, file) < 0) /* @alloc */
        return -1;
    return strtol(line, NULL, 10); /* @lost */
}

int main(void)
{
    FILE *file = tmpfile();
    long number;

    if (!file)
        return 1;
    fputs("42\n", file);
    rewind(file);
    number = read_number(file);
    fclose(file);
    return number != 42;
}
