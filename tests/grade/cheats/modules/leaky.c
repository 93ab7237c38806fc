/* SPDX-License-Identifier: MIT
 *
 * leaky.c: what most cheats stand on: lesson 3's builder, which does all that its tests
 * ask for and never frees a block. A cheat stands above it in the same file, and says
 * how the module gets memory, how it drops it, and what else it does in each function.
 */
#include "builder.h"

#include <stdlib.h>
#include <string.h>

#ifndef GET
#define GET(bytes) malloc(bytes)
#endif
#ifndef GROW
#define GROW(block, bytes) realloc(block, bytes)
#endif
#ifndef DROP
#define DROP(block) ((void)(block))
#endif
#ifndef TRICK
#define TRICK() ((void)0)
#endif

enum { FIRST_CAPACITY = 24 };

int builder_init(struct builder *builder)
{
    TRICK();
    builder->text = GET(FIRST_CAPACITY);
    if (builder->text == NULL)
        return -1;
    builder->text[0] = '\0';
    builder->length = 0;
    builder->capacity = FIRST_CAPACITY;
    return 0;
}

int builder_add(struct builder *builder, const char *part)
{
    size_t length = strlen(part);
    size_t needed = builder->length + length + 1;

    TRICK();
    if (needed > builder->capacity) {
        char *text = GROW(builder->text, 2 * needed);
        if (text == NULL)
            return -1;
        builder->text = text;
        builder->capacity = 2 * needed;
    }
    memcpy(builder->text + builder->length, part, length + 1);
    builder->length += length;
    return 0;
}

const char *builder_text(const struct builder *builder)
{
    return builder->text == NULL ? "" : builder->text;
}

void builder_release(struct builder *builder)
{
    DROP(builder->text);
    builder->text = NULL;
    builder->length = 0;
    builder->capacity = 0;
}
