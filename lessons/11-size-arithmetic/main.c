/* SPDX-License-Identifier: MIT
 *
 * main.c: three pictures that somebody sent, and how bright they are.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "picture.h"

static char flag[] = "2x1\n 0.9 0.1 0.2\n 1.0 1.0 1.0\n";
static char poster[] = "6700417x641\n 0.5 0.5 0.5\n 0.7 0.7 0.7\n";
static char mirror[] = "-1x1\n 0.5 0.5 0.5\n";

/* Read one picture and tell of it. Returns 0, or -1 when memory ran out. */
static int show(const char *name, char *text)
{
    struct picture picture;
    enum picture_result result;
    FILE *file = fmemopen(text, strlen(text), "r");

    if (file == NULL) {
        perror(name);
        return -1;
    }
    result = picture_read(&picture, file);
    fclose(file);
    if (result == PICTURE_REFUSED) {
        printf("%s: refused\n", name);
        return 0;
    }
    if (result == PICTURE_NO_MEMORY) {
        printf("%s: no memory for it\n", name);
        return -1;
    }
    printf("%s: %zu x %zu dots, brightness %.2f\n", name, picture.width, picture.height,
           picture_brightness(&picture));
    picture_release(&picture);
    return 0;
}

int main(void)
{
    int result = 0;

    result |= show("flag", flag);
    result |= show("poster", poster);
    result |= show("mirror", mirror);
    return result == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
