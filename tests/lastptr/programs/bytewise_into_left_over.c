/* SPDX-License-Identifier: MIT
 *
 * An ended function has left a pointer, and a later one a number in its upper half. There
 * another pointer is written byte by byte. Most of its bytes are those of the old one.
 *
 * expect: definitely-lost bytes=11 blocks=1 how=scope-end variable=copies[4]
 */
#include <stdlib.h>

static char *kept;

static char byte_of(const void *value, size_t i)
{
    return ((const char *)value)[i];
}

static void copy(void *to, const void *from, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((char *)to)[i] = byte_of(from, i);
}

static void leave_pointers(void)
{
    char *old[8];

    old[0] = malloc(11);
    for (int i = 1; i < 8; i++)
        old[i] = old[0];
    free(old[0]);
}

static int leave_numbers(void)
{
    int numbers[16];

    for (int i = 1; i < 16; i += 2)
        numbers[i] = 3;
    return numbers[1];
}

static void move(void)
{
    char *copies[8];

    copy(&copies[4], &kept, sizeof kept);
    kept = NULL;
} /* @lost */

int main(void)
{
    kept = malloc(11); /* @alloc */
    leave_pointers();
    leave_numbers();
    move();
    return 0;
}
