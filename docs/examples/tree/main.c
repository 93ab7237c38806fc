/* SPDX-License-Identifier: MIT
 *
 * main.c: read a tree, add to it, and write it out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "value.h"

static int add_note(struct value *tree, const char *note)
{
    struct value *text = value_new_text(note, strlen(note));

    if (text == NULL || list_add(tree, text) != 0) {
        value_free(text);
        return -1;
    }
    return 0;
}

int main(void)
{
    const char *text = "(garden (beds 3) (plants \"sage\" \"rue\") 12.5)";
    struct value *tree = value_read(&text);
    int status = EXIT_FAILURE;

    if (tree == NULL || add_note(tree, "water at six") != 0) {
        fputs("no memory for the garden\n", stderr);
        goto out;
    }
    value_write(tree, stdout);
    printf("\nthe numbers add up to %g\n", value_sum(tree));
    status = EXIT_SUCCESS;

out:
    value_free(tree);
    return status;
}
