/* SPDX-License-Identifier: MIT
 *
 * Bench: store-heavy. Numbers and pointers are stored into arrays on the heap.
 */
#include <stdlib.h>

#define SIZE 1000

static void sort(long *values, int count)
{
    int i, j;

    for (i = 1; i < count; i++) {
        long value = values[i];

        for (j = i; j > 0 && values[j - 1] > value; j--)
            values[j] = values[j - 1];
        values[j] = value;
    }
}

static void rotate(void **items, int count)
{
    void *first = items[0];
    int i;

    for (i = 1; i < count; i++)
        items[i - 1] = items[i];
    items[count - 1] = first;
}

int main(void)
{
    long *values = malloc(SIZE * sizeof *values);
    void **items = malloc(SIZE * sizeof *items);
    int *squares = malloc(SIZE * sizeof *squares);
    int i, round;

    for (i = 0; i < SIZE; i++)
        items[i] = malloc(8);
    for (round = 0; round < 12; round++) {
        for (i = 0; i < SIZE; i++)
            values[i] = (long)i * 7919 % SIZE;
        sort(values, SIZE);
        for (i = 0; i < 100 * SIZE; i++)
            squares[i % SIZE] = i * i;
        for (i = 0; i < 100; i++)
            rotate(items, SIZE);
    }
    for (i = 0; i < SIZE; i++)
        free(items[i]);
    free(squares);
    free(items);
    free(values);
    return 0;
}
