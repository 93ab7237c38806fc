/* SPDX-License-Identifier: MIT
 *
 * post_main.c: a day at the post office: three letters are accepted and delivered, two
 * are refused. Or as many days as the argument says.
 */
#include <stdio.h>
#include <stdlib.h>

#include "post.h"

static const struct {
    const char *name;
    int grams;
} brought[] = {
    {"Ida, Harbour Lane", 20},
    {"the keeper of the lighthouse on the west cape", 30}, /* too long a name */
    {"Tom, at the mill", 500},
    {"Ben, Harbour Lane", 2000}, /* too heavy */
    {"the school", 45},
};

int main(int argc, char **argv)
{
    unsigned long days = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
    unsigned long delivered = 0;
    char name[NAME_ROOM];
    int grams;

    for (unsigned long day = 0; day < days; day++) {
        for (size_t i = 0; i < sizeof brought / sizeof brought[0]; i++)
            if (post_accept(brought[i].name, brought[i].grams) != 0 && day == 0)
                printf("refused: %s\n", brought[i].name);
        while ((grams = post_deliver(name, sizeof name)) > 0) {
            if (day == 0)
                printf("delivered: %s, %d grams\n", name, grams);
            delivered++;
        }
    }
    printf("%lu letters\n", delivered);
    return EXIT_SUCCESS;
}
