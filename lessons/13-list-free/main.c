/* SPDX-License-Identifier: MIT
 *
 * main.c: put a goods train together and weigh it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "train.h"

int main(void)
{
    static const struct {
        const char *load;
        int tons;
    } goods[] = {{"mail", 12}, {"coal", 60}, {"logs", 45}};
    struct train train;
    int status = EXIT_SUCCESS;

    train_init(&train);
    for (size_t i = 0; i < sizeof goods / sizeof goods[0]; i++)
        if (train_couple(&train, goods[i].load, goods[i].tons) != 0) {
            fprintf(stderr, "no memory for the %s\n", goods[i].load);
            status = EXIT_FAILURE;
        }
    printf("the train carries %d tons\n", train_tons(&train));
    train_release(&train);
    return status;
}
