/* SPDX-License-Identifier: MIT
 *
 * builder_main.c: build a sentence and print it. When there is no room for more,
 * the program goes on with what it has.
 */
#include <stdio.h>

#include "builder.h"

static const char *const parts[] = {"Every block ", "has one owner, ", "and the owner ",
                                    "frees it."};
enum { PARTS = sizeof parts / sizeof parts[0] };

int main(void)
{
    struct builder sentence;

    if (builder_init(&sentence) != 0) {
        fprintf(stderr, "no memory for the sentence\n");
        return 1;
    }
    for (size_t i = 0; i < PARTS; i++) {
        if (builder_add(&sentence, parts[i]) != 0) {
            fprintf(stderr, "no memory for part %zu and those after it\n", i + 1);
            break;
        }
    }

    printf("%zu characters kept: \"%s\"\n", sentence.length, builder_text(&sentence));
    builder_release(&sentence);
    return 0;
}
