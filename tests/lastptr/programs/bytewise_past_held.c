/* SPDX-License-Identifier: MIT
 *
 * A text is written byte by byte over a number. After one byte the number is, by
 * chance, the address of a block, and after the next it is not. No pointer to the block
 * was stored and lost there: it is possibly lost with the array that leads to it.
 *
 * expect: possibly-lost bytes=32 blocks=1 how=overwritten variable=array
 * expect: possibly-lost bytes=8 blocks=1 how=overwritten variable=array alloc=alloc2
 */
#include <stdint.h>
#include <stdlib.h>

static char **array;
static uintptr_t hidden;

static void write_text(void)
{
    union {
        uintptr_t number;
        char text[sizeof(uintptr_t)];
    } line;

    line.number = ~hidden ^ 0x80;
    line.text[0] = (char)(~hidden & 0xff);
    line.text[1] = 'x';
    line.text[2] = '\0';
}

static void write_first_byte_twice(void)
{
    union {
        uintptr_t number;
        char text[sizeof(uintptr_t)];
    } word;

    word.number = ~hidden ^ 0x80;
    word.text[0] = (char)(~hidden & 0xff);
    word.text[0] = 'x';
}

int main(void)
{
    array = calloc(4, sizeof *array); /* @alloc */
    array[0] = malloc(8);             /* @alloc2 */
    hidden = ~(uintptr_t)array[0];
    array += 3; /* @lost */
    write_text();
    write_first_byte_twice();
    return 0;
}
