/* SPDX-License-Identifier: MIT
 *
 * honest.c: lesson 3's builder as it should be, with attributes that change nothing of
 * what runs: it has to pass, with the gate and without.
 */
#include "builder.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 24 };

static const char empty[16] __attribute__((aligned(16))) = "";

__attribute__((unused)) static int unused(const char *text __attribute__((unused)))
{
    return 0;
}

__attribute__((noinline, nonnull(1))) static size_t needed_for(const char *text)
{
    return strlen(text) + 1;
}

int builder_init(struct builder *builder)
{
    builder->text = malloc(FIRST_CAPACITY);
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
    size_t needed = builder->length + needed_for(part);

    if (needed > builder->capacity) {
        char *text = realloc(builder->text, 2 * needed);
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
    return builder->text == NULL ? empty : builder->text;
}

void builder_release(struct builder *builder)
{
    free(builder->text);
    builder->text = NULL;
    builder->length = 0;
    builder->capacity = 0;
}
