/* SPDX-License-Identifier: MIT
 *
 * Values that nobody set, chosen by the first argument. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_large(const int *numbers)
{
    if (numbers[1] > 3)
        return 1;
    return 0;
}

static int from_heap(void)
{
    int *numbers = malloc(2 * sizeof *numbers);
    numbers[0] = 1;
    int large = is_large(numbers);
    free(numbers);
    return large;
}

static int from_stack(void)
{
    int numbers[2] = {1};
    int later[2];
    memcpy(numbers, later, sizeof numbers);
    return is_large(later);
}

static int twin(int set)
{
    int sum = 0;
    if (set) {
        int part = 3;
        sum += part;
    } else {
        int part;
        sum += part;
    }
    return sum > 3;
}

static int handed_on(void)
{
    char *name = malloc(8);
    char *copy = malloc(8);
    memcpy(copy, name, 8);
    int first = copy[0];
    free(copy);
    free(name);
    return first == 'x' ? 7 : 8;
}

static int after_free(void)
{
    int *number = malloc(sizeof *number);
    *number = 3;
    free(number);
    return *number == 3 ? 7 : 8;
}

static int grown(void)
{
    char *text = malloc(4);
    memcpy(text, "abc", 4);
    text = realloc(text, 16);
    int last = text[15];
    free(text);
    return last == 'x' ? 7 : 8;
}

int main(int argc, char **argv)
{
    const char *fault = argc > 1 ? argv[1] : "";
    if (strcmp(fault, "heap") == 0)
        return from_heap();
    if (strcmp(fault, "stack") == 0)
        return from_stack();
    if (strcmp(fault, "twin") == 0)
        return twin(argc > 2);
    if (strcmp(fault, "handed-on") == 0)
        return handed_on();
    if (strcmp(fault, "after-free") == 0)
        return after_free();
    if (strcmp(fault, "grown") == 0)
        return grown();
    if (strcmp(fault, "printed") == 0) {
        int number;
        printf("%d\n", number);
    } else if (strcmp(fault, "written") == 0) {
        char line[8] = "ab";
        char *rest = malloc(8);
        memcpy(line + 4, rest, 4);
        return write(1, line, sizeof line) != sizeof line;
    } else if (strcmp(fault, "text") == 0) {
        char text[4];
        return (int)strlen(text);
    }
    return 0;
}
