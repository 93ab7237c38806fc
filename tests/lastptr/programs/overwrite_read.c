/* SPDX-License-Identifier: MIT
 *
 * A read system call overwrites the only pointer.
 *
 * expect: definitely-lost bytes=17 blocks=1 how=overwritten variable=record.text
 */
#include <stdlib.h>
#include <unistd.h>

struct record {
    long number;
    char *text;
};

int main(void)
{
    struct record record = {1, NULL}, other = {2, NULL};
    int ends[2];

    if (pipe(ends) != 0 || write(ends[1], &other, sizeof other) < 0)
        return 1;
    record.text = malloc(17);                      /* @alloc */
    if (read(ends[0], &record, sizeof record) < 0) /* @lost */
        return 1;
    return 0;
}
