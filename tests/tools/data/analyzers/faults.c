/* SPDX-License-Identifier: MIT
 *
 * A fault in each function, for the analysers. */
#include <stdio.h>
#include <stdlib.h>

struct node {
    int value;
};

static char *make(size_t size)
{
    char *block = malloc(size);
    if (block != NULL)
        block[0] = 'x';
    return block;
}

int lost(int many)
{
    char *block = make(10);
    if (many > 5)
        return 1;
    free(block);
    return 0;
}

void twice(void)
{
    char *block = malloc(4);
    free(block);
    free(block);
}

int used(void)
{
    int *block = calloc(1, sizeof *block);
    if (block == NULL)
        return 1;
    free(block);
    return *block;
}

int null_read(struct node *node)
{
    if (node == NULL)
        puts("none");
    return node->value;
}

void unchecked(void)
{
    int *block = malloc(sizeof *block);
    *block = 3;
    free(block);
}

int unset(int number)
{
    int result;
    if (number > 3)
        result = 2;
    return result;
}

void local(void)
{
    int number = 3;
    int *address = &number;
    free(address);
}

void mixed(void)
{
    FILE *file = malloc(400);
    if (file != NULL)
        fclose(file);
}

void open_file(void)
{
    FILE *file = fopen("faults.txt", "r");
    if (file != NULL)
        getc(file);
}

int *escape(void)
{
    int number = 3;
    int *address = &number;
    return address;
}
