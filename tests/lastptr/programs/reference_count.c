/* SPDX-License-Identifier: MIT
 *
 * One reference too many is counted. The last variable is gone before the count is
 * zero.
 *
 * expect: definitely-lost bytes=16 blocks=1 how=overwritten variable=*object
 */
#include <stdlib.h>

struct object {
    int references;
    long value;
};

static struct object *object_new(void)
{
    struct object *object = malloc(sizeof *object); /* @alloc */

    object->references = 1;
    return object;
}

static struct object *object_get(struct object *object)
{
    object->references++;
    return object;
}

static void object_put(struct object **object)
{
    if (--(*object)->references == 0)
        free(*object);
    *object = NULL; /* @lost */
}

int main(void)
{
    struct object *object = object_new();

    object_get(object);
    object_put(&object);
    return 0;
}
