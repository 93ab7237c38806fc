/* SPDX-License-Identifier: MIT
 *
 * main.c: print the labels of three parcels. On the third, somebody leant on the space
 * bar instead of typing a name.
 */
#include <stdio.h>
#include <stdlib.h>

#include "label.h"

static const struct {
    const char *name, *postcode;
} parcels[] = {
    {"Grace Hopper", "20506"},
    {"Ada Lovelace ", "10245"},
    {"   ", "90110"},
};
enum { PARCELS = sizeof parcels / sizeof parcels[0] };

int main(void)
{
    int status = EXIT_SUCCESS;

    for (int i = 0; i < PARCELS; i++) {
        struct label label;

        if (label_init(&label, parcels[i].name, parcels[i].postcode) != 0) {
            fprintf(stderr, "no memory for label %d\n", i + 1);
            status = EXIT_FAILURE;
            continue;
        }
        label_print(&label);
        label_release(&label);
    }
    return status;
}
