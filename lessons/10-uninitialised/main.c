/* SPDX-License-Identifier: MIT
 *
 * main.c: two hours at the feeder; of each, the bird that came most often and the
 * sheet as the bird club receives it.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "birds.h"

static const char *const names[KINDS] = {"robin", "sparrow", "tit", "wren"};

struct hour {
    const char *note; /* NULL: none */
    enum bird came[6];
};

static const struct hour hours[] = {
    {"the key of the shed is under the pot", {TIT, SPARROW, ROBIN, SPARROW, TIT, TIT}},
    {NULL, {WREN, SPARROW, SPARROW, ROBIN, SPARROW, TIT}},
};

/* Send the sheet of `birds` through a pipe and print what arrives: letters and
 * digits as they are, other bytes as dots. */
static int show_sheet(const struct birds *birds)
{
    int ends[2], result = -1;
    char sheet[256];
    ssize_t size;

    if (pipe(ends) != 0)
        return -1;
    if (birds_send(birds, ends[1]) == 0 &&
        (size = read(ends[0], sheet, sizeof sheet)) >= 0) {
        printf("  sheet of %zd bytes: ", size);
        for (ssize_t i = 0; i < size; i++)
            putchar(isgraph((unsigned char)sheet[i]) ? sheet[i] : '.');
        putchar('\n');
        result = 0;
    }
    close(ends[0]);
    close(ends[1]);
    return result;
}

static int watch(const struct hour *hour)
{
    struct birds birds;
    int result;

    if (birds_init(&birds, hour->note) != 0) {
        fprintf(stderr, "no memory for this hour\n");
        return -1;
    }
    for (size_t i = 0; i < sizeof hour->came / sizeof hour->came[0]; i++)
        birds_see(&birds, hour->came[i]);
    printf("most often: %s\n", names[birds_most(&birds)]);
    result = show_sheet(&birds);
    if (result != 0)
        perror("no sheet");
    birds_release(&birds);
    return result;
}

int main(void)
{
    int result = 0;

    for (size_t i = 0; i < sizeof hours / sizeof hours[0]; i++)
        if (watch(&hours[i]) != 0)
            result = -1;
    return result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
